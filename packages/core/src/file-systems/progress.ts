import { err, ok } from 'neverthrow'
import type { OnPending } from '../aws/call/poll.js'
import type { Logger } from '../logger.js'
import type { EnsureFileSystemChange, RemoveFileSystemChange } from '../model/change.js'
import type { FileSystemId } from '../model/ids.js'
import type { FieldParser } from '../model/parse/parse-input.js'
import { quoteForMessage } from '../model/parse/parse-text.js'
import type { NetworkCall } from '../network/network-call.js'
import { InvalidInputError } from '../studio-efs-error.js'

type FileSystemChange = EnsureFileSystemChange | RemoveFileSystemChange

/** Progress of a call. A first run takes minutes, most of them spent waiting for mount targets. */
export type FileSystemProgress<Change extends FileSystemChange> =
  | { readonly step: 'reading'; readonly resource: string }
  /** Changes to be made; empty when everything is as it should be. */
  | { readonly step: 'planned'; readonly changes: readonly Change[] }
  /** `fileSystemId` is given for the creation of a file system, whose change names only its token. */
  | { readonly step: 'changed'; readonly change: Change; readonly fileSystemId?: FileSystemId }
  /** After every poll of a resource that is not ready, a second or more apart. */
  | { readonly step: 'waiting'; readonly resource: string; readonly status: string }

export type OnProgress<Change extends FileSystemChange> = (progress: FileSystemProgress<Change>) => void

/** A call on a file system and its network that reports progress. */
export interface ProgressCall<Change extends FileSystemChange> extends NetworkCall {
  readonly onProgress: OnProgress<Change>
  readonly onChange: (change: Change, fileSystemId?: FileSystemId) => void
  readonly onPending: OnPending
}

export const parseOnProgress: FieldParser<(progress: FileSystemProgress<never>) => void> = (value, field) =>
  typeof value === 'function'
    ? ok(value as (progress: FileSystemProgress<never>) => void)
    : err(new InvalidInputError({ field, allowed: 'a function', received: quoteForMessage(value) }))

/** Reports to the caller's callback. An exception of the callback goes to the logger and does not stop the work. */
export function progressReports<Change extends FileSystemChange>(
  logger: Logger,
  callback: ((progress: FileSystemProgress<never>) => void) | undefined,
): Pick<ProgressCall<Change>, 'onProgress' | 'onChange' | 'onPending'> {
  const onProgress: OnProgress<Change> = (progress) => {
    try {
      callback?.(progress as FileSystemProgress<never>)
    } catch (cause) {
      logger.warn('onProgress threw', { step: progress.step, cause: String(cause) })
    }
  }
  return {
    onProgress,
    onChange: (change, fileSystemId) => onProgress({ step: 'changed', change, ...(fileSystemId && { fileSystemId }) }),
    onPending: (resource, status) => onProgress({ step: 'waiting', resource, status }),
  }
}
