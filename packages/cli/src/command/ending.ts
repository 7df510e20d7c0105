/** Ending of a command, before it is a number. */
export type Ending =
  /** Everything is as it should be, and nothing was or would be changed. */
  | { readonly kind: 'unchanged' }
  /** Changes were made; in a dry run, they would be. */
  | { readonly kind: 'changed' }
  /** It began, and something failed. */
  | { readonly kind: 'failed' }
  /** Nothing was changed. */
  | { readonly kind: 'not-started' }
  /** That of another command line, which it ran. */
  | { readonly kind: 'of-another'; readonly status: ExitStatus }

export type ExitStatus = 0 | 1 | 2 | 3

/**
 * 0: done, or nothing to do. 1: failed. 2: could not start. With `detailed`, 2: there are changes, and 3: could not start.
 */
export function exitStatus(ending: Ending, detailed: boolean): ExitStatus {
  switch (ending.kind) {
    case 'unchanged':
      return 0
    case 'changed':
      return detailed ? 2 : 0
    case 'failed':
      return 1
    case 'not-started':
      return detailed ? 3 : 2
    case 'of-another':
      return ending.status
  }
}

/** Something outside of core that keeps a command from starting. The message is for people. */
export class CannotStartError extends Error {
  override readonly name = 'CannotStartError'
}
