import { err, type Result } from 'neverthrow'
import { AbortedError, DeadlineExceededError } from './errors.js'
import type { Clock } from './time/clock.js'

/** What every operation takes besides its own input. */
export interface CallOptions {
  /** How long the whole call may take, waits and retries included, in milliseconds. Default 600,000 (10 minutes). */
  readonly timeoutMs?: number
  /** Stops the call between two steps, and stops the request that is under way. */
  readonly signal?: AbortSignal
}

export type OutOfPatienceError = AbortedError | DeadlineExceededError

/** How long a call may still go on: one signal for the caller's abort and for the deadline. */
export interface Patience {
  readonly signal: AbortSignal
  /** Milliseconds since the epoch. */
  readonly deadline: number
  /** For how many milliseconds one read may be tried again; then its last error stands. Default: until the deadline. */
  readonly longestRetryMs?: number
}

/** The reason of a signal that fired because time was up. */
export class DeadlinePassed extends Error {}

/** A reason of our own, since without one every call would pay for a DOMException with its stack. */
const DONE = 'done'

/** Runs `work` until it is done, the caller's signal fires, or `timeoutMs` have passed. */
export async function withPatience<T>(
  clock: Clock,
  options: { readonly timeoutMs: number; readonly signal: AbortSignal | undefined },
  work: (patience: Patience) => Promise<T>,
): Promise<T> {
  const controller = new AbortController()
  const done = new AbortController()
  const deadline = clock.now() + options.timeoutMs
  // Not AbortSignal.any: it keeps one entry per call on a signal that may live for a hundred thousand of them.
  const forward = () => controller.abort(options.signal?.reason)
  if (options.signal?.aborted === true) forward()
  options.signal?.addEventListener('abort', forward, { once: true })
  clock.sleep(options.timeoutMs, done.signal).then(
    () => controller.abort(new DeadlinePassed()),
    () => undefined,
  )
  try {
    return await work({ signal: controller.signal, deadline })
  } finally {
    done.abort(DONE)
    options.signal?.removeEventListener('abort', forward)
  }
}

/** Why the patience ran out. `cause` is the last error before it did. */
export function outOfPatience(patience: Patience, pending: string, cause?: unknown): OutOfPatienceError {
  const aborted = patience.signal.aborted && !(patience.signal.reason instanceof DeadlinePassed)
  if (aborted) return new AbortedError(pending, { cause: cause ?? patience.signal.reason })
  return new DeadlineExceededError(pending, cause === undefined ? {} : { cause })
}

/** What `work` comes to, unless patience runs out first: then it is left to itself and not waited for any longer. */
export async function within<T, E>(
  patience: Patience,
  pending: string,
  work: Promise<Result<T, E>>,
): Promise<Result<T, E | OutOfPatienceError>> {
  const { signal } = patience
  let stop = () => {}
  const aborted = new Promise<Result<T, OutOfPatienceError>>((resolve) => {
    stop = () => resolve(err(outOfPatience(patience, pending)))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}
