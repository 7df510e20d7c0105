import type { FileSystemPath } from './file-system-path.js'
import type { FileSystemId } from './ids.js'

/**
 * One element of `CustomFileSystemConfigs` as SageMaker sends it: exactly one member is present. A kind that is newer than
 * the SDK (`$unknown`) is kept as it is.
 */
export interface CustomFileSystemConfig {
  readonly EFSFileSystemConfig?: {
    readonly FileSystemId: string | undefined
    readonly FileSystemPath?: string | undefined
  }
  readonly FSxLustreFileSystemConfig?: {
    readonly FileSystemId: string | undefined
    readonly FileSystemPath?: string | undefined
  }
  readonly S3FileSystemConfig?: { readonly S3Uri: string | undefined; readonly MountPath?: string | undefined }
  readonly $unknown?: readonly [string, unknown]
}

/** A directory of an EFS file system, for the list of a profile or a domain. */
export interface CustomFileSystem {
  readonly fileSystemId: FileSystemId
  readonly fileSystemPath: FileSystemPath
}

/** Equal for two elements that name the same file system, whatever their paths. */
export function customFileSystemKey(config: CustomFileSystemConfig): string {
  const { EFSFileSystemConfig: efs, FSxLustreFileSystemConfig: lustre, S3FileSystemConfig: s3 } = config
  if (efs !== undefined) return `efs ${efs.FileSystemId}`
  if (lustre !== undefined) return `fsx-lustre ${lustre.FileSystemId}`
  if (s3 !== undefined) return `s3 ${s3.S3Uri}`
  return JSON.stringify(config.$unknown ?? config)
}

export function toCustomFileSystemConfig({ fileSystemId, fileSystemPath }: CustomFileSystem): CustomFileSystemConfig {
  return { EFSFileSystemConfig: { FileSystemId: fileSystemId, FileSystemPath: fileSystemPath } }
}

/** Path on the file system: `/` when absent, without a trailing slash, which SageMaker accepts. */
export function pathOf(config: CustomFileSystemConfig): string {
  const path = (config.EFSFileSystemConfig ?? config.FSxLustreFileSystemConfig)?.FileSystemPath ?? '/'
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}
