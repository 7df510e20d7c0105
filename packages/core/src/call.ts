import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { Logger } from './logger.js'
import { AbortedError, DeadlineExceededError, StudioEfsError } from './studio-efs-error.js'
import type { Clock } from './time/clock.js'
import { type OnProgress, safeProgress, type WaitProgress } from './wait-progress.js'

/**
 * Common context of all steps of one call: clock, log, signal and deadline. The clients travel in the same value; see
 * `SageMakerCall`, `EfsCall`, `Ec2Call` and `DirectoriesCall`.
 */
export interface Call {
  readonly clock: Clock
  readonly logger: Logger
  /** Fires when the caller aborts or when the deadline passes. */
  readonly signal: AbortSignal
  /** Milliseconds of the clock. */
  readonly deadline: number
  /** Hears of every wait and retry. */
  readonly onProgress?: OnProgress<WaitProgress> | undefined
  /** Longest time for the retries of one read, in milliseconds; then its last error stands. Default: until the deadline. */
  readonly maxRetryMs?: number | undefined
}

export type CallEndedError = AbortedError | DeadlineExceededError

/** The reason of a signal that fired at the deadline. */
export class DeadlinePassed extends Error {}

/** Aborts the timer of a deadline. Without a reason of its own, every call would pay for a DOMException with its stack. */
const DONE = 'done'

export interface CallLimits {
  /** In milliseconds. */
  readonly timeoutMs: number
  readonly signal: AbortSignal | undefined
  /** The caller's function. Default: that of the call around this one. */
  readonly onProgress?: OnProgress<never> | undefined
}

/** Runs `work` in a call of its own that ends with it, with the given signal, or after `timeoutMs` milliseconds. */
export function withDeadline<Context extends Pick<Call, 'clock' | 'logger'>, T, E>(
  context: Context,
  limits: CallLimits,
  work: (call: Context & Call) => PromiseLike<Result<T, E>>,
): ResultAsync<T, E> {
  return new ResultAsync(runUntilDeadline(context, limits, work))
}

async function runUntilDeadline<Context extends Pick<Call, 'clock' | 'logger'>, T, E>(
  context: Context,
  { timeoutMs, signal, onProgress }: CallLimits,
  work: (call: Context & Call) => PromiseLike<Result<T, E>>,
): Promise<Result<T, E>> {
  const { clock } = context
  const controller = new AbortController()
  const done = new AbortController()
  const deadline = clock.now() + timeoutMs
  // AbortSignal.any keeps one entry per call on a signal that may outlive a hundred thousand calls.
  const forward = () => controller.abort(signal?.reason)
  if (signal?.aborted === true) forward()
  signal?.addEventListener('abort', forward, { once: true })
  clock.sleep(timeoutMs, done.signal).then(
    () => controller.abort(new DeadlinePassed()),
    () => undefined,
  )
  try {
    const heard = onProgress === undefined ? {} : { onProgress: safeProgress<WaitProgress>(context.logger, onProgress) }
    return await work({ ...heard, ...context, signal: controller.signal, deadline })
  } finally {
    done.abort(DONE)
    signal?.removeEventListener('abort', forward)
  }
}

/** The error of a call that has ended. `pending`: what it was doing; `cause`: the last error before the end. */
export function callEnded({ signal }: Call, pending: string, cause?: unknown): CallEndedError {
  const aborted = signal.aborted && !(signal.reason instanceof DeadlinePassed)
  if (aborted) return new AbortedError({ pending, cause: cause ?? signal.reason })
  return new DeadlineExceededError({ pending, cause })
}

/** Resolves with the result of `work`, or at the end of the call, after which `work` goes on unobserved. */
export function untilCallEnds<T, E>(
  call: Call,
  pending: string,
  work: Promise<Result<T, E>>,
): Promise<Result<T, E | CallEndedError>> {
  const { signal } = call
  // One promise and one listener: a Promise.race would make five, for every request and directory.
  return new Promise((resolve, reject) => {
    const stop = () => resolve(err(callEnded(call, pending)))
    const leaving =
      <Value>(settle: (value: Value) => void) =>
      (value: Value) => {
        signal.removeEventListener('abort', stop)
        settle(value)
      }
    work.then(leaving(resolve), leaving(reject))
    // Work that has ended by now comes first.
    if (signal.aborted) queueMicrotask(stop)
    else signal.addEventListener('abort', stop, { once: true })
  })
}

export interface Pause {
  readonly ms: number
  /** Present participle for the error of a call that ends meanwhile: `reading domain d-abc`. */
  readonly pending: string
  /** Error that made the pause necessary. */
  readonly cause?: unknown
}

/** Sleeps. A pause that would outlast the call fails at once. */
export function pause(call: Call, { ms, pending, cause }: Pause): ResultAsync<undefined, CallEndedError> {
  const { clock, signal, deadline } = call
  if (signal.aborted || clock.now() + ms >= deadline)
    return new ResultAsync(Promise.resolve(err(callEnded(call, pending, cause))))
  reportPause(call, { ms, pending, cause })
  const slept = clock.sleep(ms, signal).then(
    () => ok(undefined),
    (thrown) => {
      if (!signal.aborted) throw thrown
      return err(callEnded(call, pending, cause))
    },
  )
  return new ResultAsync(slept)
}

/** A pause without a cause is one between two looks, whose progress `pollUntil` reports with the status. */
function reportPause({ logger, onProgress }: Call, { ms, pending, cause }: Pause): void {
  if (cause === undefined) {
    logger.debug('waiting', { pending, ms })
    return
  }
  const { name, more } = namesOf(cause)
  logger.debug(name === 'ThrottledError' ? 'throttled' : 'retrying', {
    pending,
    ms,
    error: name,
    ...more,
  })
  onProgress?.({ step: 'retrying', pending, error: name, ms })
}

function namesOf(cause: unknown): { readonly name: string; readonly more?: object } {
  if (!(cause instanceof StudioEfsError)) return { name: cause instanceof Error ? cause.name : typeof cause }
  return { name: cause.name, ...('code' in cause && { more: { code: cause.code } }) }
}
