import { quoteForMessage } from '@studio-efs/core/driver-kit'
import { InvalidInputError } from '@studio-efs/core/errors'
import { err, ok, type Result } from 'neverthrow'

/** True for one tag of a text: a key, `=` and a value, which may be empty or hold further `=`. */
export function isTagText(tag: string): boolean {
  return tag.indexOf('=') > 0
}

/** Parses `key=value` between commas; an empty text is no tag. AWS decides which characters a tag takes, and takes no comma. */
export function parseTagText(
  text: string,
  field = 'Tags',
): Result<Readonly<Record<string, string>>, InvalidInputError> {
  const tags = splitAtCommas(text)
  const wrong = tags.find((tag) => !isTagText(tag))
  if (wrong !== undefined)
    return err(new InvalidInputError({ field, allowed: 'key=value between commas', received: quoteForMessage(wrong) }))
  return ok(Object.fromEntries(tags.map((tag) => [keyOf(tag), tag.slice(tag.indexOf('=') + 1)])))
}

function keyOf(tag: string): string {
  return tag.slice(0, tag.indexOf('='))
}

/** The items of a parameter that is a list, without spaces around them; none for an empty text. */
export function splitAtCommas(text: string): readonly string[] {
  return text === '' ? [] : text.split(',').map((item) => item.trim())
}
