import type { Result } from 'neverthrow'
import type { DirectoryReceipt, DirectorySpec, DirectoryState } from '../model/directory.js'
import type { FileSystemPath } from '../model/file-system-path.js'
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
}
