import { err, ok, Result } from 'neverthrow'
import { boundedText } from '../../bounded-text.js'
import { InvalidInputError } from '../../studio-efs-error.js'
import { isJsonObject } from './parse-json.js'
import { quoteForMessage } from './parse-text.js'

const MAX_FIELD = 80

export type FieldParser<T> = (value: unknown, field: string) => Result<T, InvalidInputError>

/** The value that a parser makes. */
export type ParsedBy<Parser> = Parser extends FieldParser<infer T> ? T : never

export type ParsedFields<Fields> = {
  readonly [Name in keyof Fields]: Fields[Name] extends FieldParser<infer T> ? T : never
}

/** Parses every field of an operation's input; a field that the operation does not know is refused by name. */
export function parseInput<Fields extends Record<string, FieldParser<unknown>>>(
  input: unknown,
  fields: Fields,
): Result<ParsedFields<Fields>, InvalidInputError> {
  if (!isJsonObject(input))
    return err(new InvalidInputError({ field: 'input', allowed: 'an object', received: quoteForMessage(input) }))
  const unknownField = Object.keys(input).find((name) => !Object.hasOwn(fields, name))
  if (unknownField !== undefined)
    return err(
      new InvalidInputError({
        field: boundedText(unknownField, MAX_FIELD),
        allowed: `one of ${Object.keys(fields).join(', ')}`,
        received: 'an unknown field',
      }),
    )
  const parsed: Record<string, unknown> = {}
  for (const [name, parse] of Object.entries(fields)) {
    const result = parse(input[name], name)
    if (result.isErr()) return err(result.error)
    parsed[name] = result.value
  }
  return ok(parsed as ParsedFields<Fields>)
}

export function optional<T, Default>(parse: FieldParser<T>, otherwise: Default): FieldParser<T | Default> {
  return (value, field) => (value === undefined ? ok(otherwise) : parse(value, field))
}

/** Accepts any value. For a field that is parsed elsewhere, or ignored. */
export const unparsed: FieldParser<unknown> = (value) => ok(value)

export function oneOf<const Choice extends string | boolean>(...choices: readonly Choice[]): FieldParser<Choice> {
  return (value, field) => {
    const choice = choices.find((candidate) => candidate === value)
    return choice === undefined
      ? err(new InvalidInputError({ field, allowed: choices.join(' or '), received: quoteForMessage(value) }))
      : ok(choice)
  }
}

export const parseSwitch = oneOf(true, false)

export const parseSignal: FieldParser<AbortSignal> = (value, field) =>
  value instanceof AbortSignal
    ? ok(value)
    : err(new InvalidInputError({ field, allowed: 'an AbortSignal', received: quoteForMessage(value) }))

export interface ListRule {
  /** Items. Default: 0. */
  readonly min?: number
  /** Default: no limit. */
  readonly max?: number
  /** Refuses an array that has an item twice. */
  readonly distinct?: boolean
  /** For the error. Default: `an array`, of how many items. */
  readonly allowed?: string
}

/** Accepts an array whose items `parse` accepts; the error names the first wrong item by its place: `domainIds[2]`. */
export function listOf<T>(
  parse: FieldParser<T>,
  { min = 0, max = Number.POSITIVE_INFINITY, distinct = false, allowed }: ListRule = {},
): FieldParser<readonly T[]> {
  return (value, field) => {
    const refused = (otherwise: string, received: string) =>
      err(new InvalidInputError({ field, allowed: allowed ?? otherwise, received }))
    if (!Array.isArray(value)) return refused('an array', quoteForMessage(value))
    if (value.length < min || value.length > max)
      return refused(`an array of ${min} to ${max} items`, `an array of ${value.length}`)
    if (distinct && new Set(value).size < value.length) return refused('different items', 'an array with duplicates')
    return Result.combine(value.map((item: unknown, index) => parse(item, `${field}[${index}]`)))
  }
}

const TIME_ALLOWED = 'a date: a Date, or a string such as 2026-11-23 or 2026-11-23T10:15:30Z'

/** Accepts a `Date`, or a string in ISO 8601; a date without a time is its midnight in UTC. */
export const parseTime: FieldParser<Date> = (value, field) => {
  const isText = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(value)
  const time = value instanceof Date || isText ? new Date(value) : new Date(Number.NaN)
  return Number.isNaN(time.getTime())
    ? err(new InvalidInputError({ field, allowed: TIME_ALLOWED, received: quoteForMessage(value) }))
    : ok(time)
}
