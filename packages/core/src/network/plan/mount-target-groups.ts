import type { MountTargetGroupsChange, SecurityGroupRef } from '../../model/changes/infrastructure-change.js'
import type { MountTargetId, MountTargetWithGroups } from '../../model/efs.js'
import type { SecurityGroupId } from '../../model/network.js'
import { StudioEfsError } from '../../studio-efs-error.js'

/**
 * The mount target would have more security groups than it can carry, and was left as it is. Retryable when another process
 * filled it after this run had read it: the next run plans with what is there then.
 */
export class TooManySecurityGroupsError extends StudioEfsError {
  readonly name = 'TooManySecurityGroupsError'
  /** Undefined for a mount target that does not exist yet. */
  readonly mountTargetId: MountTargetId | undefined
  /** Groups that it carries. */
  readonly securityGroupIds: readonly SecurityGroupId[]
  readonly groupName: string
  readonly limit: number
  /** It had room when this run planned. */
  readonly filledMeanwhile: boolean

  constructor({
    mountTargetId,
    securityGroupIds,
    groupName,
    limit,
    filledMeanwhile,
  }: Pick<
    TooManySecurityGroupsError,
    'mountTargetId' | 'securityGroupIds' | 'groupName' | 'limit' | 'filledMeanwhile'
  >) {
    const carried = securityGroupIds.length === 0 ? '' : `it carries ${securityGroupIds.join(', ')}, and `
    const since = filledMeanwhile ? 'Another process filled it in the meantime; ' : ''
    super({
      message: `No room for ${groupName} on ${mountTargetId ?? 'a new mount target'}: ${since}${carried}at most ${limit} are allowed.`,
      retryable: filledMeanwhile,
      hint: filledMeanwhile ? RUN_AGAIN : MAKE_ROOM,
    })
    this.mountTargetId = mountTargetId
    this.securityGroupIds = securityGroupIds
    this.groupName = groupName
    this.limit = limit
    this.filledMeanwhile = filledMeanwhile
  }
}

const RUN_AGAIN = 'Run it again: it plans anew with the groups that are there now.'
const MAKE_ROOM =
  'Take one off that is no longer used; or run shareAcrossVpcDomains for all domains of the VPC, which puts one group in the place of theirs; or leave out domains that SageMaker made no group for; or, if the account has a higher quota of groups per network interface, set maxSecurityGroups.'

/** Room that a mount target needs for further groups. */
export interface GroupRoom<Group> {
  /** Number of groups to add. */
  readonly adding: number
  /** Groups that may go where there is no room. */
  readonly spare: readonly Group[]
  /** Number of groups that a mount target takes. */
  readonly limit: number
}

/**
 * Groups to take off so that the new ones fit: none while there is room, else as few spare ones as possible, the last
 * first. Undefined when that does not make enough room.
 */
export function groupsToDrop<Group extends { readonly groupId: SecurityGroupId }>(
  carried: readonly SecurityGroupId[],
  { adding, spare, limit }: GroupRoom<Group>,
): readonly Group[] | undefined {
  if (adding === 0) return []
  const excess = Math.max(0, carried.length + adding - limit)
  const droppable = carried.flatMap((id) => spare.find(({ groupId }) => groupId === id) ?? [])
  return droppable.length < excess ? undefined : droppable.slice(droppable.length - excess)
}

/**
 * Splits one replacement of the whole set into a change for each group that leaves or comes. Groups created in this run
 * appear without an id, as in a dry run.
 */
export function groupChanges(
  { mountTargetId, securityGroupIds }: Pick<MountTargetWithGroups, 'mountTargetId' | 'securityGroupIds'>,
  { removed, added }: { readonly removed: readonly SecurityGroupRef[]; readonly added: readonly SecurityGroupRef[] },
): readonly MountTargetGroupsChange[] {
  const kind = 'mount-target-security-groups'
  let before = securityGroupIds
  const changes: MountTargetGroupsChange[] = []
  for (const group of removed) {
    changes.push({ kind, action: 'remove', mountTargetId, before, removed: group })
    before = before.filter((id) => id !== group.groupId)
  }
  for (const group of added) {
    changes.push({ kind, action: 'add', mountTargetId, before, added: group })
    before = group.groupId === undefined ? before : [...before, group.groupId]
  }
  return changes
}
