import { err, ok, Result } from 'neverthrow'
import { boundedText } from '../../bounded-text.js'
import { InvalidInputError } from '../../studio-efs-error.js'
import { type FieldParser, listOf } from './parse-input.js'
import { isJsonObject } from './parse-json.js'
import { quoteForMessage } from './parse-text.js'

/** Members of an object in a reply, by their parsers. A member that a parser refuses is named by its path. */
export function membersOf<Members extends Record<string, FieldParser<unknown>>>(
  members: Members,
): FieldParser<{ readonly [Name in keyof Members]: Members[Name] extends FieldParser<infer T> ? T : never }> {
  return (value, field) => {
    if (!isJsonObject(value))
      return err(new InvalidInputError({ field, allowed: 'an object', received: quoteForMessage(value) }))
    const parsed = Object.entries(members).map(([name, parse]) =>
      parse(value[name], `${field}.${name}`).map((member) => [name, member] as const),
    )
    return Result.combine(parsed).map((entries) => Object.fromEntries(entries) as never)
  }
}

/** Longer than every text of AWS that is compared or shown. */
const MAX_MEMBER = 2048

/** Accepts any text, cut to 2,048 characters on one line; undefined for everything else. */
export const shownText: FieldParser<string | undefined> = (value) =>
  ok(typeof value === 'string' ? boundedText(value, MAX_MEMBER) : undefined)

/** Accepts any text of up to 2,048 characters as it is, since it is compared; undefined for everything else. */
export const comparedText: FieldParser<string | undefined> = (value, field) => {
  if (typeof value !== 'string') return ok(undefined)
  if (value.length <= MAX_MEMBER) return ok(value)
  return err(
    new InvalidInputError({
      field,
      allowed: `a text of up to ${MAX_MEMBER} characters`,
      received: quoteForMessage(value),
    }),
  )
}

/** Accepts an array; an absent one is empty. */
export function optionalList<T>(parse: FieldParser<T>): FieldParser<readonly T[]> {
  return (value, field) => (value === undefined || value === null ? ok([]) : listOf(parse)(value, field))
}

const parseTag = membersOf({ Key: comparedText, Value: comparedText })

/** Accepts AWS's list of `Key` and `Value`. */
export const parseTagList: FieldParser<Readonly<Record<string, string>>> = (value, field) =>
  optionalList(parseTag)(value, field).map((tags) =>
    Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value])),
  )
