const RETRY_BASE_MS = 200
const RETRY_CAP_MS = 20_000
const POLL_BASE_MS = 1000
const POLL_CAP_MS = 5000

/** How long to wait before the call is tried again. `attempt` counts from 0; half of the wait is random. */
export function retryDelayMs(attempt: number, random: number): number {
  const ceiling = Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** Math.min(attempt, 30))
  return Math.round(ceiling * (0.5 + random / 2))
}

/** How long to wait before a status is read again: from 1 s up to 5 s, never less, with up to 20% more at random. */
export function pollDelayMs(attempt: number, random: number): number {
  const floor = Math.min(POLL_CAP_MS, POLL_BASE_MS * 1.5 ** Math.min(attempt, 30))
  return Math.round(floor * (1 + random / 5))
}
