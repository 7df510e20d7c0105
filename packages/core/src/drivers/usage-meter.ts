import type { Result } from 'neverthrow'
import type { FileSystemPath } from '../model/file-system-path.js'
import type { KnownDirectory, Usage, UsageTotals } from '../model/usage/usage.js'
import type { DirectoryError } from './directory-error.js'

/** A directory to measure. */
export interface MeasureSpec {
  readonly path: FileSystemPath
}

/** Limits of one call, for all of its directories together. */
export interface MeasureLimits {
  /** File operations a second, spread evenly: one for each entry, and two more for each directory. */
  readonly operationsPerSecond: number
  /** No operation is begun after this time, in milliseconds. */
  readonly maxMs: number
}

/** Result for one directory. `unfinished`: the next call goes on from there. `waiting`: no time was left to begin it. */
export type MeasureReceipt =
  | { readonly path: FileSystemPath; readonly outcome: 'measured'; readonly usage: Usage }
  | { readonly path: FileSystemPath; readonly outcome: 'unfinished'; readonly soFar: UsageTotals }
  | { readonly path: FileSystemPath; readonly outcome: 'waiting' | 'missing' }

/** One page of the known directories, in the order of their paths. */
export interface KnownDirectoriesPage {
  /** The directory that the page begins after; `/` for the first page, which has the root too. */
  readonly path: FileSystemPath
  /** Directories on the page, at most 2000. */
  readonly limit: number
}

/** One page of the directories that are claimed or were measured. */
export interface KnownDirectories {
  readonly path: FileSystemPath
  readonly directories: readonly KnownDirectory[]
  /** The `path` of the next page; absent on the last one. */
  readonly next?: FileSystemPath
}

/** Most directories on one page. */
export const MAX_KNOWN_DIRECTORIES = 2000

/**
 * Measures directories as EFS bills them, and keeps the results in `/.studio-efs/usage`. A port beside `DirectoryDriver`: one
 * result per item, in order; rejects only for a bug.
 */
export interface UsageMeter {
  /**
   * Scans the directories one after another, in the given order, until all are measured or the time is over. Follows no
   * link, enters no other mount, and goes on where an earlier call stopped.
   */
  measureDirectories(
    specs: readonly MeasureSpec[],
    limits: MeasureLimits,
  ): Promise<readonly Result<MeasureReceipt, DirectoryError>[]>
  /** Lists the directories that are claimed or were measured, with both. Writes nothing. */
  listKnownDirectories(
    pages: readonly KnownDirectoriesPage[],
  ): Promise<readonly Result<KnownDirectories, DirectoryError>[]>
}
