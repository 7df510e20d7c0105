/**
 * Ends of changes, such as the one from `Pending` to `InService`. `clock`: after `delays`, on the fake's clock. `immediate`:
 * before the next call. `afterDescribes`: after that many Describe and List calls showed the change; `delays` then have no
 * meaning.
 */
export type Transitions = 'clock' | 'immediate' | { readonly afterDescribes: number }

/** Throws on a count that is no whole number. */
export function checkTransitions(transitions: Transitions): Transitions {
  if (typeof transitions === 'string') return transitions
  const { afterDescribes } = transitions
  if (Number.isSafeInteger(afterDescribes) && afterDescribes >= 0) return transitions
  throw new Error(`transitions.afterDescribes is ${afterDescribes}; allowed: a whole number from 0.`)
}
