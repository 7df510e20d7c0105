import { stageOf } from '../../aws/efs/efs-state.js'
import type { RemoveFileSystemChange } from '../../model/change.js'
import type { AccessPoint, EfsFileSystem, LifeCycleState, MountTarget } from '../../model/efs.js'
import type { SecurityGroup } from '../../model/network.js'
import { isOwnAccessPoint } from './access-point-choice.js'

/** Something that a removal leaves where it is. Plain data, fit for JSON. */
export interface KeptResource {
  readonly kind: 'file-system' | 'access-point' | 'security-group'
  readonly id: string
  readonly name: string | undefined
  /** `data`: it holds the data, or belongs to what does. `foreign`: somebody else made it. `in-use`: something needs it. */
  readonly reason: 'data' | 'foreign' | 'in-use'
}

export interface RemovalPicture {
  /** Undefined when it is gone. */
  readonly fileSystem: EfsFileSystem | undefined
  readonly mountTargets: readonly MountTarget[]
  readonly accessPoints: readonly AccessPoint[]
  /** Those that we made for this file system. */
  readonly groups: readonly (SecurityGroup & {
    /** Whether a network interface carries it that is none of these mount targets'. */
    readonly usedElsewhere: boolean
  })[]
}

export interface RemovalPlan {
  readonly changes: readonly RemoveFileSystemChange[]
  readonly kept: readonly KeptResource[]
}

/**
 * What goes, in the order in which it goes. The data stays unless it was asked for; with it stay the access points that
 * somebody else made, which hold settings that nothing here could bring back.
 */
export function planRemoval(picture: RemovalPicture, { deleteData }: { readonly deleteData: boolean }): RemovalPlan {
  const { fileSystem, mountTargets, accessPoints, groups } = picture
  const goes = (one: AccessPoint) => deleteData || isOwnAccessPoint(one, one.fileSystemId)
  const changes: RemoveFileSystemChange[] = []
  for (const { accessPointId, name, path } of accessPoints.filter(goes).filter(isStaying))
    changes.push({ kind: 'access-point', action: 'delete', accessPointId, name, path })
  for (const { mountTargetId, zoneId, subnetId } of mountTargets.filter(isStaying))
    changes.push({ kind: 'mount-target', action: 'delete', mountTargetId, zoneId, subnetId })
  for (const { groupId, groupName, usedElsewhere } of groups)
    if (!usedElsewhere) changes.push({ kind: 'security-group', action: 'delete', groupId, groupName })
  for (const { fileSystemId, name, sizeInBytes } of present(fileSystem))
    if (deleteData) changes.push({ kind: 'file-system', action: 'delete', fileSystemId, name, sizeInBytes })
  return { changes, kept: keptOf(picture, goes, deleteData) }
}

function present(fileSystem: EfsFileSystem | undefined): readonly EfsFileSystem[] {
  return fileSystem === undefined || !isStaying(fileSystem) ? [] : [fileSystem]
}

/** What is being deleted already is waited for, and not deleted once more. */
function isStaying({ lifeCycleState }: { readonly lifeCycleState: LifeCycleState }): boolean {
  return stageOf(lifeCycleState) !== 'leaving'
}

function keptOf(
  { fileSystem, accessPoints, groups }: RemovalPicture,
  goes: (accessPoint: AccessPoint) => boolean,
  deleteData: boolean,
): readonly KeptResource[] {
  const data = deleteData ? [] : present(fileSystem)
  return [
    ...data.map(({ fileSystemId, name }) => ({ kind: 'file-system', id: fileSystemId, name, reason: 'data' }) as const),
    ...accessPoints
      .filter((one) => !goes(one) && isStaying(one))
      .map(
        ({ accessPointId, name }) => ({ kind: 'access-point', id: accessPointId, name, reason: 'foreign' }) as const,
      ),
    ...groups
      .filter(({ usedElsewhere }) => usedElsewhere)
      .map(
        ({ groupId, groupName }) =>
          ({ kind: 'security-group', id: groupId, name: groupName, reason: 'in-use' }) as const,
      ),
  ]
}
