import type { OnPending } from '../aws/call/poll.js'
import { type Logger, logChange } from '../logger.js'
import type { EnsureFileSystemChange, RemoveFileSystemChange } from '../model/changes/infrastructure-change.js'
import type { FileSystemId } from '../model/ids.js'
import type { NetworkCall } from '../network/network-call.js'
import { type OnProgress, safeProgress, type WaitProgress } from '../wait-progress.js'

type FileSystemChange = EnsureFileSystemChange | RemoveFileSystemChange

/** Progress of a call. A first run takes minutes, most of them spent waiting for mount targets. */
export type FileSystemProgress<Change extends FileSystemChange> =
  | { readonly step: 'reading'; readonly resource: string }
  /** Changes to be made; empty when everything is as it should be. */
  | { readonly step: 'planned'; readonly changes: readonly Change[] }
  /** `fileSystemId` is given for the creation of a file system, whose change names only its token. */
  | { readonly step: 'changed'; readonly change: Change; readonly fileSystemId?: FileSystemId }
  | WaitProgress

/** A call on a file system and its network that reports progress. */
export interface ProgressCall<Change extends FileSystemChange> extends NetworkCall {
  readonly onProgress: OnProgress<FileSystemProgress<Change>>
  readonly onChange: (change: Change, fileSystemId?: FileSystemId) => void
  readonly onPending: OnPending
}

/** Reports to the caller's callback, and changes to the log as well. */
export function progressReports<Change extends FileSystemChange>(
  logger: Logger,
  callback: OnProgress<never> | undefined,
): Pick<ProgressCall<Change>, 'onProgress' | 'onChange' | 'onPending'> {
  const onProgress = safeProgress<FileSystemProgress<Change>>(logger, callback)
  return {
    onProgress,
    onChange: (change, fileSystemId) => {
      const more = fileSystemId && { fileSystemId }
      logChange(logger, change, more)
      onProgress({ step: 'changed', change, ...more })
    },
    onPending: (resource, status) => onProgress({ step: 'waiting', resource, status }),
  }
}
