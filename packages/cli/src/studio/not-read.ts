import type { StudioStatus } from '@studio-efs/core'
import type { Ending } from '../command/ending.js'
import { type Session, say } from '../command/session.js'
import { terminalSentence } from '../view/error-text.js'

/** A status with gaps is no success. Says the gaps beside the result. */
export function endingOfStatus(session: Session, { findings }: StudioStatus): Ending {
  const gaps = findings.filter(({ kind }) => kind === 'not-read')
  // The table shows them already.
  if (session.options.output !== 'table' || session.command === 'report')
    for (const { message } of gaps) say(session, terminalSentence(message))
  return { kind: gaps.length > 0 ? 'failed' : 'unchanged' }
}
