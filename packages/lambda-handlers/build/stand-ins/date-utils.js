// The first generation of parsers of dates. Only the Retry-After header is still read with one; the second generation,
// which every reply is read with, reads it as well.
export {
  _parseEpochTimestamp as parseEpochTimestamp,
  _parseRfc3339DateTimeWithOffset as parseRfc3339DateTime,
  _parseRfc3339DateTimeWithOffset as parseRfc3339DateTimeWithOffset,
  _parseRfc7231DateTime as parseRfc7231DateTime,
} from './schema-serde-lib/schema-date-utils'

export const dateToUtcString = (date) => date.toUTCString()
