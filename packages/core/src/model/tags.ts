import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../errors.js'
import { parseText, show } from './parse/parse-text.js'

/** Tags, value by key. */
export type Tags = Readonly<Record<string, string>>

const MAX_TAGS = 40
const ALLOWED = `an object of at most ${MAX_TAGS} tags, value by key: keys of 1 to 128 characters that do not begin with aws: or studio-efs: and are not Name, values of at most 256`

const keyRule = { pattern: /^(?!aws:|studio-efs:|Name$)[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/iu, min: 1, max: 128 }
const valueRule = { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, min: 0, max: 256 }

/** Accepts tags that a caller adds to those of this package. */
export function parseTags(value: unknown, field = 'tags'): Result<Tags, InvalidInputError> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return err(new InvalidInputError({ field, allowed: ALLOWED, received: show(value) }))
  const entries = Object.entries(value)
  if (entries.length > MAX_TAGS)
    return err(new InvalidInputError({ field, allowed: ALLOWED, received: `${entries.length} tags` }))
  for (const [key, text] of entries) {
    const wrong = parseText(`${field}.${key}`, key, { ...keyRule, allowed: ALLOWED }).andThen(() =>
      parseText(`${field}.${key}`, text, { ...valueRule, allowed: ALLOWED }),
    )
    if (wrong.isErr()) return err(wrong.error)
  }
  return ok({ ...value })
}
