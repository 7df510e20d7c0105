import type { Result } from 'neverthrow'
import { parseInput } from '../model/parse/parse-input.js'
import { parseText, parseWholeNumber } from '../model/parse/parse-text.js'
import type { InvalidInputError } from '../studio-efs-error.js'

/** Owner and mode of an existing directory; `mode`: four octal digits, set-user-ID, set-group-ID and sticky bits included. */
export interface Attributes {
  readonly uid: number
  readonly gid: number
  readonly mode: string
}

const parseAnyId = (value: unknown, field: string) => parseWholeNumber(value, field, { min: 0, max: 4_294_967_295 })

const anyModeRule = { pattern: /^[0-7]{4}$/, min: 4, max: 4, allowed: 'four octal digits such as 0700' }

export const parseAnyMode = (value: unknown, field: string) => parseText(value, field, anyModeRule)

/** Accepts ids that no directory can be given, such as that of nobody in a user namespace. */
export function parseAnyOwner(value: unknown): Result<Omit<Attributes, 'mode'>, InvalidInputError> {
  return parseInput(value, { uid: parseAnyId, gid: parseAnyId })
}

export function parseAttributes(value: unknown): Result<Attributes, InvalidInputError> {
  return parseInput(value, { uid: parseAnyId, gid: parseAnyId, mode: parseAnyMode })
}

/** For messages: `200001:1001 0700`. */
export function formatAttributes({ uid, gid, mode }: Attributes): string {
  return `${uid}:${gid} ${mode}`
}
