const RETRY_BASE_MS = 200
const MAX_RETRY_MS = 20_000
const POLL_BASE_MS = 1000
const MAX_POLL_MS = 5000

/** Milliseconds before a call is tried again: up to 20 s, half of it random. `attempt` counts from 0. */
export function retryDelayMs(attempt: number, random: number): number {
  const ceiling = Math.min(MAX_RETRY_MS, RETRY_BASE_MS * 2 ** Math.min(attempt, 30))
  return Math.round(ceiling * (0.5 + random / 2))
}

/** Milliseconds before a status is read again: from 1 s up to 5 s, plus up to 20% at random. `attempt` counts from 0. */
export function pollDelayMs(attempt: number, random: number): number {
  const floor = Math.min(MAX_POLL_MS, POLL_BASE_MS * 1.5 ** Math.min(attempt, 30))
  return Math.round(floor * (1 + random / 5))
}
