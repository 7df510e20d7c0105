const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

/** Bytes for people: `1.5 GiB`. */
export function formatBytes(bytes: number): string {
  let [value, unit] = [bytes, 0]
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  return `${value.toFixed(digits)} ${UNITS[unit]}`
}

/** A number with thin spaces between thousands. */
export function formatCount(count: number): string {
  return `${count}`.replace(/\B(?=(\d{3})+$)/g, '\u202f')
}

/** A time in UTC to the minute; a text that is no time as it is. */
export function formatTime(iso: string): string {
  const time = new Date(iso)
  return Number.isNaN(time.getTime()) ? iso : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/** A count with its noun: `1 entry`, `3 entries`. */
export function countOf(count: number, one: string, several = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : several}`
}

/** Time between two moments in days, or in hours on the first day. A time that is not before the other one as it is. */
export function formatAge(iso: string, now: string): string {
  const age = Date.parse(now) - Date.parse(iso)
  if (!Number.isFinite(age) || age < 0) return formatTime(iso)
  if (age >= DAY_MS) return countOf(Math.floor(age / DAY_MS), 'day')
  return age < HOUR_MS ? 'less than an hour' : countOf(Math.floor(age / HOUR_MS), 'hour')
}

/** The same for a sentence: `3 days ago`. */
export function ago(iso: string, now: string): string {
  const age = formatAge(iso, now)
  return /(?:day|hour)s?$/.test(age) ? `${age} ago` : age
}
