/** A request's JSON is nested so deep at most: enough for any input, and little enough to walk through it. */
export const DEEPEST_JSON = 200

/** JSON.parse for text from outside: throws also when the value is nested deeper than `DEEPEST_JSON`. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  // Each level takes two characters.
  if (text.length > 2 * DEEPEST_JSON && isTooDeep(value)) {
    throw new SyntaxError(`The JSON is nested deeper than ${DEEPEST_JSON} levels.`)
  }
  return value
}

function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEEPEST_JSON) return true
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
  return false
}
