import type { DirectoryMode } from './directory-mode.js'
import type { FileSystemPath } from './file-system-path.js'
import type { PosixOwner } from './posix-owner.js'

/** A directory as it should be. Directories on the way to it are made as root, 0755, when they are missing. */
export interface DirectorySpec {
  readonly path: FileSystemPath
  readonly owner: PosixOwner
  readonly mode: DirectoryMode
}

/** A directory as it is. `mode` holds the permission bits, set-user-ID, set-group-ID and sticky included. */
export type DirectoryState =
  | { readonly path: FileSystemPath; readonly exists: false }
  | {
      readonly path: FileSystemPath
      readonly exists: true
      readonly uid: number
      readonly gid: number
      readonly mode: number
    }

export type DirectoryOutcome = 'created' | 'unchanged' | 'repaired'

/** What a driver did to make one {@link DirectorySpec} true. */
export interface DirectoryReceipt {
  readonly path: FileSystemPath
  readonly outcome: DirectoryOutcome
  readonly owner: PosixOwner
  readonly mode: DirectoryMode
  /** Owner and mode before a repair. */
  readonly before?: { readonly uid: number; readonly gid: number; readonly mode: number }
}
