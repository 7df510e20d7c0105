/**
 * Matches the text against a pattern in which `*` stands for any characters and `?` for one; a backslash escapes the
 * next character. Takes time in proportion to the product of the two lengths at worst.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  const wanted = tokens(pattern)
  let position = 0
  let token = 0
  let star = -1
  let starPosition = 0
  while (position < text.length) {
    const next = wanted[token]
    if (next === ANY) {
      star = token
      starPosition = position
      token += 1
    } else if (next === ONE || (next !== undefined && next === text[position])) {
      token += 1
      position += 1
    } else if (star >= 0) {
      // The last star matches one more character.
      token = star + 1
      starPosition += 1
      position = starPosition
    } else return false
  }
  return wanted.slice(token).every((rest) => rest === ANY)
}

const ANY = Symbol('any characters')
const ONE = Symbol('one character')

function tokens(pattern: string): (string | symbol)[] {
  const found: (string | symbol)[] = []
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at] as string
    if (character === '\\' && at + 1 < pattern.length) found.push(pattern[++at] as string)
    else found.push(character === '*' ? ANY : character === '?' ? ONE : character)
  }
  return found
}
