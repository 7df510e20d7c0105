import type { UserProfileEvent } from '../decode-user-profile-record.js'

/** Limits of a search; undefined is no limit. */
export interface LogFilter {
  readonly accounts: readonly string[] | undefined
  readonly regions: readonly string[] | undefined
  /** Earliest event, in milliseconds since the epoch. */
  readonly from: number | undefined
  /** Latest event. */
  readonly to: number | undefined
}

/** `left-out`: it is outside the limits of the search. `other`: it is no log file, or holds none. */
export type Verdict = 'wanted' | 'left-out' | 'other'

export const LOGS_FOLDER = 'AWSLogs'

const DAY_MS = 86_400_000
const ACCOUNT = /^\d{12}$/
const ORGANIZATION = /^o-[a-z0-9]{10,32}$/
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d$/
/** `111122223333_CloudTrail_eu-west-1_20261123T1015Z_0123456789abcdef.json.gz` */
const LOG_FILE = /^(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z_[^_]+\.json(\.gz)?$/
/** Files that AWS puts beside log files: digests, insights, logs of other services. */
const OTHER_AWS_FILE = /^\d{12}_(?!CloudTrail_)/

/**
 * Judges a folder by its place below the last `AWSLogs`: an organisation or none, then account, service, Region, year,
 * month, day. CloudTrail writes no other folders there. Above `AWSLogs`, and in any other place, a name says nothing.
 * `path`: the folder's name after those of its ancestors, as far up as they are known.
 */
export function judgeFolder(path: readonly string[], filter: LogFilter): Verdict {
  const logs = path.lastIndexOf(LOGS_FOLDER)
  const below = logs === -1 ? [] : path.slice(logs + 1)
  const [account = '', service, region, ...date] = ORGANIZATION.test(below[0] ?? '') ? below.slice(1) : below
  if (!ACCOUNT.test(account)) return 'wanted'
  if (service === undefined) return allows(filter.accounts, account) ? 'wanted' : 'left-out'
  if (service !== 'CloudTrail') return region === undefined ? 'other' : 'wanted'
  if (region === undefined || !REGION.test(region)) return 'wanted'
  return allows(filter.regions, region) && isDateWanted(date, filter) ? 'wanted' : 'left-out'
}

/** Judges a file by its name. Any JSON file is wanted that has a name of another kind: it may have been renamed. */
export function judgeFile(name: string, filter: LogFilter): Verdict {
  if (!/\.json(\.gz)?$/.test(name) || OTHER_AWS_FILE.test(name)) return 'other'
  const match = LOG_FILE.exec(name)
  if (match === null) return 'wanted'
  const [, account = '', region = '', year, month, day, hour, minute] = match
  const delivered = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute))
  const isWanted =
    allows(filter.accounts, account) &&
    allows(filter.regions, region) &&
    overlaps(delivered, delivered + 60_000, filter)
  return isWanted ? 'wanted' : 'left-out'
}

/** Compares the record's own fields: the name of a renamed file has none. */
export function isEventWanted(
  { at, account, region }: Pick<UserProfileEvent, 'at' | 'account' | 'region'>,
  { from, to, accounts, regions }: LogFilter,
): boolean {
  const inTime = (from === undefined || at >= from) && (to === undefined || at <= to)
  return inTime && allows(accounts, account ?? '') && allows(regions, region ?? '')
}

/** `date`: year, month and day, or the first ones of them. */
function isDateWanted(date: readonly string[], filter: LogFilter): boolean {
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
