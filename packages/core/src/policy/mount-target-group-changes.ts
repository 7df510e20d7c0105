import type { MountTargetGroupsChange, SecurityGroupRef } from '../model/infrastructure-change.js'
import type { MountTargetId } from '../model/mount-target.js'
import type { SecurityGroupId } from '../model/network.js'

/** A group that mount targets are to carry, or can spare; `group` is how changes name it. */
export interface NamedGroup {
  /** Undefined while the group is still to be made. */
  readonly groupId: SecurityGroupId | undefined
  readonly group: SecurityGroupRef
}

/** One change for each group that leaves or comes: one replacement of the whole set, told step by step. */
export function groupChanges(
  mountTargetId: MountTargetId,
  carried: readonly SecurityGroupId[],
  { removed, added }: { readonly removed: readonly NamedGroup[]; readonly added: readonly NamedGroup[] },
): readonly MountTargetGroupsChange[] {
  const kind = 'mount-target-security-groups'
  let before = carried
  const changes: MountTargetGroupsChange[] = []
  for (const { groupId, group } of removed) {
    changes.push({ kind, action: 'remove', mountTargetId, before, removed: group })
    before = before.filter((id) => id !== groupId)
  }
  for (const { groupId, group } of added) {
    changes.push({ kind, action: 'add', mountTargetId, before, added: group })
    before = groupId === undefined ? before : [...before, groupId]
  }
  return changes
}
