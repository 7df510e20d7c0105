import { serializationError } from '../errors.js'
import type { Input } from '../wire.js'

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

/** The object that a request's body holds; an empty body holds an empty one. */
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
