import type { Command } from 'commander'
import type { Ending } from './ending.js'
import type { Session } from './session.js'

/** A command: its words and options, and the function that runs it. */
export interface CommandSpec<Words extends readonly string[] = readonly string[], Options = object> {
  /** Words of the command and its arguments: `default set <domain-id>`. */
  readonly usage: string
  /** One line without a full stop. */
  readonly summary: string
  /** Further sentences of its help. */
  readonly description?: string
  /** Command lines without the program's name; a comment may follow. */
  readonly examples: readonly string[]
  /**
   * `infrastructure` shows its plan and asks; `profiles` makes its changes at once; `nothing` reads only; `page` reads only,
   * and its result has one form; `offline` does not reach AWS; `another` runs another command line, with the options of that
   * one.
   */
  readonly writes: 'infrastructure' | 'profiles' | 'nothing' | 'page' | 'offline' | 'another'
  /** Adds its own options. */
  options(command: Command): Command
  /** Loads what it needs of core itself: a command that is not run loads nothing. */
  run(session: Session, words: Words, options: Options): Promise<Ending>
}
