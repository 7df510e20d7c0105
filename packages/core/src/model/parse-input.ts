import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../errors.js'
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
    return err(new InvalidInputError('input', 'an object', show(input)))
  const unknownField = Object.keys(input).find((name) => !Object.hasOwn(fields, name))
  if (unknownField !== undefined)
    return err(new InvalidInputError(unknownField, `one of ${Object.keys(fields).join(', ')}`, 'an unknown field'))
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
    return choice === undefined ? err(new InvalidInputError(field, choices.join(' or '), show(value))) : ok(choice)
  }
}

export const parseSwitch = oneOf(true, false)

export const parseSignal: FieldParser<AbortSignal> = (value, field) =>
  value instanceof AbortSignal ? ok(value) : err(new InvalidInputError(field, 'an AbortSignal', show(value)))
