import type { Random } from '../clock/random.js'

export interface LogFilePlace {
  readonly account: string
  readonly region: string
  /** Time of delivery, in milliseconds since the epoch. */
  readonly time: number
  /** Default `CloudTrail`. */
  readonly kind?: string
}

/** Options of the trail that precede the date in a key. */
export interface LogFileRoot {
  readonly prefix?: string
  readonly organizationId?: string
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** `AWSLogs/<account>/<kind>/<region>/YYYY/MM/DD/<account>_<kind>_<region>_<stamp>_<16 characters>.json.gz` */
export function logFileKey(place: LogFilePlace, root: LogFileRoot, random: Random): string {
  const { account, region, time, kind = 'CloudTrail' } = place
  const iso = new Date(time).toISOString()
  const stamp = `${iso.slice(0, 16).replaceAll(/[-:]/g, '')}Z`
  const unique = Array.from({ length: 16 }, () => LETTERS[Math.floor(random() * LETTERS.length)]).join('')
  return `${folderOf(place, root, kind)}/${account}_${kind}_${region}_${stamp}_${unique}.json.gz`
}

/** Digest names contain the trail's name and the time to the second, and no random part. */
export function digestKey(place: LogFilePlace, root: LogFileRoot): string {
  const { account, region, time } = place
  const stamp = new Date(time).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const name = `${account}_CloudTrail-Digest_${region}_management-events_${region}_${stamp}.json.gz`
  return `${folderOf(place, root, 'CloudTrail-Digest')}/${name}`
}

function folderOf(
  { account, region, time }: LogFilePlace,
  { prefix, organizationId }: LogFileRoot,
  kind: string,
): string {
  const day = new Date(time).toISOString().slice(0, 10).replaceAll('-', '/')
  return [prefix, 'AWSLogs', organizationId, account, kind, region, day].filter((part) => part !== undefined).join('/')
}
