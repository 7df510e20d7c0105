import type { MountTargetGroupsChange, SecurityGroupRef } from '../../model/change.js'
import type { MountTargetId } from '../../model/efs.js'
import type { SecurityGroupId } from '../../model/network.js'

/**
 * One change for each group that leaves or comes: one replacement of the whole set, told step by step. A group that is
 * made by the same run has no id in any of them.
 */
export function groupChanges(
  mountTargetId: MountTargetId,
  carried: readonly SecurityGroupId[],
  { removed, added }: { readonly removed: readonly SecurityGroupRef[]; readonly added: readonly SecurityGroupRef[] },
): readonly MountTargetGroupsChange[] {
  const kind = 'mount-target-security-groups'
  let before = carried
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
