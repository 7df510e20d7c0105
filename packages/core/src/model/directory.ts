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
export type DirectoryState = OnTheWay &
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

/** A directory in which somebody other than root can rename or replace what belongs to others. */
export interface WritableParent {
  readonly path: FileSystemPath
  readonly uid: number
  readonly gid: number
  readonly mode: number
}

interface OnTheWay {
  /** Those of the directories on the way that are such, the root first. They are left as they are. */
  readonly writableParents?: readonly WritableParent[]
}

export type DirectoryOutcome = 'created' | 'unchanged' | 'repaired'

/** What a driver did to make one {@link DirectorySpec} true. */
export interface DirectoryReceipt extends OnTheWay {
  readonly path: FileSystemPath
  readonly outcome: DirectoryOutcome
  readonly owner: PosixOwner
  readonly mode: DirectoryMode
  /** Owner and mode before a repair. */
  readonly before?: { readonly uid: number; readonly gid: number; readonly mode: number }
}
