import { err, ok, type Result } from 'neverthrow'
import { STATE_PATH } from '../model/claim.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import { quoteForMessage } from '../model/parse/parse-text.js'
import { relationOf } from '../model/path-overlap.js'
import { InvalidInputError } from '../studio-efs-error.js'

/** Refuses a directory that is, or lies inside, the one that holds claims and archives. */
export function checkOutsideState(path: FileSystemPath, field = 'path'): Result<FileSystemPath, InvalidInputError> {
  const relation = relationOf(path, STATE_PATH)
  if (relation === undefined || relation === 'holds') return ok(path)
  return err(new InvalidInputError({ field, allowed: `a path outside ${STATE_PATH}`, received: quoteForMessage(path) }))
}
