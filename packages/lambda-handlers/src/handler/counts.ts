import type { Counts } from './handler.js'
import type { Fields } from './json-logger.js'

/** Reads the counts from the fields of a log record; none from a record without them, such as that of a failure. */
export type CountsOf = (fields: Fields) => Omit<Counts, 'Throttled'>

export const profileCounts: CountsOf = ({ onboarded, unchanged, skipped, failed }) =>
  typeof onboarded === 'number'
    ? { Onboarded: onboarded, Unchanged: Number(unchanged) + Number(skipped), Failed: Number(failed) }
    : {}

export const leaverCounts: CountsOf = ({ archived, failed }) =>
  typeof archived === 'number' ? { Archived: archived, Failed: Number(failed) } : {}
