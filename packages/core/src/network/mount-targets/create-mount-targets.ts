import { err, ok, type ResultAsync, safeTry } from 'neverthrow'
import type { AwsError } from '../../aws/call/aws-error.js'
import { MountTargetFailedError, stageOf, type UnusableLifeCycleError } from '../../aws/efs/efs-state.js'
import { createMountTarget, describeMountTargets } from '../../aws/efs/mount-targets.js'
import { waitForMountTargetsGone } from '../../aws/efs/waiters.js'
import { type CallEndedError, pause } from '../../call.js'
import type { MountTargetCreation, MountTargetGroupsChange } from '../../model/changes/infrastructure-change.js'
import type { MountTarget, MountTargetId } from '../../model/efs.js'
import { FileSystemInOtherVpcError } from '../../model/file-system-vpc.js'
import type { FileSystemId } from '../../model/ids.js'
import type { SecurityGroupId, VpcId } from '../../model/network.js'
import { pollDelayMs } from '../../time/backoff.js'
import type { NetworkChangeCall } from '../network-call.js'
import type { TooManySecurityGroupsError } from '../plan/mount-target-groups.js'
import { type MountTargetPlace, mountTargetCreation } from '../plan/mount-target-plan.js'
import { addSecurityGroups, type KnownGroup } from './add-security-groups.js'

export interface MountTargetWork {
  readonly fileSystemId: FileSystemId
  readonly vpcId: VpcId
  /** At least one. Groups created in this run appear without an id in changes, as in a dry run. */
  readonly groups: readonly [KnownGroup, ...KnownGroup[]]
  /** Groups that may go where a mount target has no room. */
  readonly spare: readonly KnownGroup[]
  /** Number of groups that a mount target takes. */
  readonly limit: number
}

export type MountTargetStepError =
  | AwsError
  | CallEndedError
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

/** A zone without a usable mount target. */
interface OpenPlace {
  readonly kind: 'open'
  readonly place: MountTargetPlace
  /** The mount target that is being deleted there: EFS takes one per zone. */
  readonly leaving: MountTargetId | undefined
  /** Change of a request whose reply was lost. */
  readonly changes: readonly MountTargetCreation[]
}

/**
 * Each zone has a mount target with the groups: a new one, or one that another process created first. All are created at
 * once, and refusals are looked into with one request; a zone that fails does not stop the others.
 */
export function createMountTargets(
  call: NetworkChangeCall,
  work: MountTargetWork,
  places: readonly MountTargetPlace[],
): ResultAsync<readonly MountTargetStep[], MountTargetStepError> {
  return safeTry(async function* () {
    const { fileSystemId, vpcId } = work
    const done: MountTargetStep[] = []
    let open = places.map((place): OpenPlace => ({ kind: 'open', place, leaving: place.after, changes: [] }))
    for (let tries = 0; ; tries += 1) {
      const created = await Promise.all(createWhenFree(call, work, open))
      done.push(...created.filter((step) => step.kind !== 'open'))
      const refused = created.filter((step) => step.kind === 'open')
      if (refused.length === 0) return ok(done)
      const seen = yield* describeMountTargets(call, fileSystemId)
      const elsewhere = seen.find((target) => target.vpcId !== vpcId)
      if (elsewhere !== undefined)
        return err(new FileSystemInOtherVpcError({ fileSystemId, fileSystemVpcId: elsewhere.vpcId, vpcId }))
      const adopted = await Promise.all(refused.map((one) => adopt(call, work, { open: one, seen })))
      done.push(...adopted.filter((step) => step.kind !== 'open'))
      open = adopted.filter((step) => step.kind === 'open')
      if (open.every((one) => one.leaving !== undefined)) continue
      // Neither listed nor being deleted: the list lags behind the conflict.
      const ms = pollDelayMs(tries, call.clock.random())
      yield* pause(call, { ms, pending: 'making the mount targets' })
    }
  })
}

/** One wait covers every departing mount target; zones without one do not wait. */
function createWhenFree(
  call: NetworkChangeCall,
  work: MountTargetWork,
  open: readonly OpenPlace[],
): readonly Promise<MountTargetStep | OpenPlace>[] {
  const leaving = open.flatMap((one) => one.leaving ?? [])
  const gone = waitForMountTargetsGone(call, work.fileSystemId, leaving)
  return open.map(async (one) => {
    const free = one.leaving === undefined ? ok(undefined) : await gone
    return free.isErr() ? failedIn(one.place, free.error) : createAt(call, work, one)
  })
}

async function createAt(
  call: NetworkChangeCall,
  { fileSystemId, groups }: MountTargetWork,
  open: OpenPlace,
): Promise<MountTargetStep | OpenPlace> {
  const [first, ...further] = groups
  const securityGroupIds = groups.map(({ groupId }) => groupId)
  const created = await createMountTarget(call, { fileSystemId, subnetId: open.place.subnetId, securityGroupIds })
  if (created.isErr()) return failedIn(open.place, created.error)
  const { id, made } = created.value
  const change = mountTargetCreation(open.place, [first.group, ...further.map(({ group }) => group)])
  if (made) call.onChange?.(change)
  if (id !== undefined) return { kind: 'done', mountTargetId: id, securityGroupIds, changes: [change] }
  return { ...open, changes: made ? [change] : open.changes }
}

/** Adopts the mount target that caused the conflict, unless it is being deleted. */
async function adopt(
  call: NetworkChangeCall,
  work: MountTargetWork,
  { open, seen }: { readonly open: OpenPlace; readonly seen: readonly MountTarget[] },
): Promise<MountTargetStep | OpenPlace> {
  const { zoneId } = open.place
  const there = seen.find((target) => target.zoneId === zoneId && target.lifeCycleState !== 'deleted')
  if (there === undefined) return { ...open, leaving: undefined }
  const stage = stageOf(there.lifeCycleState)
  if (stage === 'failed') return failedIn(there, new MountTargetFailedError(there))
  if (stage === 'leaving') return { ...open, leaving: there.mountTargetId }
  const step = await addGroupsTo(call, work, there)
  return step.kind === 'failed' ? step : { ...step, changes: [...open.changes, ...step.changes] }
}

/** The existing mount target carries the groups. */
export async function addGroupsTo(
  call: NetworkChangeCall,
  work: MountTargetWork,
  target: Pick<MountTarget, 'mountTargetId' | 'zoneId'>,
): Promise<MountTargetStep> {
  const { mountTargetId } = target
  const added = await addSecurityGroups(call, { ...work, mountTargetId })
  if (added.isErr()) return failedIn(target, added.error)
  const { securityGroupIds, changes } = added.value
  for (const change of changes) call.onChange?.(change)
  return { kind: 'done', mountTargetId, securityGroupIds, changes }
}

function failedIn({ zoneId }: { readonly zoneId: string }, error: MountTargetStepError): MountTargetFailed {
  return { kind: 'failed', zoneId, error }
}
