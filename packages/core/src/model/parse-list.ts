import { err, Result } from 'neverthrow'
import { InvalidInputError } from '../errors.js'
import type { FieldParser } from './parse-input.js'
import { show } from './parse-text.js'

/** Accepts an array of `min` to `max` items, and names the first bad one by its place. */
export function listOf<T>(
  parse: FieldParser<T>,
  { min, max }: { readonly min: number; readonly max: number },
): FieldParser<readonly T[]> {
  return (value, field) => {
    if (!Array.isArray(value)) return err(new InvalidInputError(field, 'an array', show(value)))
    if (value.length < min || value.length > max)
      return err(new InvalidInputError(field, `an array of ${min} to ${max} items`, `an array of ${value.length}`))
    return Result.combine(value.map((item: unknown, index) => parse(item, `${field}[${index}]`)))
  }
}
