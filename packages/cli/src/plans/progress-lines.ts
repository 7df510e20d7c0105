import type {
  BackupProgress,
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
import { terminalSentence } from '../view/error-text.js'

type Progress =
  | WaitProgress
  | FileSystemProgress<EnsureFileSystemChange>
  | FileSystemProgress<RemoveFileSystemChange>
  | StatusProgress
  | UsageProgress
  | LeaversProgress
  | PurgeProgress
  | BackupProgress

/** `planning`: nothing is done yet of the work that is reported. */
export type ProgressLines = (progress: Progress, beat?: 'planning') => void

const WAITS: ReadonlySet<Progress['step']> = new Set(['waiting', 'retrying', 'restoring-backup'])
/** A wait says again after this time that it goes on. */
const SILENCE_MS = 15_000

/**
 * Writes a line for each change that is made, one when the reason for waiting changes, and one with the time so far for each
 * 15 seconds that a wait goes on.
 */
export function progressLines(session: Session): ProgressLines {
  const sayWait = waitLines(session)
  let last = ''
  return (progress, beat) => {
    const line = lineOf(progress, beat)
    if (line === undefined) return
    if (WAITS.has(progress.step)) return sayWait(line)
    if (line === last) return
    last = line
    say(session, line)
  }
}

interface Wait {
  readonly since: number
  readonly said: number
  readonly seen: number
}

/** Keeps each wait apart: several go on at once, such as those for mount targets and for an access point. */
function waitLines(session: Session): (line: string) => void {
  const clock = session.io.clock ?? performance
  const waits = new Map<string, Wait>()
  return (line) => {
    const seen = clock.now()
    const earlier = waits.get(line)
    const wait = earlier !== undefined && seen - earlier.seen <= SILENCE_MS ? earlier : undefined
    const isDue = wait === undefined || seen - wait.said >= SILENCE_MS
    if (wait === undefined) say(session, line)
    else if (isDue) say(session, `${line} (${Math.round((seen - wait.since) / 1000)} s)`)
    waits.set(line, { since: wait?.since ?? seen, said: isDue ? seen : wait.said, seen })
  }
}

function lineOf(progress: Progress, beat: 'planning' | undefined): string | undefined {
  switch (progress.step) {
    case 'reading':
      return `reading ${progress.resource} …`
    case 'planned':
      return undefined
    case 'changed':
      return changeLine(progress.change as Change)
    case 'waiting':
      return `waiting for ${progress.resource}: ${terminalSentence(progress.status)} …`
    case 'describing':
      return counted('read', progress)
    case 'measuring':
      return counted('measured', progress, `, ${progress.entries} entries`)
    case 'deleting':
      return counted('deleted', progress, `, ${progress.entries} entries, ${formatBytes(progress.bytes)}`)
    case 'listing':
      return `archives found: ${progress.done} …`
    case 'reading-claims':
      return counted('read', progress, ' claims')
    case 'looking-for-profiles':
      return counted('looked for', progress, ' profiles')
    case 'restoring-backup': {
      const { restoreJobId, status, percentDone } = progress
      const percent = percentDone === undefined ? '' : `, ${Math.floor(percentDone)} %`
      return `waiting for restore job ${restoreJobId}: ${status}${percent} …`
    }
    case 'changing-owners':
      return counted('looked at', progress, ' entries')
    case 'archiving':
      return counted(beat === 'planning' ? 'would archive' : 'archived', progress)
    case 'retrying':
      return `${terminalSentence(progress.pending)}${againText(progress)} …`
  }
}

/** A resource that was just made and is not found is no fault: what is pending says so. */
function againText({ error }: Extract<Progress, { step: 'retrying' }>): string {
  return error === 'ResourceNotFoundError' ? '' : `: again after ${error}`
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
