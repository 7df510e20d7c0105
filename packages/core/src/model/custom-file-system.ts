import type { FileSystemPath } from './file-system-path.js'
import type { FileSystemId } from './ids.js'

/**
 * One element of `CustomFileSystemConfigs` as SageMaker sends it: exactly one member is there. What this package does
 * not know (a kind that is newer than the SDK) travels through untouched.
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

/** A directory of an EFS file system, as a profile or a domain is to list it. */
export interface CustomFileSystem {
  readonly fileSystemId: FileSystemId
  readonly fileSystemPath: FileSystemPath
}

/** What makes two elements of a list the same file system, whatever their paths. */
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

/** An absent path is `/`, and SageMaker accepts a trailing slash. */
export function pathOf(config: CustomFileSystemConfig): string {
  const path = (config.EFSFileSystemConfig ?? config.FSxLustreFileSystemConfig)?.FileSystemPath ?? '/'
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
}
