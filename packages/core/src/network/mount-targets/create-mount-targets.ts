import { err, ok, type Result } from 'neverthrow'
import type { AwsError } from '../../aws/call/aws-error.js'
import { pause } from '../../aws/call/call-aws.js'
import { creating } from '../../aws/call/creation.js'
import { stageOf, type UnusableLifeCycleError } from '../../aws/efs/efs-state.js'
import { createMountTarget, describeMountTargets } from '../../aws/efs/mount-targets.js'
import { waitForMountTargetsGone } from '../../aws/efs/waiters.js'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { FileSystemStepContext } from '../../file-systems/ensure-file-system.js'
import type { MountTargetCreation, MountTargetGroupsChange } from '../../model/change.js'
import type { MountTarget, MountTargetId } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import type { SecurityGroupId, VpcId } from '../../model/network.js'
import { pollDelayMs } from '../../time/backoff.js'
import { type MountTargetPlace, mountTargetCreation } from '../plan/mount-target-plan.js'
import {
  FileSystemInOtherVpcError,
  MountTargetFailedError,
  type TooManySecurityGroupsError,
} from '../plan/mount-target-plan-error.js'
import { addSecurityGroups, type KnownGroup } from './add-security-groups.js'

export interface MountTargetWork {
  readonly fileSystemId: FileSystemId
  readonly vpcId: VpcId
  /** At least one. A change names those that were made by this run without an id, as the plan did. */
  readonly groups: readonly [KnownGroup, ...KnownGroup[]]
  /** What a full mount target can do without. */
  readonly spare: readonly KnownGroup[]
  readonly limit: number
}

export type MountTargetStepError =
  | AwsError
  | OutOfPatienceError
  | FileSystemInOtherVpcError
  | MountTargetFailedError
  | TooManySecurityGroupsError
  | UnusableLifeCycleError

export interface MountTargetDone {
  readonly kind: 'done'
  readonly mountTargetId: MountTargetId
  readonly securityGroupIds: readonly SecurityGroupId[]
  readonly changes: readonly (MountTargetCreation | MountTargetGroupsChange)[]
}

export interface MountTargetFailed {
  readonly kind: 'failed'
  readonly zoneId: string
  readonly error: MountTargetStepError
}

export type MountTargetStep = MountTargetDone | MountTargetFailed

/** A place that has no mount target of use yet. */
interface OpenPlace {
  readonly kind: 'open'
  readonly place: MountTargetPlace
  /** Goes first: EFS takes one per zone. */
  readonly leaving: MountTargetId | undefined
  /** What a request did whose reply was lost. */
  readonly changes: readonly MountTargetCreation[]
}

/**
 * Each place has a mount target with the groups: ours, or the one that somebody else made first. All are made at once,
 * and looked at with one call; a place that fails does not stop the others.
 */
export async function makeMountTargets(
  context: FileSystemStepContext,
  work: MountTargetWork,
  places: readonly MountTargetPlace[],
  patience: Patience,
): Promise<Result<readonly MountTargetStep[], MountTargetStepError>> {
  const { clock } = context
  const { fileSystemId, vpcId } = work
  const done: MountTargetStep[] = []
  let open = places.map((place): OpenPlace => ({ kind: 'open', place, leaving: place.after, changes: [] }))
  for (let tries = 0; ; tries += 1) {
    const leaving = open.flatMap((one) => one.leaving ?? [])
    const gone = waitForMountTargetsGone(context, fileSystemId, leaving, patience)
    const created = await Promise.all(open.map((one) => createAt(context, work, one, gone, patience)))
    done.push(...created.filter((step) => step.kind !== 'open'))
    const refused = created.filter((step) => step.kind === 'open')
    if (refused.length === 0) return ok(done)
    const seen = await describeMountTargets(context, fileSystemId, patience)
    if (seen.isErr()) return err(seen.error)
    const elsewhere = seen.value.find((target) => target.vpcId !== vpcId)
    if (elsewhere !== undefined) return err(new FileSystemInOtherVpcError(fileSystemId, elsewhere.vpcId, vpcId))
    const taken = await Promise.all(refused.map((one) => takeWinner(context, work, one, seen.value, patience)))
    done.push(...taken.filter((step) => step.kind !== 'open'))
    open = taken.filter((step) => step.kind === 'open')
    if (open.every((one) => one.leaving !== undefined)) continue
    // Neither there nor leaving: the list lags behind the conflict.
    const spent = await pause(clock, patience, pollDelayMs(tries, clock.random()), 'making the mount targets')
    if (spent !== undefined) return err(spent)
  }
}

/** `gone` is the one wait for all that leaves: a place where nothing does is not kept waiting. */
async function createAt(
  { clock, efs, onProgress }: FileSystemStepContext,
  work: MountTargetWork,
  open: OpenPlace,
  gone: ReturnType<typeof waitForMountTargetsGone>,
  patience: Patience,
): Promise<MountTargetStep | OpenPlace> {
  const { zoneId, subnetId } = open.place
  const { fileSystemId } = work
  const free = open.leaving === undefined ? ok(undefined) : await gone
  if (free.isErr()) return { kind: 'failed', zoneId, error: free.error }
  const [first, ...further] = work.groups
  const securityGroupIds = work.groups.map(({ groupId }) => groupId)
  const created = await creating(clock, patience, `making the mount target in ${subnetId}`, () =>
    createMountTarget(efs, { fileSystemId, subnetId, securityGroupIds }, patience),
  )
  if (created.isErr()) return { kind: 'failed', zoneId, error: created.error }
  const { id, made } = created.value
  const change = mountTargetCreation(open.place, [first.group, ...further.map(({ group }) => group)])
  if (made) onProgress({ step: 'changed', change })
  if (id !== undefined) return { kind: 'done', mountTargetId: id, securityGroupIds, changes: [change] }
  return { ...open, changes: made ? [change] : open.changes }
}

/** Uses the mount target because of which EFS refused ours, unless it is on its way out. */
async function takeWinner(
  context: FileSystemStepContext,
  work: MountTargetWork,
  open: OpenPlace,
  seen: readonly MountTarget[],
  patience: Patience,
): Promise<MountTargetStep | OpenPlace> {
  const { zoneId } = open.place
  const there = seen.find((target) => target.zoneId === zoneId && target.lifeCycleState !== 'deleted')
  if (there === undefined) return { ...open, leaving: undefined }
  const stage = stageOf(there.lifeCycleState)
  if (stage === 'failed') return { kind: 'failed', zoneId, error: new MountTargetFailedError(there) }
  if (stage === 'leaving') return { ...open, leaving: there.mountTargetId }
  const guarded = await guardMountTarget(context, work, there, patience)
  return guarded.kind === 'failed' ? guarded : { ...guarded, changes: [...open.changes, ...guarded.changes] }
}

/** A mount target that is there carries the groups. */
export async function guardMountTarget(
  context: FileSystemStepContext,
  work: MountTargetWork,
  { mountTargetId, zoneId }: Pick<MountTarget, 'mountTargetId' | 'zoneId'>,
  patience: Patience,
): Promise<MountTargetStep> {
  const added = await addSecurityGroups(context, { ...work, mountTargetId }, patience)
  if (added.isErr()) return { kind: 'failed', zoneId, error: added.error }
  const { securityGroupIds, changes } = added.value
  for (const change of changes) context.onProgress({ step: 'changed', change })
  return { kind: 'done', mountTargetId, securityGroupIds, changes }
}
