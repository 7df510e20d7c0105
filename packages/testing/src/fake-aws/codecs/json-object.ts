import { serializationError } from '../fake-aws-error.js'
import type { Input } from '../wire.js'

/** The object that a request's body holds; an empty body holds an empty one. */
export function parseObject(text: string): Input {
  if (text === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw serializationError('The request body is not JSON.')
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Input
  throw serializationError('Start of structure or map expected.')
}
