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

/** Time between two moments in days. */
export function formatAge(iso: string, now: string): string {
  const days = Math.floor((Date.parse(now) - Date.parse(iso)) / DAY_MS)
  if (!Number.isFinite(days) || days < 0) return formatTime(iso)
  if (days === 0) return 'today'
  return days === 1 ? '1 day' : `${formatCount(days)} days`
}

/** The same for a sentence: `3 days ago`. */
export function ago(iso: string, now: string): string {
  const age = formatAge(iso, now)
  return age.endsWith('day') || age.endsWith('days') ? `${age} ago` : age
}
