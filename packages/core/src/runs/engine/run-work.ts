import type { DeadlineExceededError, StudioEfsError } from '../../studio-efs-error.js'
import type { Wanted } from './item-queue.js'
import type { RunContext } from './run-context.js'

/** Result for one item of a run. `changes` were made, or in a dry run would be; `error` is why it failed. */
export interface ItemOutcome {
  readonly outcome: string
  readonly changes?: readonly unknown[]
  readonly error?: StudioEfsError
}

/** `not-ready`: the item, or what it depends on, is being created or changed; `what` names it, with its status. */
export type Attempt<Outcome> =
  | { readonly kind: 'settled'; readonly outcome: Outcome }
  | { readonly kind: 'not-ready'; readonly what: string }

/** The work of a run on each of its items: user profiles, or spaces. `Interrupted` reports changes without an outcome. */
export interface RunWork<Ref, Outcome extends ItemOutcome, Interrupted> {
  /** Word for the work, in the progress. */
  readonly step: string
  /** Every word that an outcome may have; they are counted. */
  readonly words: readonly Outcome['outcome'][]
  /** Equal for two spellings of one item. */
  keyOf(ref: Ref): string
  /** Works on one item if it is ready, without waiting for it to be. */
  attempt(run: RunContext, wanted: Wanted<Ref>): Promise<Attempt<Outcome>>
  /** The outcome of an item that was not ready in time. */
  failed(ref: Ref, error: DeadlineExceededError): Outcome
  /** Reports the changes of an outcome that nobody takes; undefined when it has none. */
  interrupted(outcome: Outcome): Interrupted | undefined
}

/** Number of items by outcome. */
export type CountsBy<Word extends string> = Readonly<Record<Word, number>>
