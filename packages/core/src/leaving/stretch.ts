import type { Call } from '../call.js'

/** Time for which a driver works at a stretch, so that a function in Lambda ends well before its limit. */
const STRETCH_MS = 20_000
/** Part of the time limit that is left for the last reply. */
const MARGIN = 0.05
const MAX_MARGIN_MS = 10_000

/** End of the last stretch of a call, in milliseconds of the clock. */
export function endOfStretches({ deadline }: Call, { timeoutMs }: { readonly timeoutMs: number }): number {
  return deadline - Math.min(timeoutMs * MARGIN, MAX_MARGIN_MS)
}

/** Milliseconds of the next stretch. Undefined when the call ends. */
export function nextStretch({ clock, signal }: Call, stopAt: number): number | undefined {
  const budgetMs = Math.min(STRETCH_MS, Math.floor(stopAt - clock.now()))
  return budgetMs < 1 || signal.aborted ? undefined : budgetMs
}
