import { err, ok, okAsync, ResultAsync } from 'neverthrow'
import type { AwsError } from '../../aws/call/aws-error.js'
import { describeNetworkInterfaces, describeSecurityGroups, type EC2Client } from '../../aws/ec2/network.js'
import { describeAccessPoints } from '../../aws/efs/access-points.js'
import { describeFileSystems, type EFSClient } from '../../aws/efs/file-systems.js'
import { describeMountTargets } from '../../aws/efs/mount-targets.js'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { EfsFileSystem, MountTarget } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import { FILE_SYSTEM_TAG, isOwn, SAGEMAKER_TAG } from '../../network/plan/ownership.js'
import type { Clock } from '../../time/clock.js'
import { ManagedFileSystemError } from '../plan/removal-error.js'
import type { RemovalPicture } from '../plan/removal-plan.js'

export interface RemovalContext {
  readonly efs: EFSClient
  readonly ec2: EC2Client
  readonly clock: Clock
}

type Read<T, E = never> = ResultAsync<T, AwsError | OutOfPatienceError | E>

/** The file system, unless it is one of SageMaker's own; undefined when it is gone. */
export function readRemovable(
  context: RemovalContext,
  fileSystemId: FileSystemId,
  patience: Patience,
): Read<EfsFileSystem | undefined, ManagedFileSystemError> {
  return orElseNone(describeFileSystems(context, { fileSystemId }, patience)).andThen(([fileSystem]) => {
    const managedFor = fileSystem?.tags[SAGEMAKER_TAG]
    return managedFor === undefined ? ok(fileSystem) : err(new ManagedFileSystemError(fileSystemId, managedFor))
  })
}

/** What hangs on the file system. The groups that we made are found by tag, also when the file system itself is gone. */
export function readRemovalPicture(
  context: RemovalContext,
  fileSystemId: FileSystemId,
  fileSystem: EfsFileSystem | undefined,
  patience: Patience,
): Read<RemovalPicture> {
  const none = fileSystem === undefined
  return ResultAsync.combine([
    none ? okAsync([]) : orElseNone(describeMountTargets(context, fileSystemId, patience)),
    none ? okAsync([]) : orElseNone(describeAccessPoints(context, { fileSystemId }, patience)),
  ] as const).andThen(([mountTargets, accessPoints]) =>
    readOwnGroups(context, fileSystemId, mountTargets, patience).map((groups) => ({
      fileSystem,
      mountTargets,
      accessPoints,
      groups,
    })),
  )
}

function readOwnGroups(
  context: RemovalContext,
  fileSystemId: FileSystemId,
  mountTargets: readonly MountTarget[],
  patience: Patience,
): Read<RemovalPicture['groups']> {
  const where = { tag: FILE_SYSTEM_TAG, value: fileSystemId }
  return describeSecurityGroups(context, where, patience).andThen((found) => {
    const ours = found.filter(({ tags }) => isOwn(tags))
    if (ours.length === 0) return okAsync([])
    const groupIds = ours.map(({ groupId }) => groupId)
    const leaving = mountTargets.map(({ networkInterfaceId }) => networkInterfaceId)
    return describeNetworkInterfaces(context, { groupIds }, patience).map((interfaces) => {
      const others = interfaces.filter(({ networkInterfaceId }) => !leaving.includes(networkInterfaceId))
      return ours.map((group) => ({
        ...group,
        usedElsewhere: others.some(({ securityGroupIds }) => securityGroupIds.includes(group.groupId)),
      }))
    })
  })
}

function orElseNone<T>(read: Read<readonly T[]>): Read<readonly T[]> {
  return read.orElse((error) => (error.name === 'ResourceNotFoundError' ? ok([]) : err(error)))
}
