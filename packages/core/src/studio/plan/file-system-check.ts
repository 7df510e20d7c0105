import { err, ok, type Result } from 'neverthrow'
import type { MountedFileSystem } from '../../drivers/directory-driver.js'
import type { MountTarget } from '../../model/efs.js'
import { FileSystemInOtherVpcError } from '../../model/file-system-vpc.js'
import type { FileSystemId } from '../../model/ids.js'
import type { Domain } from '../../model/studio-resource.js'
import { StudioEfsError } from '../../studio-efs-error.js'

/** The file system does not exist in the account and the Region of the EFS client. Nothing was changed. */
export class FileSystemNotFoundError extends StudioEfsError {
  readonly name = 'FileSystemNotFoundError'
  readonly fileSystemId: FileSystemId

  constructor({ fileSystemId, cause }: Pick<FileSystemNotFoundError, 'fileSystemId' | 'cause'>) {
    super({
      message: `The file system ${fileSystemId} does not exist in this account and Region; nothing was changed.`,
      retryable: false,
      hint: "Correct fileSystemId, or the Region of the EFS client. For a file system of another account, set checkFileSystem to 'skip'.",
      cause,
    })
    this.fileSystemId = fileSystemId
  }
}

/** Another file system than the one of the call is mounted where the driver makes directories. Nothing was made. */
export class WrongFileSystemMountedError extends StudioEfsError {
  readonly name = 'WrongFileSystemMountedError'
  readonly fileSystemId: FileSystemId
  readonly mountPath: string
  readonly mountedFileSystemId: FileSystemId

  constructor({
    fileSystemId,
    mountPath,
    mountedFileSystemId,
  }: Pick<WrongFileSystemMountedError, 'fileSystemId' | 'mountPath' | 'mountedFileSystemId'>) {
    super({
      message: `${mountedFileSystemId} is mounted at ${mountPath}, and not ${fileSystemId}; nothing was made.`,
      retryable: false,
      hint: "Correct fileSystemId or the mount. Where the name in the mount means another file system, set checkFileSystem to 'skip'.",
    })
    this.fileSystemId = fileSystemId
    this.mountPath = mountPath
    this.mountedFileSystemId = mountedFileSystemId
  }
}

/** `unknown`: it cannot be told; never an error. */
export type CheckResult = 'right' | 'unknown'

/** Compares the VPC of the mount targets with the domain's. Unknown without a mount target, or without a VPC. */
export function checkVpc(
  fileSystemId: FileSystemId,
  targets: readonly MountTarget[],
  { vpcId }: Pick<Domain, 'vpcId'>,
): Result<CheckResult, FileSystemInOtherVpcError> {
  const [first] = targets
  if (first === undefined || vpcId === undefined) return ok('unknown')
  if (targets.some((target) => target.vpcId === vpcId)) return ok('right')
  return err(new FileSystemInOtherVpcError({ fileSystemId, fileSystemVpcId: first.vpcId, vpcId }))
}

export function checkMounted(
  fileSystemId: FileSystemId,
  { fileSystemId: mountedFileSystemId, mountPath }: MountedFileSystem,
): Result<CheckResult, WrongFileSystemMountedError> {
  if (mountedFileSystemId === undefined) return ok('unknown')
  if (mountedFileSystemId === fileSystemId) return ok('right')
  return err(new WrongFileSystemMountedError({ fileSystemId, mountPath, mountedFileSystemId }))
}
