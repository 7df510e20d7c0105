import { err, ok, type Result } from 'neverthrow'
import { type AwsError, mayHaveBeenApplied } from '../../aws/call/aws-error.js'
import { pause, retrying } from '../../aws/call/call-aws.js'
import { MAX_NOT_FOUND } from '../../aws/call/creation.js'
import { describeMountTargetSecurityGroups, replaceMountTargetSecurityGroups } from '../../aws/efs/mount-targets.js'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { PictureContext } from '../../file-systems/read.js'
import { oneAtATime } from '../../keyed-queue.js'
import type { MountTargetGroupsChange, SecurityGroupRef } from '../../model/change.js'
import type { MountTargetId } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import type { SecurityGroupId } from '../../model/network.js'
import { readSharingGroups } from '../../sharing/read.js'
import { retryDelayMs } from '../../time/backoff.js'
import { groupChanges } from '../plan/mount-target-group-changes.js'
import { groupsToDrop } from '../plan/mount-target-groups.js'
import { TooManySecurityGroupsError } from '../plan/mount-target-plan-error.js'

/** A group that is there; `group` is how changes name it. */
export interface KnownGroup {
  readonly groupId: SecurityGroupId
  readonly group: SecurityGroupRef
  /** What the spaces of its domain carry, if it is for one that SageMaker made it for. */
  readonly outboundGroupId?: SecurityGroupId | undefined
}

export interface GroupAddition {
  readonly fileSystemId: FileSystemId
  readonly mountTargetId: MountTargetId
  readonly groups: readonly KnownGroup[]
  /** What goes, as far as it must, where the mount target has no room. */
  readonly spare: readonly KnownGroup[]
  readonly limit: number
}

export interface GroupAdditionReport {
  readonly securityGroupIds: readonly SecurityGroupId[]
  /** One for each group that was added, or went to make room. */
  readonly changes: readonly MountTargetGroupsChange[]
}

export type GroupAdditionError = AwsError | OutOfPatienceError | TooManySecurityGroupsError

/**
 * The mount target carries the groups and everything that it carried before, but for what it can spare and has no room
 * for. Where that makes too little room, a group of ours on it stands in for those of the domains that ours admits.
 *
 * EFS can only replace the whole set, and keeps no version of it: the set is read from EFS right before, and again
 * afterwards, in case somebody else replaced it in between.
 */
export function addSecurityGroups(
  context: PictureContext,
  addition: GroupAddition,
  patience: Patience,
): Promise<Result<GroupAdditionReport, GroupAdditionError>> {
  return oneAtATime(`mount target ${addition.mountTargetId}`, patience, () =>
    readAndReplace(context, addition, patience),
  )
}

async function readAndReplace(
  context: PictureContext,
  addition: GroupAddition,
  patience: Patience,
): Promise<Result<GroupAdditionReport, GroupAdditionError>> {
  const { efs, clock } = context
  const { mountTargetId } = addition
  const pending = `adding ${namesOf(addition.groups)} to ${mountTargetId}`
  let changes: readonly MountTargetGroupsChange[] = []
  let refusal: AwsError | OutOfPatienceError | undefined
  let unknown = 0
  for (let tries = 0; ; tries += 1) {
    if (tries > 1 || refusal !== undefined) {
      const spent = await pause(clock, patience, retryDelayMs(tries, clock.random()), pending, refusal)
      if (spent !== undefined) return err(spent)
    }
    const read = await retrying(clock, patience, pending, () =>
      describeMountTargetSecurityGroups(efs, mountTargetId, patience),
    )
    if (read.isErr()) return err(read.error)
    const before = read.value
    const edit = await editFor(context, before, addition, patience)
    if (edit.isErr()) return err(edit.error)
    if (edit.value.added.length === 0) return ok({ securityGroupIds: before, changes })
    const replaced = await replaceMountTargetSecurityGroups(efs, mountTargetId, edit.value.after, patience)
    refusal = replaced.isErr() ? replaced.error : undefined
    unknown += isUnknownGroup(refusal) ? 1 : 0
    const mayPass = refusal === undefined || refusal.retryable || (isUnknownGroup(refusal) && unknown < MAX_NOT_FOUND)
    if (refusal !== undefined && (!mayPass || patience.signal.aborted)) return err(refusal)
    const mayBeDone = refusal === undefined || mayHaveBeenApplied(refusal)
    if (mayBeDone && changes.length === 0) changes = groupChanges(mountTargetId, before, edit.value)
  }
}

interface Edit {
  readonly removed: readonly SecurityGroupRef[]
  readonly added: readonly SecurityGroupRef[]
  readonly after: readonly SecurityGroupId[]
}

/** Another process may have replaced the group of a domain by one of ours that is younger than the plan. */
async function editFor(
  context: PictureContext,
  carried: readonly SecurityGroupId[],
  addition: GroupAddition,
  patience: Patience,
): Promise<Result<Edit, GroupAdditionError>> {
  const edit = editOf(carried, addition)
  if (edit.isOk()) return edit
  const read = await readSharingGroups(context, addition.fileSystemId, patience)
  if (read.isErr()) return err(read.error)
  const ours = read.value.filter(({ groupId }) => carried.includes(groupId))
  const admitted = new Set<SecurityGroupId | undefined>(ours.flatMap(({ nfsSourceIds }) => nfsSourceIds))
  const groups = addition.groups.filter(({ outboundGroupId }) => !admitted.has(outboundGroupId))
  return editOf(carried, { ...addition, groups })
}

function editOf(
  carried: readonly SecurityGroupId[],
  { mountTargetId, groups, spare, limit }: GroupAddition,
): Result<Edit, TooManySecurityGroupsError> {
  const added = groups.filter(({ groupId }) => !carried.includes(groupId))
  const dropped = groupsToDrop(carried, added.length, spare, limit)
  if (dropped === undefined) return err(new TooManySecurityGroupsError(mountTargetId, carried, namesOf(added), limit))
  const kept = carried.filter((id) => !dropped.some(({ groupId }) => groupId === id))
  return ok({
    removed: dropped.map(({ group }) => group),
    added: added.map(({ group }) => group),
    after: [...kept, ...added.map(({ groupId }) => groupId)],
  })
}

/** What EC2 made a moment ago may be unknown to EFS. */
function isUnknownGroup(refusal: AwsError | OutOfPatienceError | undefined): boolean {
  return refusal?.name === 'ResourceNotFoundError' && refusal.code === 'SecurityGroupNotFound'
}

function namesOf(groups: readonly KnownGroup[]): string {
  return groups.map(({ group }) => group.groupName).join(' and ')
}
