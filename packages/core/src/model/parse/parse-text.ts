import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../../errors.js'

const SHOWN_CHARACTERS = 80

/** How a value from outside is shown in an error: quoted, escaped and cut, so that a log line stays one line. */
export function show(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'string') {
    const cut = value.length > SHOWN_CHARACTERS ? `${value.slice(0, SHOWN_CHARACTERS)}…` : value
    return `${JSON.stringify(cut)}${value.length > SHOWN_CHARACTERS ? ` (${value.length} characters)` : ''}`
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value)
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`
}

/** Accepts a string of `min` to `max` characters that matches `pattern` as a whole. */
export function parseText(
  field: string,
  value: unknown,
  rule: { readonly pattern: RegExp; readonly min: number; readonly max: number; readonly allowed: string },
): Result<string, InvalidInputError> {
  const fits =
    typeof value === 'string' && value.length >= rule.min && value.length <= rule.max && rule.pattern.test(value)
  return fits ? ok(value) : err(new InvalidInputError({ field, allowed: rule.allowed, received: show(value) }))
}

/** Accepts a whole number from `min` to `max`. */
export function parseWholeNumber(
  field: string,
  value: unknown,
  range: { readonly min: number; readonly max: number; readonly allowed?: string },
): Result<number, InvalidInputError> {
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= range.min && value <= range.max
  if (fits) return ok(value)
  return err(
    new InvalidInputError({
      field,
      allowed: range.allowed ?? `a whole number from ${range.min} to ${range.max}`,
      received: show(value),
    }),
  )
}
