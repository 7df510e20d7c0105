import { ok, Result } from 'neverthrow'
import type { InvalidInputError } from '../studio-efs-error.js'
import type { Brand } from './brand.js'
import { parseWholeNumber } from './parse/parse-text.js'

/** The numeric user and group that own a directory. EFS knows no names. */
export type PosixOwner = Brand<{ readonly uid: number; readonly gid: number }, 'PosixOwner'>

const MAX_ID = 4_294_967_294

/** Owner of the files of Studio users that have no `CustomPosixUserConfig`. */
export const DEFAULT_POSIX_OWNER = { uid: 200_001, gid: 1001 } as PosixOwner

/** Accepts a numeric user or group id. */
export function parsePosixId(value: unknown, field: string): Result<number, InvalidInputError> {
  return parseWholeNumber(value, field, { min: 0, max: MAX_ID })
}

/** Parses an owner: `uid` and `gid`, whole numbers from 0 to 4,294,967,294. */
export function parsePosixOwner(
  value: { readonly uid?: unknown; readonly gid?: unknown },
  field = 'owner',
): Result<PosixOwner, InvalidInputError> {
  return Result.combine([parsePosixId(value.uid, `${field}.uid`), parsePosixId(value.gid, `${field}.gid`)]).map(
    ([uid, gid]) => ({ uid, gid }) as PosixOwner,
  )
}

/**
 * Accepts a `CustomPosixUserConfig` of SageMaker; undefined when it is empty. Root is nobody's identity: SageMaker itself
 * takes user ids from 10000 and group ids from 1001.
 */
export function parseStudioIdentity(
  value: { readonly Uid?: unknown; readonly Gid?: unknown } | undefined,
  field: string,
): Result<PosixOwner | undefined, InvalidInputError> {
  if (value?.Uid === undefined && value?.Gid === undefined) return ok(undefined)
  const range = { min: 1, max: MAX_ID }
  return Result.combine([
    parseWholeNumber(value.Uid, `${field}.Uid`, range),
    parseWholeNumber(value.Gid, `${field}.Gid`, range),
  ]).map(([uid, gid]) => ({ uid, gid }) as PosixOwner)
}
