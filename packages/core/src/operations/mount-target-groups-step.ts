import { err, ok, type Result } from 'neverthrow'
import type { AwsError } from '../aws/aws-error.js'
import { pause, retrying } from '../aws/calls.js'
import type { EFSClient } from '../aws/efs.js'
import { describeMountTargetSecurityGroups, replaceMountTargetSecurityGroups } from '../aws/efs-mount-targets.js'
import type { Clock } from '../clock.js'
import type { MountTargetGroupsChange, SecurityGroupRef } from '../model/infrastructure-change.js'
import type { MountTargetId } from '../model/mount-target.js'
import type { SecurityGroupId } from '../model/network.js'
import type { OutOfPatienceError, Patience } from '../patience.js'
import { retryDelayMs } from '../policy/backoff.js'
import { TooManySecurityGroupsError } from '../policy/mount-target-plan-error.js'
import { oneAtATime } from './one-at-a-time.js'

/** A group that mount targets are to carry; `group` is how changes name it. */
export interface WantedSecurityGroup {
  readonly groupId: SecurityGroupId
  readonly group: SecurityGroupRef
}

export interface GroupAddition {
  readonly mountTargetId: MountTargetId
  readonly groups: readonly WantedSecurityGroup[]
  readonly limit: number
}

export interface GroupAdditionReport {
  readonly securityGroupIds: readonly SecurityGroupId[]
  /** One for each group that was added. */
  readonly changes: readonly MountTargetGroupsChange[]
}

export type GroupAdditionError = AwsError | OutOfPatienceError | TooManySecurityGroupsError

/**
 * The mount target carries the groups and everything that it carried before. EFS can only replace the whole set, and
 * keeps no version of it: the set is read from EFS right before, and again afterwards, in case somebody else replaced
 * it in between.
 */
export function addSecurityGroups(
  context: { readonly efs: EFSClient; readonly clock: Clock },
  addition: GroupAddition,
  patience: Patience,
): Promise<Result<GroupAdditionReport, GroupAdditionError>> {
  return oneAtATime(`mount target ${addition.mountTargetId}`, patience, () =>
    readAndReplace(context, addition, patience),
  )
}

async function readAndReplace(
  { efs, clock }: { readonly efs: EFSClient; readonly clock: Clock },
  { mountTargetId, groups, limit }: GroupAddition,
  patience: Patience,
): Promise<Result<GroupAdditionReport, GroupAdditionError>> {
  const pending = `adding ${namesOf(groups)} to ${mountTargetId}`
  let changes: readonly MountTargetGroupsChange[] = []
  let refusal: AwsError | OutOfPatienceError | undefined
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
    const missing = groups.filter(({ groupId }) => !before.includes(groupId))
    if (missing.length === 0) return ok({ securityGroupIds: before, changes })
    if (before.length + missing.length > limit)
      return err(new TooManySecurityGroupsError(mountTargetId, before, namesOf(missing), limit))
    const after = [...before, ...missing.map(({ groupId }) => groupId)]
    const replaced = await replaceMountTargetSecurityGroups(efs, mountTargetId, after, patience)
    refusal = replaced.isErr() ? replaced.error : undefined
    if (refusal !== undefined && (!refusal.retryable || patience.signal.aborted)) return err(refusal)
    const mayBeDone =
      refusal === undefined || refusal.name === 'ConnectionError' || refusal.name === 'ServiceFailureError'
    if (mayBeDone && changes.length === 0) changes = changesOf(mountTargetId, before, missing)
  }
}

function changesOf(
  mountTargetId: MountTargetId,
  before: readonly SecurityGroupId[],
  added: readonly WantedSecurityGroup[],
): readonly MountTargetGroupsChange[] {
  return added.map(({ group }, at) => ({
    kind: 'mount-target-security-groups',
    action: 'add',
    mountTargetId,
    before: [...before, ...added.slice(0, at).map(({ groupId }) => groupId)],
    added: group,
  }))
}

function namesOf(groups: readonly WantedSecurityGroup[]): string {
  return groups.map(({ group }) => group.groupName).join(' and ')
}
