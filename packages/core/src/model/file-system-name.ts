import type { Result } from 'neverthrow'
import type { InvalidInputError } from '../errors.js'
import { parseText } from './parse-text.js'

const rule = {
  pattern: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]+$/u,
  min: 1,
  max: 256,
  allowed: '1 to 256 letters, digits, spaces and _ . : / = + - @',
}

/** Accepts the value of a file system's `Name` tag. */
export function parseFileSystemName(value: unknown, field = 'name'): Result<string, InvalidInputError> {
  return parseText(field, value, rule)
}
