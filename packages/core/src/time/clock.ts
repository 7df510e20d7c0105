/** Time, timers and randomness: the only way this package reaches any of them, so that a test can hold them still. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves after `ms` milliseconds, or rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** A number from 0 up to, not including, 1. */
  random(): number
}

/** The computer's own clock. */
export const systemClock: Clock = {
  now: Date.now,
  // Not timers/promises: its AbortError has a stack, which many short waits that end early would pay for.
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason)
      const stop = () => {
        clearTimeout(timer)
        reject(signal?.reason)
      }
      const timer = setTimeout(() => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }, ms)
      signal?.addEventListener('abort', stop, { once: true })
    }),
  random: Math.random,
}
