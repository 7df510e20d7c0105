import { type DefaultScope, type ExecutionRoleArn, parseExecutionRole } from '@studio-efs/core'
import { type FileSystemPath, parseFileSystemPath } from '@studio-efs/core/directories'
import { oneOfWords, withDefault } from './setting.js'

/** The one directory that a domain, or all domains of a VPC, get by default. */
export const sharedDirectorySettings = {
  sharedPath: withDefault<FileSystemPath, FileSystemPath>(
    ['STUDIO_EFS_SHARED_PATH'],
    '/shared' as FileSystemPath,
    parseFileSystemPath,
  ),
  /** Private spaces, shared spaces or both. */
  scope: withDefault<DefaultScope, DefaultScope>(['STUDIO_EFS_SCOPE'], 'both', oneOfWords('private', 'shared', 'both')),
  /** For domains whose shared spaces have no role yet. */
  executionRole: withDefault<ExecutionRoleArn, undefined>(['STUDIO_EFS_EXECUTION_ROLE'], undefined, parseExecutionRole),
}

/** The same in the words of the operations, which make the directory first. */
export function sharedDirectoryInput(configuration: {
  readonly sharedPath: FileSystemPath
  readonly scope: DefaultScope
  readonly executionRole: ExecutionRoleArn | undefined
}) {
  const { sharedPath: fileSystemPath, scope, executionRole } = configuration
  const role = executionRole === undefined ? {} : { executionRole }
  return { fileSystemPath, scope, ...role, directory: 'provision' } as const
}
