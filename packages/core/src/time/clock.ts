/** Time, timers and randomness. This package reaches them only here, so that a test can control them. */
export interface Clock {
  /**
   * Milliseconds since some moment, for durations and deadlines: they only grow, at the pace of time, whatever the
   * computer's time is set to.
   */
  now(): number
  /** Milliseconds since the epoch, for dates; jumps when the computer's time is set. Default: {@link now}. */
  wallTime?(): number
  /** Resolves after `ms` milliseconds, or rejects with the signal's reason as soon as it is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** A number of at least 0 and less than 1. */
  random(): number
}

/** Milliseconds since the epoch, for dates. */
export function wallTimeOf(clock: Clock): number {
  return clock.wallTime === undefined ? clock.now() : clock.wallTime()
}

/** Does not change; reading it costs as much as the time itself. */
const { timeOrigin } = performance

/** The computer's own clock. `now` starts at the time of the program's start, to read well in logs. */
export const systemClock: Clock = {
  now: () => Math.floor(timeOrigin + performance.now()),
  wallTime: () => Date.now(),
  // Not timers/promises: it makes an AbortError with a stack for every wait that ends early.
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
