import type { Result } from 'neverthrow'
import type { Claim, Generation } from '../model/claim.js'
import type { DirectoryMode } from '../model/directory-mode.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import type { PosixOwner } from '../model/posix-owner.js'
import type { ArchiveName } from '../model/state/archive-name.js'
import type { DirectoryError } from './directory-error.js'

/** One page of a list. */
export interface PageSpec {
  /** `next` of the page before. Default: the first page. */
  readonly after?: string
  /** Items at most, 1 to 1,000. */
  readonly limit: number
}

/** Limit of {@link PageSpec}. */
export const MAX_PAGE = 1000

/** One page of the claims. */
export interface ClaimPageSpec extends PageSpec {
  /** Only the claims of paths that are spelled like this one, whatever the case of their letters. Default: all. */
  readonly spelledLike?: FileSystemPath
}

/** A claimed directory. */
export interface ListedClaim {
  readonly path: FileSystemPath
  readonly claim: Claim
}

/** A page of claims, in the order of their paths. */
export interface ClaimPage {
  readonly claims: readonly ListedClaim[]
  /** Claimed paths whose claim this release cannot read. */
  readonly unreadable: readonly FileSystemPath[]
  /** For `after` of the next page; absent on the last one. */
  readonly next?: string
}

/** The directory of a generation that ended. */
export interface ArchivedDirectory {
  readonly archive: ArchiveName
  /** Absent where the claim beside the directory is missing or cannot be read. */
  readonly generation?: Generation
  /** When it came into the archive, by the file server's clock, in ISO 8601. */
  readonly archivedAt: string
  readonly owner: { readonly uid: number; readonly gid: number }
  /**
   * `kept`: whole. `unsettled`: whole, left by a run that was interrupted or is at work. `purging`: partly deleted by a
   * purge that has not ended.
   */
  readonly state: 'kept' | 'unsettled' | 'purging'
}

/** A page of archived directories, in the order of their names. */
export interface ArchivePage {
  readonly archives: readonly ArchivedDirectory[]
  /** For `after` of the next page; absent on the last one. */
  readonly next?: string
}

/** A claim whose profile was looked for. */
export interface AbsenceSpec {
  readonly path: FileSystemPath
  readonly generation: Generation
  /** `gone` notes the absence, where it is not noted yet; `there` removes the note; `unchanged` only reads it. */
  readonly profile: 'gone' | 'there' | 'unchanged'
}

export interface AbsenceReceipt extends AbsenceSpec {
  /** When the profile was first noted as gone, by the file server's clock, in ISO 8601. Absent without a note. */
  readonly since?: string
}

/** An archived directory to delete, or to measure. */
export interface PurgeSpec {
  readonly archive: ArchiveName
  /** As listed. A directory that was archived at another time is left alone, unless a purge of it has begun. */
  readonly archivedAt: string
  /** Time that it has to be in the archive, by the file server's clock, in milliseconds, unless a purge of it has begun. Default 0. */
  readonly minAgeMs?: number
  /** `delete` deletes it for good; `measure` counts what that would delete. */
  readonly action: 'delete' | 'measure'
  /** Time for it, in milliseconds; then it stops where it is, after something was deleted. 0 only begins a deletion. */
  readonly budgetMs: number
}

/** Result of measuring or deleting one archived directory. */
export interface PurgeReceipt {
  readonly archive: ArchiveName
  /**
   * `unfinished`: the time was over; the same spec goes on with it. `not-found`: no such archive. `too-young`: not `minAgeMs`
   * old. After the last two nothing was changed.
   */
  readonly outcome: 'done' | 'unfinished' | 'not-found' | 'too-young'
  /** Files and directories that were deleted, or counted. */
  readonly entries: number
  /** Space that they take or took on the file system, in bytes. */
  readonly bytes: number
}

/**
 * Files with several names in a tree whose owner changes: another name may be in the directory of another user. `leave`
 * keeps their owner; `change` is for an owner that only this profile has or had.
 */
export type HardLinkRule = 'leave' | 'change'

/**
 * Directory that a restore job of AWS Backup put below a recovery folder at the root of the file system. That folder is root's,
 * nobody else may write to it, and its last change lies between the job's creation and completion, a minute more or less.
 */
export interface RecoverySource {
  /** Path of the directory in the backup, and below the recovery folder. */
  readonly item: FileSystemPath
  /** Creation and completion of the job, in ISO 8601. */
  readonly startedAt: string
  readonly endedAt: string
  /** Name of the recovery folder, whoever may write to it and whenever it was changed. Default: the only one that holds the item. */
  readonly folder?: string
  /** A directory whose owner is neither the profile's nor root: `refuse` leaves it, `accept` changes its owner as that of an archive. */
  readonly otherOwner: 'refuse' | 'accept'
}

/** An archived directory that goes to a user profile, in the directory that is claimed for it. */
export interface RestoreSpec {
  readonly archive: ArchiveName
  /** Directory of the profile. It takes the place of this one when that is missing or empty. */
  readonly path: FileSystemPath
  /** Life of the profile that `path` must be claimed for. */
  readonly generation: Generation
  /** Owner and mode of the directory afterwards; what its former owner has in it gets this owner, too. */
  readonly owner: PosixOwner
  readonly mode: DirectoryMode
  /** Name inside `path` when that holds something: `restored-2026-11-26`. When it is taken, a number follows it. */
  readonly besideName: string
  readonly hardLinks: HardLinkRule
  /**
   * Moves the directory from its recovery folder to the archive first, unless an earlier call did. Folders that are empty then
   * are removed. Default: it is in the archive.
   */
  readonly recovery?: RecoverySource
  /** `restore` moves it; `inspect` says what that would do, whatever the claim of `path` is now, and writes nothing. */
  readonly action: 'restore' | 'inspect'
  /** Time for changing owners, in milliseconds; then it stops where it is. */
  readonly budgetMs: number
}

/** Result of restoring one archived directory. */
export interface RestoreReceipt {
  readonly archive: ArchiveName
  /**
   * `restored`: it is at `restoredTo`, or would be. `restored-before`: an earlier call moved it to `restoredTo`, for
   * `restoredFor`. `unfinished`: the time was over; the same spec goes on with it. `not-found`: there is no such archive, or
   * a part of it is deleted. `not-claimed`: `path` is not claimed for this generation; nothing was changed.
   * With `recovery` only: `not-recovered`: no recovery folder holds the item; `several-folders`: more than one does;
   * `other-owner`: the item belongs to `foundOwner`. Nothing was changed. To inspect what is not recovered yet is `not-recovered`
   * too, with `restoredTo`.
   */
  readonly outcome:
    | 'restored'
    | 'restored-before'
    | 'unfinished'
    | 'not-found'
    | 'not-claimed'
    | 'not-recovered'
    | 'several-folders'
    | 'other-owner'
  readonly restoredTo?: FileSystemPath
  readonly restoredFor?: Generation
  /** Files and directories that were looked at for their owner. */
  readonly entries: number
  /** Files among them that have several names and keep their owner. */
  readonly hardLinks: number
  /** Names of the recovery folders that hold the item, with `several-folders`. */
  readonly folders?: readonly string[]
  /** Owner of the recovered directory, with `other-owner`. */
  readonly foundOwner?: { readonly uid: number; readonly gid: number }
}

/** The file server's clock. */
export interface ServerTime {
  /** In ISO 8601. Absent where the file system keeps neither claims nor archives yet. */
  readonly now?: string
}

/**
 * Reads the claims and the archive of a file system, restores from the archive and deletes from it. A port beside `ClaimStore`, which moves
 * directories there: one result per item, in order; rejects only for a bug.
 */
export interface ArchiveStore {
  /** Lists claims, page by page. Claims that are made or freed meanwhile may be missing or listed. */
  listClaims(pages: readonly ClaimPageSpec[]): Promise<readonly Result<ClaimPage, DirectoryError>[]>
  /**
   * Reads the file server's clock, by which claims and archives are dated: that of this computer may differ. May make an empty
   * directory in `/.studio-efs` and remove it.
   */
  readServerTime(): Promise<Result<ServerTime, DirectoryError>>
  /** Lists archived directories, page by page. */
  listArchives(pages: readonly PageSpec[]): Promise<readonly Result<ArchivePage, DirectoryError>[]>
  /** Remembers since when the profiles of claims are gone. */
  noteAbsences(specs: readonly AbsenceSpec[]): Promise<readonly Result<AbsenceReceipt, DirectoryError>[]>
  /** Deletes archived directories for good, or measures them. Never leaves the archive: follows no link, enters no mount. */
  purgeArchives(specs: readonly PurgeSpec[]): Promise<readonly Result<PurgeReceipt, DirectoryError>[]>
  /** Moves archived directories to user profiles, with one rename each, after their owner is the profile's. */
  restoreDirectories(specs: readonly RestoreSpec[]): Promise<readonly Result<RestoreReceipt, DirectoryError>[]>
}
