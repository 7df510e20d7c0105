import type { UserProfileEvent } from '../decode-user-profile-record.js'
import { LogLocationError, type LogTree, UnreadableLogFileError } from './log-tree.js'

/** Limits of a search; undefined is no limit. */
export interface LogFilter {
  readonly accounts: readonly string[] | undefined
  readonly regions: readonly string[] | undefined
  /** Earliest event, in milliseconds since the epoch. */
  readonly from: number | undefined
  /** Latest event. */
  readonly to: number | undefined
}

/** The files of one source: where they are, which are wanted, and when to stop. */
export interface LogSearch {
  readonly tree: LogTree
  readonly filter: LogFilter
  readonly signal: AbortSignal
}

/** A file to read, or a folder that could not be listed. */
export type FoundFile = { readonly path: string } | { readonly error: UnreadableLogFileError }

/** Walks the folders that can hold wanted files, one after another, and keeps no list in memory. */
export async function* findFiles(search: LogSearch, folder = ''): AsyncGenerator<FoundFile, void, undefined> {
  const { tree, filter, signal } = search
  const names = folder === '' ? [] : folder.split('/')
  try {
    for await (const { kind, name } of tree.list(folder, signal)) {
      const path = [...names, name].join('/')
      if (kind === 'file' && isFileWanted(name, filter)) yield { path }
      if (kind === 'folder' && isFolderWanted([...tree.names, ...names, name], filter)) yield* findFiles(search, path)
    }
  } catch (cause) {
    if (!(cause instanceof UnreadableLogFileError)) throw cause
    if (folder === '') throw new LogLocationError({ location: tree.show(''), detail: cause.message, cause })
    yield { error: cause }
  }
}

const DAY_MS = 86_400_000
const ACCOUNT = /^\d{12}$/
/** Folders of accounts are below `AWSLogs`, or below an organisation's id in it. */
const ACCOUNTS_FOLDER = /^(AWSLogs|o-[a-z0-9]{10,32})$/
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d$/
/** `111122223333_CloudTrail_eu-west-1_20261123T1015Z_0123456789abcdef.json.gz` */
const LOG_FILE = /^(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z_[^_]+\.json(\.gz)?$/
/** Files that AWS puts beside log files: digests, insights, logs of other services. */
const OTHER_AWS_FILE = /^\d{12}_(?!CloudTrail_)/

/**
 * True for a folder that can hold wanted log files. `path`: its name after those of its ancestors, as far up as they are
 * known, such as `AWSLogs`, `o-exampleorg`, `111122223333`, `CloudTrail`, `eu-west-1`, `2026`, `11`, `23`.
 */
export function isFolderWanted(path: readonly string[], filter: LogFilter): boolean {
  const name = path.at(-1) ?? ''
  const parent = path.at(-2) ?? ''
  if (ACCOUNT.test(name)) return allows(filter.accounts, name)
  if (ACCOUNT.test(parent) && ACCOUNTS_FOLDER.test(path.at(-3) ?? '')) return name === 'CloudTrail'
  if (name.startsWith('CloudTrail-')) return false
  if (parent === 'CloudTrail' && REGION.test(name)) return allows(filter.regions, name)
  return isDateWanted(path, filter)
}

/** True for a CloudTrail log file that can hold wanted events, and for any other JSON file: it may have been renamed. */
export function isFileWanted(name: string, filter: LogFilter): boolean {
  if (!/\.json(\.gz)?$/.test(name) || OTHER_AWS_FILE.test(name)) return false
  const match = LOG_FILE.exec(name)
  if (match === null) return true
  const [, account = '', region = '', year, month, day, hour, minute] = match
  const delivered = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute))
  return (
    allows(filter.accounts, account) &&
    allows(filter.regions, region) &&
    overlaps(delivered, delivered + 60_000, filter)
  )
}

/** Compares the record's own fields: the name of a renamed file has none. */
export function isEventWanted(
  { at, account, region }: Pick<UserProfileEvent, 'at' | 'account' | 'region'>,
  { from, to, accounts, regions }: LogFilter,
): boolean {
  const inTime = (from === undefined || at >= from) && (to === undefined || at <= to)
  return inTime && allows(accounts, account ?? '') && allows(regions, region ?? '')
}

/** Year, month and day are folders below the Region's. */
function isDateWanted(path: readonly string[], filter: LogFilter): boolean {
  const region = path.findLastIndex((name, index) => REGION.test(name) && path[index - 1] === 'CloudTrail')
  const date = region === -1 ? [] : path.slice(region + 1)
  const numbers = date.map(Number)
  if (date.length === 0 || date.length > 3 || numbers.some((number) => !Number.isInteger(number))) return true
  const [year = 0, month = 1, day = 1] = numbers
  const next = [Date.UTC(year + 1, 0), Date.UTC(year, month), Date.UTC(year, month - 1, day + 1)][date.length - 1] ?? 0
  return overlaps(Date.UTC(year, month - 1, day), next, filter)
}

/** Folders and names hold the time of delivery, which follows the events by up to a day as a rule. */
function overlaps(begin: number, end: number, { from, to }: LogFilter): boolean {
  return (from === undefined || end > from) && (to === undefined || begin <= to + DAY_MS)
}

function allows(list: readonly string[] | undefined, name: string): boolean {
  return list === undefined || list.includes(name)
}
