import type { StudioEfsError } from '@studio-efs/core'
import type { ResultAsync } from 'neverthrow'
import { type ProgressLines, progressLines } from '../plans/progress-lines.js'
import type { View } from '../view/view.js'
import { CannotStartError, type Ending } from './ending.js'
import { reportError, type Session, say, show } from './session.js'
import { commandLine } from './words.js'

/** An operation of core that reads, and its view. */
export interface Reading<Output> {
  run(given: { readonly signal: AbortSignal; readonly onProgress: ProgressLines }): ResultAsync<Output, StudioEfsError>
  /** Shows the output, and says how the command ends. */
  show(output: Output): Ending | Promise<Ending>
  /** Words that go on after a Ctrl-C. Default: those of this command. */
  readonly again?: readonly string[]
}

/** Reads, and shows what was read. Ctrl-C ends it, and prints the command that reads again. */
export async function read<Output>(session: Session, reading: Reading<Output>): Promise<Ending> {
  if (session.purpose.kind !== 'run') throw new CannotStartError(`${session.command} changes nothing: it has no plan.`)
  const output = await reading.run({ signal: session.signal, onProgress: progressLines(session) })
  if (output.isOk()) return reading.show(output.value)
  if (!session.signal.aborted) return reportError(session, output.error, 'not-started')
  const ending = reportError(session, output.error, 'failed')
  say(
    session,
    reading.again === undefined
      ? `Nothing was changed. To read it again:\n  ${commandLine(session.words)}`
      : `What was read is kept. To go on:\n  ${commandLine(reading.again)}`,
  )
  return ending
}

/** Shows a view that stands for no change. */
export function showRead(session: Session, view: View): Ending {
  show(session, view)
  return { kind: 'unchanged' }
}
