import type { SecurityGroupId } from '../../model/network.js'

/**
 * Which of the groups that a mount target carries go when so many more are to fit: none while there is room, and then as
 * few as possible of those that can be spared, the last first. Undefined when that is not enough.
 */
export function groupsToDrop<Group extends { readonly groupId: SecurityGroupId }>(
  carried: readonly SecurityGroupId[],
  adding: number,
  spare: readonly Group[],
  limit: number,
): readonly Group[] | undefined {
  if (adding === 0) return []
  const excess = Math.max(0, carried.length + adding - limit)
  const droppable = carried.flatMap((id) => spare.find(({ groupId }) => groupId === id) ?? [])
  return droppable.length < excess ? undefined : droppable.slice(droppable.length - excess)
}
