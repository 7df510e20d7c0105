import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../../studio-efs-error.js'
import { type FileSystemPath, parseFileSystemPath, ROOT_PATH } from '../file-system-path.js'
import { quoteForMessage } from '../parse/parse-text.js'
import { relationOf } from '../path-overlap.js'

/** Holds claims, archives, identities and usage. Only root can enter it. */
export const STATE_PATH = '/.studio-efs' as FileSystemPath

/** Refuses a directory that is, or lies inside, the one that holds claims and archives. */
export function checkOutsideState(path: FileSystemPath, field = 'path'): Result<FileSystemPath, InvalidInputError> {
  const relation = relationOf(path, STATE_PATH)
  if (relation === undefined || relation === 'holds') return ok(path)
  return err(new InvalidInputError({ field, allowed: `a path outside ${STATE_PATH}`, received: quoteForMessage(path) }))
}

/** Refuses the root, since every other directory lies inside it, and the directory that holds the claims. */
export function checkClaimable(path: FileSystemPath, field = 'path'): Result<FileSystemPath, InvalidInputError> {
  if (path !== ROOT_PATH) return checkOutsideState(path, field)
  return err(new InvalidInputError({ field, allowed: 'a directory below /', received: quoteForMessage(path) }))
}

/** Accepts a directory that users may be given. */
export function parseUserPath(value: unknown, field = 'fileSystemPath'): Result<FileSystemPath, InvalidInputError> {
  return parseFileSystemPath(value, field).andThen((path) => checkOutsideState(path, field))
}
