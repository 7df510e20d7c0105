import { serializationError } from '../fake-aws-error.js'
import type { Input } from '../wire.js'
import { parseJson } from './parse-json.js'

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
