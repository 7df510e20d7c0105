import type { Generation } from './claim.js'
import type { DirectoryMode } from './directory-mode.js'
import type { FileSystemPath } from './file-system-path.js'
import { type FieldParser, oneOf } from './parse/parse-input.js'
import type { PosixOwner } from './posix-owner.js'

/**
 * Existing directories that belong to another owner. `refuse` (the default) leaves them as they are and is an error;
 * `take-over` gives them the wanted owner and mode.
 */
export type ForeignDirectories = 'refuse' | 'take-over'

export const parseForeignDirectories: FieldParser<ForeignDirectories> = oneOf('refuse', 'take-over')

/** A directory as it should be. Missing ancestors are created with owner root and mode 0755. */
export interface DirectorySpec {
  readonly path: FileSystemPath
  readonly owner: PosixOwner
  readonly mode: DirectoryMode
  /** Default `refuse`. */
  readonly foreignDirectories?: ForeignDirectories
}

/** A directory as it is. `mode`: four octal digits, `0700`; set-user-ID, set-group-ID and sticky bits included. */
export type DirectoryState = AncestorInfo &
  (
    | { readonly path: FileSystemPath; readonly exists: false }
    | {
        readonly path: FileSystemPath
        readonly exists: true
        readonly uid: number
        readonly gid: number
        readonly mode: string
        /** Has no entries. Read only where it matters: of a directory of root with mode 0700. */
        readonly isEmpty?: boolean
      }
  )

/** An ancestor of a directory, with its owner and its mode in four octal digits. */
export interface ParentDirectory {
  readonly path: FileSystemPath
  readonly uid: number
  readonly gid: number
  readonly mode: string
}

/** A directory in which a user other than root can rename or replace entries of other users. */
export type WritableParent = ParentDirectory

export interface AncestorInfo {
  /** Ancestors that others may write to, root first. They are left as they are. */
  readonly writableParents?: readonly WritableParent[]
  /**
   * Ancestors without search permission, root first: in a receipt for the owner of the directory, in a state for any
   * class of users. They are left as they are.
   */
  readonly closedParents?: readonly ParentDirectory[]
}

/**
 * `made`: the directory and its claim are new, or an unfinished directory was finished. `adopted`: the directory was there
 * without a claim. `kept`: the claim was there. `inherited`: an earlier generation of the profile held it.
 */
export type ClaimOutcome = 'made' | 'adopted' | 'kept' | 'inherited'

/** Result for one directory: made, already as wanted, or mended in owner or mode. */
export type DirectoryOutcome = 'created' | 'unchanged' | 'repaired'

/** Report of a driver on one {@link DirectorySpec} that is now true. */
export interface DirectoryReceipt extends AncestorInfo {
  readonly path: FileSystemPath
  readonly outcome: DirectoryOutcome
  readonly owner: PosixOwner
  readonly mode: DirectoryMode
  /** Owner and mode before a repair; the mode in four octal digits. */
  readonly before?: { readonly uid: number; readonly gid: number; readonly mode: string }
  /** Absent where the driver keeps no claims, or the directory was asked for without one. */
  readonly claim?: ClaimOutcome
  /** The generation of the profile whose directory moved to the archive, so that this one could be made. */
  readonly archived?: Generation
}
