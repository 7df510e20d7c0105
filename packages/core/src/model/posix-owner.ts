import { Result } from 'neverthrow'
import type { InvalidInputError } from '../errors.js'
import type { Brand } from './brand.js'
import { parseWholeNumber } from './parse/parse-text.js'

/** The numeric user and group that own a directory. EFS looks at the numbers only. */
export type PosixOwner = Brand<{ readonly uid: number; readonly gid: number }, 'PosixOwner'>

const MAX_ID = 4_294_967_294

/** The identity of Studio users that have no `CustomPosixUserConfig`. */
export const DEFAULT_POSIX_OWNER = { uid: 200_001, gid: 1001 } as PosixOwner

/** A numeric user or group id. */
export function parseId(value: unknown, field: string): Result<number, InvalidInputError> {
  return parseWholeNumber(field, value, { min: 0, max: MAX_ID })
}

export function parsePosixOwner(
  value: { readonly uid?: unknown; readonly gid?: unknown },
  field = 'owner',
): Result<PosixOwner, InvalidInputError> {
  return Result.combine([parseId(value.uid, `${field}.uid`), parseId(value.gid, `${field}.gid`)]).map(
    ([uid, gid]) => ({ uid, gid }) as PosixOwner,
  )
}
