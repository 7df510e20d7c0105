import type {
  Change,
  EnsureFileSystemChange,
  FileSystemProgress,
  LeaversProgress,
  PurgeProgress,
  RemoveFileSystemChange,
  StatusProgress,
  UsageProgress,
  WaitProgress,
} from '@studio-efs/core'
import { type Session, say } from '../command/session.js'
import { formatBytes } from '../report/format.js'
import { changeLine } from '../view/change-text.js'

type Progress =
  | WaitProgress
  | FileSystemProgress<EnsureFileSystemChange>
  | FileSystemProgress<RemoveFileSystemChange>
  | StatusProgress
  | UsageProgress
  | LeaversProgress
  | PurgeProgress

export type ProgressLines = (progress: Progress) => void

/** Writes a line for each change that is made, and one when the reason for waiting changes. */
export function progressLines(session: Session): ProgressLines {
  let last = ''
  return (progress) => {
    const line = lineOf(progress)
    if (line === undefined || line === last) return
    last = line
    say(session, line)
  }
}

function lineOf(progress: Progress): string | undefined {
  switch (progress.step) {
    case 'reading':
      return `reading ${progress.resource} …`
    case 'planned':
      return undefined
    case 'changed':
      return changeLine(progress.change as Change)
    case 'waiting':
      return `waiting for ${progress.resource}, which is ${progress.status} …`
    case 'describing':
      return counted('read', progress)
    case 'measuring':
      return counted('measured', progress, `, ${progress.entries} entries`)
    case 'deleting':
      return counted('deleted', progress, `, ${progress.entries} entries, ${formatBytes(progress.bytes)}`)
    case 'listing':
      return counted('found', progress)
    case 'reading-claims':
      return counted('read', progress, ' claims')
    case 'looking-for-profiles':
      return counted('looked for', progress, ' profiles')
    case 'archiving':
      return counted('archived', progress)
    case 'retrying':
      return `${progress.pending}: again after ${progress.error} …`
  }
}

/** Says nothing at the end: the result does. */
function counted(
  verb: string,
  { done, total }: { readonly done: number; readonly total?: number },
  more = '',
): string | undefined {
  const text = `${verb} ${done}${total === undefined ? '' : ` of ${total}`}${more} …`
  return done === total ? undefined : text
}
