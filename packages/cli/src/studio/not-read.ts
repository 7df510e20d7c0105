import type { StudioStatus } from '@studio-efs/core'
import type { Ending } from '../command/ending.js'
import { type Session, say } from '../command/session.js'

/** A status with gaps is no success. Says the gaps beside the result. */
export function endingOfStatus(session: Session, { findings }: StudioStatus): Ending {
  const gaps = findings.filter(({ kind }) => kind === 'not-read')
  for (const { message } of gaps) say(session, message)
  return { kind: gaps.length > 0 ? 'failed' : 'unchanged' }
}
