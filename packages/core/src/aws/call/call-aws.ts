import { err, ok, ResultAsync } from 'neverthrow'
import { type OutOfPatienceError, outOfPatience, type Patience } from '../../call.js'
import type { StudioEfsError } from '../../errors.js'
import { retryDelayMs } from '../../time/backoff.js'
import type { Clock } from '../../time/clock.js'
import type { AwsCall, AwsError } from './aws-error.js'
import { awsErrorOf } from './exception-table.js'

/** Makes one call; what AWS or the network says becomes a typed error, a bug is thrown. */
export function callAws<T>(
  patience: Patience,
  call: AwsCall,
  send: (abortSignal: AbortSignal) => Promise<T>,
): ResultAsync<T, AwsError | OutOfPatienceError> {
  return ResultAsync.fromPromise(send(patience.signal), (thrown) =>
    patience.signal.aborted
      ? outOfPatience(patience, `waiting for ${call.operation} of ${call.resource}`, thrown)
      : awsErrorOf(call, thrown),
  )
}

/** Sleeps, unless the wait would outlast the patience: then it returns at once. */
export async function pause(
  clock: Clock,
  patience: Patience,
  ms: number,
  pending: string,
  cause?: unknown,
): Promise<OutOfPatienceError | undefined> {
  if (patience.signal.aborted || clock.now() + ms >= patience.deadline) return outOfPatience(patience, pending, cause)
  try {
    await clock.sleep(ms, patience.signal)
    return undefined
  } catch (thrown) {
    if (!patience.signal.aborted) throw thrown
    return outOfPatience(patience, pending, cause)
  }
}

/** Repeats a read while its error is worth a retry, with growing random waits, for as long as there is patience with it. */
export function retrying<T, E extends StudioEfsError>(
  clock: Clock,
  patience: Patience,
  pending: string,
  attempt: () => ResultAsync<T, E>,
): ResultAsync<T, E | OutOfPatienceError> {
  return new ResultAsync(
    (async () => {
      const giveUpAt = clock.now() + (patience.longestRetryMs ?? Number.POSITIVE_INFINITY)
      for (let tries = 0; ; tries += 1) {
        const result = await attempt()
        if (result.isOk()) return ok(result.value)
        const wait = retryDelayMs(tries, clock.random())
        const isFinal = !result.error.retryable || patience.signal.aborted || clock.now() + wait >= giveUpAt
        if (isFinal) return err(result.error)
        const spent = await pause(clock, patience, wait, pending, result.error)
        if (spent !== undefined) return err(spent)
      }
    })(),
  )
}
