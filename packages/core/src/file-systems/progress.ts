import { err, ok } from 'neverthrow'
import { InvalidInputError } from '../errors.js'
import type { Logger } from '../logger.js'
import type { EnsureFileSystemChange, RemoveFileSystemChange } from '../model/change.js'
import type { FieldParser } from '../model/parse/parse-input.js'
import { show } from '../model/parse/parse-text.js'

/** How far a call has come. A first run takes minutes, most of them spent waiting for mount targets. */
export type FileSystemProgress<Change extends EnsureFileSystemChange | RemoveFileSystemChange> =
  | { readonly step: 'reading'; readonly resource: string }
  /** What is about to be done; none when everything is as it should be. */
  | { readonly step: 'planned'; readonly changes: readonly Change[] }
  | { readonly step: 'changed'; readonly change: Change }
  /** After every look at something that is not ready, a second or more apart. */
  | { readonly step: 'waiting'; readonly resource: string; readonly status: string }

export type OnProgress<Change extends EnsureFileSystemChange | RemoveFileSystemChange> = (
  progress: FileSystemProgress<Change>,
) => void

export const parseOnProgress: FieldParser<(progress: FileSystemProgress<never>) => void> = (value, field) =>
  typeof value === 'function'
    ? ok(value as (progress: FileSystemProgress<never>) => void)
    : err(new InvalidInputError({ field, allowed: 'a function', received: show(value) }))

/** The caller's callback, made so that its own failure is told to the logger and does not stop the work. */
export function progressOf<Change extends EnsureFileSystemChange | RemoveFileSystemChange>(
  logger: Logger,
  onProgress: ((progress: FileSystemProgress<never>) => void) | undefined,
): OnProgress<Change> {
  return (progress) => {
    try {
      onProgress?.(progress as FileSystemProgress<never>)
    } catch (cause) {
      logger.warn('onProgress threw', { step: progress.step, cause: String(cause) })
    }
  }
}
