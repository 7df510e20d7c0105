import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../../studio-efs-error.js'
import { parseFileSystemPath } from '../file-system-path.js'
import { type FieldParser, listOf, optional, parseInput, parseTime } from '../parse/parse-input.js'
import { parseJsonObject } from '../parse/parse-json.js'
import { parseWholeNumber, quoteForMessage } from '../parse/parse-text.js'
import type { PartialUsage, ScanPosition, Usage, UsageRecord, UsageTotals } from './usage.js'

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

export const parseScanPosition: FieldParser<ScanPosition> = (value) =>
  parseInput(value, { names: listOf(parseName, { max: MAX_NAMES }), counted: parseCount })

export const parseUsageTotals: FieldParser<UsageTotals> = (value) => parseInput(value, totalsFields)

export const parseUsage: FieldParser<Usage> = (value) =>
  parseInput(value, { ...totalsFields, startedAt: parseIsoTime, measuredAt: parseIsoTime })

const parsePartial: FieldParser<PartialUsage> = (value) =>
  parseInput(value, { ...totalsFields, startedAt: parseIsoTime, triedAt: parseIsoTime, position: parseScanPosition })

const recordFields = {
  path: (value: unknown) => parseFileSystemPath(value, 'path'),
  measured: optional(parseUsage, undefined),
  partial: optional(parsePartial, undefined),
}
