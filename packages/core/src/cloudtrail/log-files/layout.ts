/** Which log files are wanted. Everything is, where a list or a date is missing. */
export interface LogFilter {
  readonly accounts: readonly string[] | undefined
  readonly regions: readonly string[] | undefined
  /** Of the events: milliseconds since the epoch. */
  readonly from: number | undefined
  readonly to: number | undefined
}

const DAY_MS = 86_400_000
const ACCOUNT = /^\d{12}$/
/** Or the organisation's id below it. */
const ACCOUNTS_FOLDER = /^(AWSLogs|o-[a-z0-9]{10,32})$/
const REGION = /^[a-z]{2,}(-[a-z]+)+-\d$/
/** `111122223333_CloudTrail_eu-west-1_20261123T1015Z_0123456789abcdef.json.gz` */
const LOG_FILE = /^(\d{12})_CloudTrail_([a-z0-9-]+)_(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z_[^_]+\.json(\.gz)?$/
/** What AWS puts beside them: digests, insights, the files of other services. */
const OTHER_AWS_FILE = /^\d{12}_(?!CloudTrail_)/

/**
 * Whether a folder can hold wanted log files. `path`: the names on the way to it, as far up as they are known, such as
 * `AWSLogs`, `o-exampleorg`, `111122223333`, `CloudTrail`, `eu-west-1`, `2026`, `11`, `23`.
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

/** Whether a file is a CloudTrail log file that can hold wanted events. A file that was renamed is read as well. */
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

/** Whether an event is wanted, by what its record says: a file that was renamed says nothing. */
export function isEventWanted(
  {
    at,
    account,
    region,
  }: { readonly at: number; readonly account?: string | undefined; readonly region?: string | undefined },
  { from, to, accounts, regions }: LogFilter,
): boolean {
  const inTime = (from === undefined || at >= from) && (to === undefined || at <= to)
  return inTime && allows(accounts, account ?? '') && allows(regions, region ?? '')
}

/** The folders for year, month and day come after the Region. */
function isDateWanted(path: readonly string[], filter: LogFilter): boolean {
  const region = path.findLastIndex((name, index) => REGION.test(name) && path[index - 1] === 'CloudTrail')
  const date = region === -1 ? [] : path.slice(region + 1)
  const numbers = date.map(Number)
  if (date.length === 0 || date.length > 3 || numbers.some((number) => !Number.isInteger(number))) return true
  const [year = 0, month = 1, day = 1] = numbers
  const next = [Date.UTC(year + 1, 0), Date.UTC(year, month), Date.UTC(year, month - 1, day + 1)][date.length - 1] ?? 0
  return overlaps(Date.UTC(year, month - 1, day), next, filter)
}

/** Folders and names tell when a file was delivered: after the events in it, and up to a day late as a rule. */
function overlaps(begin: number, end: number, { from, to }: LogFilter): boolean {
  return (from === undefined || end > from) && (to === undefined || begin <= to + DAY_MS)
}

function allows(list: readonly string[] | undefined, name: string): boolean {
  return list === undefined || list.includes(name)
}
