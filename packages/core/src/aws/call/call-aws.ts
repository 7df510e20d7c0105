import { err, ok, ResultAsync } from 'neverthrow'
import { type Call, type CallEndedError, callEnded, pause } from '../../call.js'
import type { StudioEfsError } from '../../studio-efs-error.js'
import { retryDelayMs } from '../../time/backoff.js'
import type { AwsRequest, AwsResult } from './aws-error.js'
import { awsErrorOf } from './read-exception.js'

/** Sends one request. An exception of AWS or of the network becomes a typed error; a bug is thrown. */
export function callAws<T>(
  call: Call,
  request: AwsRequest,
  send: (abortSignal: AbortSignal) => Promise<T>,
): AwsResult<T> {
  return ResultAsync.fromPromise(send(call.signal), (thrown) =>
    call.signal.aborted
      ? callEnded(call, `waiting for ${request.operation} of ${request.resource}`, thrown)
      : awsErrorOf(request, thrown),
  )
}

/**
 * Repeats a read while its error is retryable, with growing random pauses, until the call ends or `maxRetryMs` have passed.
 * `pending`: what the call is doing, for its error: `reading domain d-abc`.
 */
export function retry<T, E extends StudioEfsError>(
  call: Call,
  pending: string,
  attempt: () => ResultAsync<T, E>,
): ResultAsync<T, E | CallEndedError> {
  return new ResultAsync(
    (async () => {
      const { clock, maxRetryMs = Number.POSITIVE_INFINITY } = call
      const giveUpAt = clock.now() + maxRetryMs
      for (let tries = 0; ; tries += 1) {
        const result = await attempt()
        if (result.isOk()) return ok(result.value)
        const { error } = result
        const ms = retryDelayMs(tries, clock.random())
        const isFinal = !error.retryable || call.signal.aborted || clock.now() + ms >= giveUpAt
        if (isFinal) return err(error)
        const paused = await pause(call, { ms, pending, cause: error })
        if (paused.isErr()) return err(paused.error)
      }
    })(),
  )
}
