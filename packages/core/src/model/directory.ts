import type { DirectoryMode } from './directory-mode.js'
import type { FileSystemPath } from './file-system-path.js'
import type { PosixOwner } from './posix-owner.js'

/** A directory as it should be. Missing ancestors are created with owner root and mode 0755. */
export interface DirectorySpec {
  readonly path: FileSystemPath
  readonly owner: PosixOwner
  readonly mode: DirectoryMode
}

/** A directory as it is. `mode`: permission bits, set-user-ID, set-group-ID and sticky included. */
export type DirectoryState = AncestorInfo &
  (
    | { readonly path: FileSystemPath; readonly exists: false }
    | {
        readonly path: FileSystemPath
        readonly exists: true
        readonly uid: number
        readonly gid: number
        readonly mode: number
      }
  )

/** A directory in which a user other than root can rename or replace entries of other users. */
export interface WritableParent {
  readonly path: FileSystemPath
  readonly uid: number
  readonly gid: number
  readonly mode: number
}

export interface AncestorInfo {
  /** Ancestors that others may write to, root first. They are left as they are. */
  readonly writableParents?: readonly WritableParent[]
}

export type DirectoryOutcome = 'created' | 'unchanged' | 'repaired'

/** Report of a driver on one {@link DirectorySpec} that is now true. */
export interface DirectoryReceipt extends AncestorInfo {
  readonly path: FileSystemPath
  readonly outcome: DirectoryOutcome
  readonly owner: PosixOwner
  readonly mode: DirectoryMode
  /** Owner and mode before a repair. */
  readonly before?: { readonly uid: number; readonly gid: number; readonly mode: number }
}
