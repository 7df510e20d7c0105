import type { Result } from 'neverthrow'
import { formatMode } from '../model/directory-mode.js'
import { parseInput } from '../model/parse/parse-input.js'
import { parseWholeNumber } from '../model/parse/parse-text.js'
import type { InvalidInputError } from '../studio-efs-error.js'

/** Owner and mode of an existing directory; `mode` holds set-user-ID, set-group-ID and sticky bits too. */
export interface Attributes {
  readonly uid: number
  readonly gid: number
  readonly mode: number
}

const parseAnyId = (value: unknown, field: string) => parseWholeNumber(value, field, { min: 0, max: 4_294_967_295 })
export const parseAnyMode = (value: unknown, field: string) => parseWholeNumber(value, field, { min: 0, max: 0o7777 })

/** Accepts ids that no directory can be given, such as that of nobody in a user namespace. */
export function parseAnyOwner(value: unknown): Result<Omit<Attributes, 'mode'>, InvalidInputError> {
  return parseInput(value, { uid: parseAnyId, gid: parseAnyId })
}

export function parseAttributes(value: unknown): Result<Attributes, InvalidInputError> {
  return parseInput(value, { uid: parseAnyId, gid: parseAnyId, mode: parseAnyMode })
}

/** For messages: `200001:1001 0700`. */
export function formatAttributes({ uid, gid, mode }: Attributes): string {
  return `${uid}:${gid} ${formatMode(mode)}`
}
