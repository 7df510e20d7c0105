import type { Call } from '../call.js'

/** Time for which a driver works at a stretch, so that a function in Lambda ends well before its limit. */
const STRETCH_MS = 20_000
/** Part of the time limit that is left for the last reply: what a stretch did whose reply comes late is not counted. */
const MARGIN = 0.05
const MAX_MARGIN_MS = 10_000
/** A busy computer is late by as much, however short the time limit is. */
const USUAL_MARGIN_MS = 1000
const LARGEST_MARGIN = 0.2

/** End of the last stretch of a call, in milliseconds of the clock. */
export function endOfStretches({ deadline }: Call, { timeoutMs }: { readonly timeoutMs: number }): number {
  const usualMs = Math.min(timeoutMs * LARGEST_MARGIN, USUAL_MARGIN_MS)
  return deadline - Math.max(usualMs, Math.min(timeoutMs * MARGIN, MAX_MARGIN_MS))
}

/** Milliseconds of the next stretch. Undefined when the call ends. */
export function nextStretch({ clock, signal }: Call, stopAt: number): number | undefined {
  const budgetMs = Math.min(STRETCH_MS, Math.floor(stopAt - clock.now()))
  return budgetMs < 1 || signal.aborted ? undefined : budgetMs
}
