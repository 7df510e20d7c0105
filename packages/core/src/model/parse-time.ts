import { err, ok } from 'neverthrow'
import { InvalidInputError } from '../errors.js'
import type { FieldParser } from './parse-input.js'
import { show } from './parse-text.js'

const ALLOWED = 'a date: a Date, or a string such as 2026-11-23 or 2026-11-23T10:15:30Z'

/** Accepts a `Date`, or a string in ISO 8601; a date without a time is its midnight in UTC. */
export const parseTime: FieldParser<Date> = (value, field) => {
  const text = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(value)
  const time = value instanceof Date || text ? new Date(value) : new Date(Number.NaN)
  return Number.isNaN(time.getTime()) ? err(new InvalidInputError(field, ALLOWED, show(value))) : ok(time)
}
