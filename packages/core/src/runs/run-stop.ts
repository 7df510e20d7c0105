import { setMaxListeners } from 'node:events'
import { DeadlinePassed } from '../call.js'
import type { Clock } from '../time/clock.js'
import type { ProfileError } from './profile-outcome.js'

/** Why a run ended before it was through. */
export type StopReason =
  /** The caller's signal fired. */
  | 'aborted'
  /** The time allowed was nearly over. */
  | 'deadline'
  /** The caller left the loop. */
  | 'closed'
  /** Something that would have failed every further profile as well. */
  | 'error'

export interface Stopped {
  readonly because: StopReason
  readonly error: ProfileError | undefined
}

/**
 * How a run of many profiles comes to an early end: first no further profile is taken up, then whoever waits stops
 * waiting, and last the updates that are out are given up.
 */
export interface RunStop {
  readonly draining: AbortSignal
  readonly stopped: AbortSignal
  readonly givenUp: AbortSignal
  why(): Stopped | undefined
  stop(because: StopReason, error?: ProfileError): void
  /** Takes the timers and the listener away. */
  release(): void
}

const GRACE_MS = 5000
const LONGEST_DRAIN_MS = 10_000

export function createRunStop(
  clock: Clock,
  { signal, timeoutMs }: { readonly signal: AbortSignal | undefined; readonly timeoutMs: number | undefined },
): RunStop {
  const draining = new AbortController()
  const stopped = new AbortController()
  const givenUp = new AbortController()
  const over = new AbortController()
  // Hundreds of profiles listen to them at once, and each of them leaves in time.
  setMaxListeners(0, draining.signal, stopped.signal, givenUp.signal, over.signal)
  let reason: Stopped | undefined

  const after = (ms: number, step: () => void) => {
    clock.sleep(ms, over.signal).then(step, () => undefined)
  }
  const drain = (because: StopReason, error?: ProfileError) => {
    reason ??= { because, error }
    draining.abort(because)
  }
  const stop = (because: StopReason, error?: ProfileError) => {
    drain(because, error)
    if (stopped.signal.aborted) return
    stopped.abort(because === 'deadline' ? new DeadlinePassed() : because)
    after(GRACE_MS, () => givenUp.abort(because))
  }
  const onAbort = () => stop('aborted')

  if (signal?.aborted === true) onAbort()
  signal?.addEventListener('abort', onAbort, { once: true })
  if (timeoutMs !== undefined) {
    const drainMs = Math.min(LONGEST_DRAIN_MS, timeoutMs * 0.2)
    after(timeoutMs - drainMs, () => drain('deadline'))
    after(timeoutMs - drainMs / 4, () => stop('deadline'))
    // Ahead of the deadline: what was given up takes a moment to be told.
    after(timeoutMs - drainMs / 8, () => givenUp.abort('deadline'))
  }
  return {
    draining: draining.signal,
    stopped: stopped.signal,
    givenUp: givenUp.signal,
    why: () => reason,
    stop,
    release: () => {
      over.abort('released')
      signal?.removeEventListener('abort', onAbort)
    },
  }
}

const fatal: ReadonlySet<string> = new Set([
  'CredentialsError',
  'MountPathMissingError',
  'NotMountedError',
  'UnsupportedPlatformError',
])

/** Whether every further profile would end in it as well. */
export function isFatal({ name, retryable }: ProfileError): boolean {
  return fatal.has(name) || (name === 'ConnectionError' && !retryable)
}
