import type { Claim } from '../claim.js'
import type { FileSystemPath } from '../file-system-path.js'

/** Metadata that EFS bills for each object, in bytes. @see https://docs.aws.amazon.com/efs/latest/ug/metered-sizes.html */
export const METADATA_BYTES = 2048

/** Smallest size that EFS bills for an object: its metadata and one block of 4 KiB. */
export const MIN_ENTRY_BYTES = METADATA_BYTES + 4096

/** Least that EFS meters for one NFS operation, in bytes. @see https://docs.aws.amazon.com/efs/latest/ug/performance.html */
export const METERED_BYTES_PER_OPERATION = 4096

/** Contents of a directory, itself included. Links are counted as links and never followed. */
export interface UsageTotals {
  /**
   * Bytes as EFS bills them: the blocks of each object and 2 KiB of metadata. A file with several names counts in equal parts
   * with each name, so that directories together count it once.
   */
  readonly bytes: number
  /** Files, directories, links and all others, by name. */
  readonly entries: number
  /** Newest change of any entry, its content or its attributes, by the file server's clock (ctime). ISO 8601. */
  readonly newestChangeAt: string
  /** Directories that could not be read; what they hold is not counted. */
  readonly unreadable: number
  /** Mount points inside, which were not entered. */
  readonly otherMounts: number
}

/** Measured usage of one directory. */
export interface Usage extends UsageTotals {
  /** Start and end of the scan, in ISO 8601. Changes between the two may be counted or not. */
  readonly startedAt: string
  readonly measuredAt: string
}

/** A scan that ended ahead of its end: what was counted, and where it goes on. */
export interface PartialUsage extends UsageTotals {
  readonly startedAt: string
  /** Time at which it stopped, in ISO 8601. */
  readonly triedAt: string
  readonly position: ScanPosition
}

/** Place in a tree: a directory, and the number of its entries that are counted. */
export interface ScanPosition {
  /** Names from the measured directory down, one byte of a name a character (latin1). */
  readonly names: readonly string[]
  readonly counted: number
}

/** Kept in `/.studio-efs/usage` for each measured directory. */
export interface UsageRecord {
  readonly path: FileSystemPath
  /** Result of the last scan that was completed. */
  readonly measured?: Usage
  /** The scan that is under way. */
  readonly partial?: PartialUsage
}

/** A directory that is claimed or was measured. */
export interface KnownDirectory extends UsageRecord {
  readonly claim?: Claim
}
