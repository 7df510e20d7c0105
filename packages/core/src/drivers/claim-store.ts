import type { Result } from 'neverthrow'
import type { Claim, Generation } from '../model/claim.js'
import type { DirectoryReceipt, DirectorySpec, DirectoryState } from '../model/directory.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import type { PathRelation } from '../model/path-overlap.js'
import type { DirectoryError } from './directory-error.js'

/**
 * A directory that an earlier generation of the profile holds. `archive` (the default) moves it to the archive and makes a
 * new one; `refuse` is an error; `adopt` hands it on, for infrastructure as code that creates profiles again.
 */
export type PreviousOwner = 'archive' | 'refuse' | 'adopt'

/** A directory as it should be, and the holder it is kept for. */
export interface ClaimedDirectorySpec extends DirectorySpec {
  readonly claim: Claim
  /** Default `archive`. */
  readonly previousOwner?: PreviousOwner
}

/** Report on one {@link ClaimedDirectorySpec} that is now true. */
export type ClaimReceipt = DirectoryReceipt & Required<Pick<DirectoryReceipt, 'claim'>>

/** The claim at a path. `overlaps`: another path, above or below it, is claimed. */
export type FoundClaim =
  | { readonly kind: 'none' }
  | { readonly kind: 'claimed'; readonly claim: Claim }
  | {
      readonly kind: 'overlaps'
      readonly relation: Exclude<PathRelation, 'is'>
      readonly other: FileSystemPath
      readonly claim: Claim
    }

/** A directory and its claim as they are. */
export type ClaimedDirectoryState = DirectoryState & { readonly found: FoundClaim }

/** A generation whose directory is no longer needed. */
export interface ReleaseSpec {
  readonly path: FileSystemPath
  readonly generation: Generation
}

/**
 * `archived`: its directory is in the archive, and the path is free. `no-directory`: the claim is gone, and there was no
 * directory to archive; a file or link that stands at the path stays. `not-held`: the path has no claim, or that of another
 * generation; nothing was changed.
 */
export interface ReleaseReceipt extends ReleaseSpec {
  readonly outcome: 'archived' | 'no-directory' | 'not-held'
}

/**
 * Keeps, for each directory, which generation of which profile it serves. A port beside `DirectoryDriver`: one result per
 * item, in order; rejects only for a bug.
 */
export interface ClaimStore {
  /**
   * Makes every spec true as `ensureDirectories` does, each claimed. Refuses a directory that another profile or a share
   * has claimed, and a path that holds or lies inside a claimed one, before anything is made.
   */
  claimDirectories(specs: readonly ClaimedDirectorySpec[]): Promise<readonly Result<ClaimReceipt, DirectoryError>[]>
  /** Reads directories and claims. Writes nothing. */
  inspectClaims(paths: readonly FileSystemPath[]): Promise<readonly Result<ClaimedDirectoryState, DirectoryError>[]>
  /** Moves the directories of generations that ended to the archive, with one rename each: nothing is deleted. */
  releaseDirectories(specs: readonly ReleaseSpec[]): Promise<readonly Result<ReleaseReceipt, DirectoryError>[]>
}
