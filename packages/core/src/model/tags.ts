import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../studio-efs-error.js'
import { isJsonObject } from './parse/parse-json.js'
import { parseText, quoteForMessage } from './parse/parse-text.js'

/** Tags, value by key. */
export type Tags = Readonly<Record<string, string>>

/** Fewer than the 50 that AWS takes: this package adds its own. */
const MAX_TAGS = 40
const ALLOWED = `an object of at most ${MAX_TAGS} tags, value by key: keys of 1 to 128 characters that do not begin with aws: or studio-efs: and are not Name, values of at most 256`

const keyRule = { pattern: /^(?!aws:|studio-efs:|Name$)[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/iu, min: 1, max: 128 }
const valueRule = { pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u, min: 0, max: 256 }

/** Parses tags that a caller adds to those of this package. */
export function parseTags(value: unknown, field = 'tags'): Result<Tags, InvalidInputError> {
  if (!isJsonObject(value))
    return err(new InvalidInputError({ field, allowed: ALLOWED, received: quoteForMessage(value) }))
  const entries = Object.entries(value)
  if (entries.length > MAX_TAGS)
    return err(new InvalidInputError({ field, allowed: ALLOWED, received: `${entries.length} tags` }))
  for (const [key, text] of entries) {
    const wrong = parseText(key, `${field}.${key}`, { ...keyRule, allowed: ALLOWED }).andThen(() =>
      parseText(text, `${field}.${key}`, { ...valueRule, allowed: ALLOWED }),
    )
    if (wrong.isErr()) return err(wrong.error)
  }
  return ok({ ...value } as Tags)
}
