import { err, ok, Result } from 'neverthrow'
import { InvalidInputError } from '../../errors.js'
import { show } from './parse-text.js'

export type FieldParser<T> = (value: unknown, field: string) => Result<T, InvalidInputError>

export type ParsedFields<Fields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends FieldParser<infer T> ? T : never
}

/** Parses every field of an operation's input; a field that the operation does not know is refused by name. */
export function parseInput<Fields extends Record<string, FieldParser<unknown>>>(
  input: unknown,
  fields: Fields,
): Result<ParsedFields<Fields>, InvalidInputError> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return err(new InvalidInputError({ field: 'input', allowed: 'an object', received: show(input) }))
  const unknownField = Object.keys(input).find((name) => !Object.hasOwn(fields, name))
  if (unknownField !== undefined)
    return err(
      new InvalidInputError({
        field: unknownField,
        allowed: `one of ${Object.keys(fields).join(', ')}`,
        received: 'an unknown field',
      }),
    )
  const parsed: Record<string, unknown> = {}
  for (const [name, parse] of Object.entries(fields)) {
    const result = parse((input as Record<string, unknown>)[name], name)
    if (result.isErr()) return err(result.error)
    parsed[name] = result.value
  }
  return ok(parsed as ParsedFields<Fields>)
}

export function optional<T, Default>(parse: FieldParser<T>, otherwise: Default): FieldParser<T | Default> {
  return (value, field) => (value === undefined ? ok(otherwise) : parse(value, field))
}

/** For a field that is looked at elsewhere, or not at all. */
export const asIs: FieldParser<unknown> = (value) => ok(value)

export function oneOf<const Choice extends string | boolean>(...choices: readonly Choice[]): FieldParser<Choice> {
  return (value, field) => {
    const choice = choices.find((candidate) => candidate === value)
    return choice === undefined
      ? err(new InvalidInputError({ field, allowed: choices.join(' or '), received: show(value) }))
      : ok(choice)
  }
}

export const parseSwitch = oneOf(true, false)

export const parseSignal: FieldParser<AbortSignal> = (value, field) =>
  value instanceof AbortSignal
    ? ok(value)
    : err(new InvalidInputError({ field, allowed: 'an AbortSignal', received: show(value) }))

/** Accepts an array of `min` to `max` items, and names the first bad one by its place. */
export function listOf<T>(
  parse: FieldParser<T>,
  { min, max }: { readonly min: number; readonly max: number },
): FieldParser<readonly T[]> {
  return (value, field) => {
    if (!Array.isArray(value)) return err(new InvalidInputError({ field, allowed: 'an array', received: show(value) }))
    if (value.length < min || value.length > max)
      return err(
        new InvalidInputError({
          field,
          allowed: `an array of ${min} to ${max} items`,
          received: `an array of ${value.length}`,
        }),
      )
    return Result.combine(value.map((item: unknown, index) => parse(item, `${field}[${index}]`)))
  }
}

const ALLOWED = 'a date: a Date, or a string such as 2026-11-23 or 2026-11-23T10:15:30Z'

/** Accepts a `Date`, or a string in ISO 8601; a date without a time is its midnight in UTC. */
export const parseTime: FieldParser<Date> = (value, field) => {
  const text = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(value)
  const time = value instanceof Date || text ? new Date(value) : new Date(Number.NaN)
  return Number.isNaN(time.getTime())
    ? err(new InvalidInputError({ field, allowed: ALLOWED, received: show(value) }))
    : ok(time)
}
