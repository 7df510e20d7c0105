import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../studio-efs-error.js'
import type { Claim } from './claim.js'
import { type FileSystemPath, parseFileSystemPath } from './file-system-path.js'
import { type FieldParser, listOf, optional, parseInput, parseTime } from './parse/parse-input.js'
import { parseJsonObject } from './parse/parse-json.js'
import { parseWholeNumber, quoteForMessage } from './parse/parse-text.js'

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

const RECORD_VERSION = 1

/** Encodes a record as one line of JSON with a version. */
export function encodeUsageRecord(record: UsageRecord): string {
  return JSON.stringify({ version: RECORD_VERSION, ...record })
}

/** Decodes what {@link encodeUsageRecord} gave. */
export function decodeUsageRecord(text: string): Result<UsageRecord, InvalidInputError> {
  const { version, ...record } = parseJsonObject(text) ?? {}
  if (version === RECORD_VERSION) return parseUsageRecord(record, 'record')
  const allowed = `a record of version ${RECORD_VERSION}`
  return err(new InvalidInputError({ field: 'record', allowed, received: quoteForMessage(text) }))
}

export const parseUsageRecord: FieldParser<UsageRecord> = (value) =>
  parseInput(value, recordFields).map(({ path, measured, partial }) => ({
    path,
    ...(measured && { measured }),
    ...(partial && { partial }),
  }))

const parseCount: FieldParser<number> = (value, field) =>
  parseWholeNumber(value, field, { min: 0, max: Number.MAX_SAFE_INTEGER })

/** A file with three names leaves a third of its bytes. */
const parseBytes: FieldParser<number> = (value, field) =>
  typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER
    ? ok(value)
    : err(new InvalidInputError({ field, allowed: 'a number of bytes', received: quoteForMessage(value) }))

const parseIsoTime: FieldParser<string> = (value, field) => parseTime(value, field).map((time) => time.toISOString())

const totalsFields = {
  bytes: parseBytes,
  entries: parseCount,
  newestChangeAt: parseIsoTime,
  unreadable: parseCount,
  otherMounts: parseCount,
}

const MAX_NAMES = 4000

const parseName: FieldParser<string> = (value, field) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: bytes of a file name, of which only these two cannot occur
  const isName = typeof value === 'string' && /^[^/\u0000]{1,255}$/.test(value) && value !== '.' && value !== '..'
  return isName && [...value].every((character) => character <= '\u00ff')
    ? ok(value)
    : err(new InvalidInputError({ field, allowed: 'a file name', received: quoteForMessage(value) }))
}

const parsePosition: FieldParser<ScanPosition> = (value) =>
  parseInput(value, { names: listOf(parseName, { max: MAX_NAMES }), counted: parseCount })

export const parseUsageTotals: FieldParser<UsageTotals> = (value) => parseInput(value, totalsFields)

export const parseUsage: FieldParser<Usage> = (value) =>
  parseInput(value, { ...totalsFields, startedAt: parseIsoTime, measuredAt: parseIsoTime })

const parsePartial: FieldParser<PartialUsage> = (value) =>
  parseInput(value, { ...totalsFields, startedAt: parseIsoTime, triedAt: parseIsoTime, position: parsePosition })

const recordFields = {
  path: (value: unknown) => parseFileSystemPath(value, 'path'),
  measured: optional(parseUsage, undefined),
  partial: optional(parsePartial, undefined),
}
