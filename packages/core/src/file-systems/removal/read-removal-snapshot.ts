import { err, ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import type { AwsResult } from '../../aws/call/aws-error.js'
import { describeNetworkInterfaces, describeSecurityGroups } from '../../aws/ec2/network.js'
import { describeAccessPoints } from '../../aws/efs/access-points.js'
import { describeFileSystems, type EfsCall } from '../../aws/efs/file-systems.js'
import { describeMountTargets } from '../../aws/efs/mount-targets.js'
import type { EfsFileSystem, MountTarget } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import type { NetworkCall } from '../../network/network-call.js'
import { FILE_SYSTEM_TAG, isOwn, SAGEMAKER_TAG } from '../../network/plan/ownership.js'
import { ManagedFileSystemError, type RemovalSnapshot } from '../plan/removal-plan.js'

/** Reads the file system; undefined when it is gone. Refuses SageMaker's own. */
export function readRemovable(
  call: EfsCall,
  fileSystemId: FileSystemId,
): AwsResult<EfsFileSystem | undefined, ManagedFileSystemError> {
  return noneWhenGone(describeFileSystems(call, { fileSystemId })).andThen(([fileSystem]) => {
    const managedFor = fileSystem?.tags[SAGEMAKER_TAG]
    return managedFor === undefined ? ok(fileSystem) : err(new ManagedFileSystemError({ fileSystemId, managedFor }))
  })
}

/** Reads mount targets, access points and own groups. Groups are found by tag, also when the file system is gone. */
export function readRemovalSnapshot(
  call: NetworkCall,
  fileSystemId: FileSystemId,
  fileSystem: EfsFileSystem | undefined,
): AwsResult<RemovalSnapshot> {
  const isGone = fileSystem === undefined
  return ResultAsync.combine([
    isGone ? okAsync([]) : noneWhenGone(describeMountTargets(call, fileSystemId)),
    isGone ? okAsync([]) : noneWhenGone(describeAccessPoints(call, { fileSystemId })),
  ] as const).andThen(([mountTargets, accessPoints]) =>
    readCreatedGroups(call, fileSystemId, mountTargets).map((groups) => ({
      fileSystem,
      mountTargets,
      accessPoints,
      groups,
    })),
  )
}

function readCreatedGroups(
  call: NetworkCall,
  fileSystemId: FileSystemId,
  mountTargets: readonly MountTarget[],
): AwsResult<RemovalSnapshot['groups']> {
  return safeTry(async function* () {
    const tagged = yield* describeSecurityGroups(call, { tag: FILE_SYSTEM_TAG, value: fileSystemId })
    const groups = tagged.filter(({ tags }) => isOwn(tags))
    if (groups.length === 0) return ok([])
    const interfaces = yield* describeNetworkInterfaces(call, { groupIds: groups.map(({ groupId }) => groupId) })
    const leaving = mountTargets.map(({ networkInterfaceId }) => networkInterfaceId)
    const others = interfaces.filter(({ networkInterfaceId }) => !leaving.includes(networkInterfaceId))
    const inUse = new Set(others.flatMap(({ securityGroupIds }) => securityGroupIds))
    return ok(groups.map((group) => ({ ...group, usedElsewhere: inUse.has(group.groupId) })))
  })
}

function noneWhenGone<T>(read: AwsResult<readonly T[]>): AwsResult<readonly T[]> {
  return read.orElse((error) => (error.name === 'ResourceNotFoundError' ? ok([]) : err(error)))
}
