/** Reads `key=value` between commas. The operation checks the tags; AWS takes no comma in one. */
export function tagsIn(text: string): Readonly<Record<string, string>> {
  const tags = splitAtCommas(text).map((tag) => /^([^=]*)=?(.*)$/s.exec(tag) ?? [])
  return Object.fromEntries(tags.map(([, key = '', value = '']) => [key, value]))
}

/** The items of a parameter that is a list, without spaces around them; none for an empty text. */
export function splitAtCommas(text: string): readonly string[] {
  return text === '' ? [] : text.split(',').map((item) => item.trim())
}
