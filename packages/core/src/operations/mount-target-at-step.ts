import { err, ok, type Result } from 'neverthrow'
import type { AwsError } from '../aws/aws-error.js'
import { pause } from '../aws/calls.js'
import { creating } from '../aws/creation.js'
import { createMountTarget, describeMountTargets } from '../aws/efs-mount-targets.js'
import { waitForMountTargetsGone } from '../aws/efs-waiters.js'
import type { FileSystemId } from '../model/file-system-id.js'
import type { MountTargetCreation, MountTargetGroupsChange } from '../model/infrastructure-change.js'
import type { MountTargetId } from '../model/mount-target.js'
import type { SecurityGroupId, VpcId } from '../model/network.js'
import type { OutOfPatienceError, Patience } from '../patience.js'
import { pollDelayMs } from '../policy/backoff.js'
import { stageOf, type UnusableLifeCycleError } from '../policy/life-cycle.js'
import type { MountTargetPlace } from '../policy/mount-target-plan.js'
import {
  FileSystemInOtherVpcError,
  MountTargetFailedError,
  type TooManySecurityGroupsError,
} from '../policy/mount-target-plan-error.js'
import type { FileSystemStepContext } from './file-system-step.js'
import { addSecurityGroups, type WantedSecurityGroup } from './mount-target-groups-step.js'

export interface MountTargetWork {
  readonly fileSystemId: FileSystemId
  readonly vpcId: VpcId
  /** At least one. A change names those that were made by this run without an id, as the plan did. */
  readonly groups: readonly [WantedSecurityGroup, ...WantedSecurityGroup[]]
  readonly limit: number
}

export type MountTargetStepError =
  | AwsError
  | OutOfPatienceError
  | FileSystemInOtherVpcError
  | MountTargetFailedError
  | TooManySecurityGroupsError
  | UnusableLifeCycleError

export interface MountTargetStep {
  readonly mountTargetId: MountTargetId
  readonly securityGroupIds: readonly SecurityGroupId[]
  readonly changes: readonly (MountTargetCreation | MountTargetGroupsChange)[]
}

/** The zone has a mount target that carries the group: ours, or the one that somebody else made first. */
export async function ensureMountTargetAt(
  context: FileSystemStepContext,
  work: MountTargetWork,
  place: MountTargetPlace,
  patience: Patience,
): Promise<Result<MountTargetStep, MountTargetStepError>> {
  const { clock, efs, onProgress } = context
  const { fileSystemId } = work
  const { subnetId } = place
  const change = creationOf(work, place)
  const securityGroupIds = work.groups.map(({ groupId }) => groupId)
  const pending = `making the mount target in ${subnetId}`
  let leaving = place.after
  for (let tries = 0; ; tries += 1) {
    if (leaving !== undefined) {
      const gone = await waitForMountTargetsGone(context, fileSystemId, [leaving], patience)
      if (gone.isErr()) return err(gone.error)
    }
    const created = await creating(clock, patience, pending, () =>
      createMountTarget(efs, { fileSystemId, subnetId, securityGroupIds }, patience),
    )
    if (created.isErr()) return err(created.error)
    const { id, made } = created.value
    if (made) onProgress({ step: 'changed', change })
    if (id !== undefined) return ok({ mountTargetId: id, securityGroupIds, changes: [change] })
    const winner = await findWinner(context, work, place.zoneId, patience)
    if (winner.isErr()) return err(winner.error)
    if (winner.value?.stage === 'usable') {
      const guarded = await guardMountTarget(context, work, winner.value.mountTargetId, patience)
      return guarded.map((step) => (made ? { ...step, changes: [change, ...step.changes] } : step))
    }
    leaving = winner.value?.mountTargetId
    if (leaving !== undefined) continue
    // Neither there nor leaving: the list lags behind the conflict.
    const spent = await pause(clock, patience, pollDelayMs(tries, clock.random()), pending)
    if (spent !== undefined) return err(spent)
  }
}

function creationOf({ groups }: MountTargetWork, { zoneId, subnetId }: MountTargetPlace): MountTargetCreation {
  const [{ group }, ...further] = groups
  const creation = { kind: 'mount-target', action: 'create', zoneId, subnetId, securityGroup: group } as const
  return further.length === 0 ? creation : { ...creation, furtherSecurityGroups: further.map((other) => other.group) }
}

interface Winner {
  readonly mountTargetId: MountTargetId
  readonly stage: 'usable' | 'leaving'
}

/** The mount target because of which EFS refused ours. */
async function findWinner(
  context: FileSystemStepContext,
  { fileSystemId, vpcId }: MountTargetWork,
  zoneId: string,
  patience: Patience,
): Promise<Result<Winner | undefined, MountTargetStepError>> {
  const read = await describeMountTargets(context, fileSystemId, patience)
  if (read.isErr()) return err(read.error)
  const elsewhere = read.value.find((target) => target.vpcId !== vpcId)
  if (elsewhere !== undefined) return err(new FileSystemInOtherVpcError(fileSystemId, elsewhere.vpcId, vpcId))
  const there = read.value.find((target) => target.zoneId === zoneId && target.lifeCycleState !== 'deleted')
  if (there === undefined) return ok(undefined)
  const stage = stageOf(there.lifeCycleState)
  if (stage === 'failed') return err(new MountTargetFailedError(there))
  return ok({ mountTargetId: there.mountTargetId, stage: stage === 'leaving' ? 'leaving' : 'usable' })
}

/** A mount target that is there carries the groups. */
export async function guardMountTarget(
  context: FileSystemStepContext,
  { groups, limit }: Pick<MountTargetWork, 'groups' | 'limit'>,
  mountTargetId: MountTargetId,
  patience: Patience,
): Promise<Result<MountTargetStep, MountTargetStepError>> {
  const added = await addSecurityGroups(context, { mountTargetId, groups, limit }, patience)
  return added.map(({ securityGroupIds, changes }) => {
    for (const change of changes) context.onProgress({ step: 'changed', change })
    return { mountTargetId, securityGroupIds, changes }
  })
}
