import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../../studio-efs-error.js'

const MAX_QUOTED = 80

/** Formats a value from outside for an error: quoted, escaped and cut to 80 characters, so that a log line stays one line. */
export function quoteForMessage(value: unknown): string {
  if (value === undefined) return 'missing'
  if (typeof value === 'string') {
    const cut = value.length > MAX_QUOTED ? `${value.slice(0, MAX_QUOTED)}…` : value
    return `${JSON.stringify(cut)}${value.length > MAX_QUOTED ? ` (${value.length} characters)` : ''}`
  }
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value)
  return Array.isArray(value) ? 'an array' : `a value of type ${typeof value}`
}

export interface TextRule {
  /** Matches the text as a whole. */
  readonly pattern: RegExp
  /** Characters. */
  readonly min: number
  readonly max: number
  /** For the error: `a subnet id such as subnet-0123456789abcdef0`. */
  readonly allowed: string
}

export function parseText(
  value: unknown,
  field: string,
  { pattern, min, max, allowed }: TextRule,
): Result<string, InvalidInputError> {
  const fits = typeof value === 'string' && value.length >= min && value.length <= max && pattern.test(value)
  return fits ? ok(value) : err(new InvalidInputError({ field, allowed, received: quoteForMessage(value) }))
}

export interface NumberRange {
  readonly min: number
  readonly max: number
  /** For the error. Default: `a whole number from <min> to <max>`. */
  readonly allowed?: string
}

export function parseWholeNumber(
  value: unknown,
  field: string,
  { min, max, allowed = `a whole number from ${min} to ${max}` }: NumberRange,
): Result<number, InvalidInputError> {
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
  return fits ? ok(value) : err(new InvalidInputError({ field, allowed, received: quoteForMessage(value) }))
}
