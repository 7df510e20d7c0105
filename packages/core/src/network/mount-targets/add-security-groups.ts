import { err, ok, type Result, type ResultAsync, safeTry } from 'neverthrow'
import { type AwsError, mayHaveBeenApplied } from '../../aws/call/aws-error.js'
import { createRetryRule } from '../../aws/call/call-aws.js'
import { MAX_NOT_FOUND } from '../../aws/call/create-and-delete.js'
import { describeMountTargetSecurityGroups, replaceMountTargetSecurityGroups } from '../../aws/efs/mount-targets.js'
import { type CallEndedError, pause } from '../../call.js'
import { oneAtATime } from '../../keyed-queue.js'
import type { MountTargetGroupsChange, SecurityGroupRef } from '../../model/changes/infrastructure-change.js'
import type { MountTargetId } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import type { SecurityGroupId } from '../../model/network.js'
import { retryDelayMs } from '../../time/backoff.js'
import { readSharedNfsGroups } from '../groups/shared-nfs-groups.js'
import type { NetworkCall } from '../network-call.js'
import { groupChanges, groupsToDrop, TooManySecurityGroupsError } from '../plan/mount-target-groups.js'

/** A group that exists; `group` is its name in changes. */
export interface KnownGroup {
  readonly groupId: SecurityGroupId
  readonly group: SecurityGroupRef
  /** Group on the spaces of the domain that SageMaker created this group for; undefined for every other group. */
  readonly outboundGroupId?: SecurityGroupId | undefined
}

export interface GroupAddition {
  readonly fileSystemId: FileSystemId
  readonly mountTargetId: MountTargetId
  readonly groups: readonly KnownGroup[]
  /** Groups that may go where the mount target has no room. */
  readonly spare: readonly KnownGroup[]
  /** Number of groups that a mount target takes. */
  readonly limit: number
}

export interface GroupAdditionReport {
  readonly securityGroupIds: readonly SecurityGroupId[]
  /** One for each group that was added, or went to make room. */
  readonly changes: readonly MountTargetGroupsChange[]
}

export type GroupAdditionError = AwsError | CallEndedError | TooManySecurityGroupsError

/**
 * Adds the groups and keeps the rest. When full, drops spare groups; then relies on a shared group of this package if the
 * mount target carries one that admits those domains.
 *
 * EFS can only replace the whole set, and keeps no version of it: the set is read from EFS right before, and again
 * afterwards, in case another process replaced it in between.
 */
export function addSecurityGroups(
  call: NetworkCall,
  addition: GroupAddition,
): ResultAsync<GroupAdditionReport, GroupAdditionError> {
  return oneAtATime(call, `mount target ${addition.mountTargetId}`, () => readAndReplace(call, addition))
}

function readAndReplace(
  call: NetworkCall,
  addition: GroupAddition,
): ResultAsync<GroupAdditionReport, GroupAdditionError> {
  return safeTry(async function* () {
    const { mountTargetId } = addition
    const pending = `adding ${namesOf(addition.groups)} to ${mountTargetId}`
    let changes: readonly MountTargetGroupsChange[] = []
    let refusal: AwsError | CallEndedError | undefined
    let unknown = 0
    const mayPass = createRetryRule()
    for (let tries = 0; ; tries += 1) {
      if (tries > 1 || refusal !== undefined)
        yield* pause(call, { ms: retryDelayMs(tries, call.clock.random()), pending, cause: refusal })
      const securityGroupIds = yield* describeMountTargetSecurityGroups(call, mountTargetId)
      const edit = yield* editFor(call, securityGroupIds, addition)
      if (edit.added.length === 0) return ok({ securityGroupIds, changes })
      const replaced = await replaceMountTargetSecurityGroups(call, mountTargetId, edit.after)
      refusal = replaced.isErr() ? replaced.error : undefined
      if (refusal !== undefined) {
        unknown += isUnknownGroup(refusal) ? 1 : 0
        const isRetried = mayPass(refusal) || (isUnknownGroup(refusal) && unknown < MAX_NOT_FOUND)
        if (!isRetried || call.signal.aborted) return err(refusal)
      }
      const mayBeDone = refusal === undefined || mayHaveBeenApplied(refusal)
      if (mayBeDone && changes.length === 0) changes = groupChanges({ mountTargetId, securityGroupIds }, edit)
    }
  })
}

interface Edit {
  readonly removed: readonly SecurityGroupRef[]
  readonly added: readonly SecurityGroupRef[]
  readonly after: readonly SecurityGroupId[]
}

/** Another process may have replaced the group of a domain by a shared group that is younger than the plan. */
function editFor(
  call: NetworkCall,
  carried: readonly SecurityGroupId[],
  addition: GroupAddition,
): ResultAsync<Edit, GroupAdditionError> {
  return safeTry(async function* () {
    const edit = editOf(carried, addition)
    if (edit.isOk()) return edit
    const sharedGroups = yield* readSharedNfsGroups(call, addition.fileSystemId)
    const carriedShared = sharedGroups.filter(({ groupId }) => carried.includes(groupId))
    const admitted = new Set<SecurityGroupId | undefined>(carriedShared.flatMap(({ nfsSourceIds }) => nfsSourceIds))
    const groups = addition.groups.filter(({ outboundGroupId }) => !admitted.has(outboundGroupId))
    return editOf(carried, { ...addition, groups })
  })
}

/** The plan found room, so a mount target that is full now was filled by another process. */
function editOf(
  carried: readonly SecurityGroupId[],
  { mountTargetId, groups, spare, limit }: GroupAddition,
): Result<Edit, TooManySecurityGroupsError> {
  const added = groups.filter(({ groupId }) => !carried.includes(groupId))
  const dropped = groupsToDrop(carried, { adding: added.length, spare, limit })
  if (dropped === undefined) {
    const groupName = namesOf(added)
    const full = { mountTargetId, securityGroupIds: carried, groupName, limit, filledMeanwhile: true }
    return err(new TooManySecurityGroupsError(full))
  }
  const kept = carried.filter((id) => !dropped.some(({ groupId }) => groupId === id))
  return ok({
    removed: dropped.map(({ group }) => group),
    added: added.map(({ group }) => group),
    after: [...kept, ...added.map(({ groupId }) => groupId)],
  })
}

/** A group that EC2 created a moment ago may be unknown to EFS. */
function isUnknownGroup(refusal: AwsError | CallEndedError): boolean {
  return refusal.name === 'ResourceNotFoundError' && refusal.code === 'SecurityGroupNotFound'
}

function namesOf(groups: readonly KnownGroup[]): string {
  return groups.map(({ group }) => group.groupName).join(' and ')
}
