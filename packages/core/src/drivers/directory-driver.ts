import type { Result } from 'neverthrow'
import type { DirectoryReceipt, DirectorySpec, DirectoryState } from '../model/directory.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import type { FileSystemId } from '../model/ids.js'
import type { DirectoryError } from './directory-error.js'

/**
 * Makes directories on one file system. Each method resolves with one result per item, in order: a bad item never fails
 * its neighbours. It rejects only for a bug.
 */
export interface DirectoryDriver {
  readonly name: string
  /** Makes every spec true. Running it again reports `unchanged` and writes nothing. */
  ensureDirectories(specs: readonly DirectorySpec[]): Promise<readonly Result<DirectoryReceipt, DirectoryError>[]>
  /** Reads owner and mode; a missing directory is a state, not an error. Writes nothing. */
  inspectDirectories(paths: readonly FileSystemPath[]): Promise<readonly Result<DirectoryState, DirectoryError>[]>
  /** Reads which file system it works on. Absent for a driver that cannot know. */
  mountedFileSystem?(): Promise<Result<MountedFileSystem, DirectoryError>>
}

/** Mount at the mount path of a driver. */
export interface MountedFileSystem {
  readonly mountPath: string
  /** Source of the mount, as the kernel has it: `fs-0123456789abcdef0.efs.eu-west-1.amazonaws.com:/`. */
  readonly source?: string
  /** Absent where the source does not name it, as behind the local proxy of the mount helper. */
  readonly fileSystemId?: FileSystemId
}
