import { serializationError } from '../errors.js'
import type { Input } from '../wire.js'

/** Maximum nesting of a request's JSON: more than any input needs, and little enough for recursion. */
export const MAX_JSON_DEPTH = 200

/** Parses JSON of a request; also throws a SyntaxError when it is nested deeper than `MAX_JSON_DEPTH`. */
export function parseJson(text: string): unknown {
  const value: unknown = JSON.parse(text)
  // Each level takes two characters.
  if (text.length > 2 * MAX_JSON_DEPTH && isTooDeep(value)) {
    throw new SyntaxError(`The JSON is nested deeper than ${MAX_JSON_DEPTH} levels.`)
  }
  return value
}

function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_JSON_DEPTH) return true
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
  return false
}

/** Reads the object in a request's body; an empty body is an empty object. */
export function parseObject(text: string): Input {
  if (text === '') return {}
  const value = parse(text)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Input
  throw serializationError('Start of structure or map expected.')
}

function parse(text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    throw serializationError(`The request body is not JSON: ${(error as Error).message}`)
  }
}
