import { CannotStartError } from '../command/ending.js'
import type { Session } from '../command/session.js'
import { shownText } from '../io/shown-text.js'

/** Agreement that a command needs before it writes. */
export type Consent =
  | { readonly kind: 'none' }
  /** Yes, to this question. */
  | { readonly kind: 'yes'; readonly question: string }
  /** The name of the thing that goes, typed by hand. */
  | { readonly kind: 'typed'; readonly question: string; readonly name: string }

/** Asks, unless `--yes` was given. Throws a CannotStartError where nobody can answer; false: the answer was no. */
export async function isAgreed({ io, options, signal }: Session, consent: Consent): Promise<boolean> {
  if (consent.kind === 'none' || options.yes) return true
  if (io.ask === undefined)
    throw new CannotStartError('Nothing was changed, since nobody can be asked here. Add --yes to make these changes.')
  const expected = consent.kind === 'typed' ? `Type ${consent.name} to agree: ` : 'Type yes to agree: '
  const answer = await io.ask(`${shownText(`${consent.question} ${expected}`)}`, signal).catch(() => '')
  return answer.trim() === (consent.kind === 'typed' ? consent.name : 'yes')
}
