import type { Result } from 'neverthrow'
import type { InvalidInputError } from '../errors.js'
import { parseInput } from '../model/parse/parse-input.js'
import { parseWholeNumber } from '../model/parse/parse-text.js'

/** Owner and mode of a directory as it is found, set-user-ID bit and all. */
export interface Attributes {
  readonly uid: number
  readonly gid: number
  readonly mode: number
}

const id = (value: unknown, field: string) => parseWholeNumber(field, value, { min: 0, max: 4_294_967_295 })
const mode = (value: unknown, field: string) => parseWholeNumber(field, value, { min: 0, max: 0o7777 })

export function parseAttributes(value: unknown): Result<Attributes, InvalidInputError> {
  return parseInput(value, { uid: id, gid: id, mode })
}
