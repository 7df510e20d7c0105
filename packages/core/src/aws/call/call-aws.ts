import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { type Call, type CallEndedError, callEnded, pause } from '../../call.js'
import type { StudioEfsError } from '../../studio-efs-error.js'
import { retryDelayMs } from '../../time/backoff.js'
import { accountAsked, clientOf, clientRegion, noteAccount } from './asked-place.js'
import { type AwsError, type AwsRequest, type AwsResult, RegionError } from './aws-error.js'
import { awsErrorOf, isNotInstalled } from './read-exception.js'

/** Sends one request. An exception of AWS or of the network becomes a typed error; a bug is thrown. */
export function callAws<T>(
  call: Call,
  request: AwsRequest,
  send: (abortSignal: AbortSignal) => Promise<T>,
): AwsResult<T> {
  return new ResultAsync(sendOnce(call, request, send))
}

async function sendOnce<T>(
  call: Call,
  request: AwsRequest,
  send: (abortSignal: AbortSignal) => Promise<T>,
): Promise<Result<T, AwsError | CallEndedError>> {
  const client = clientOf(call, request.service)
  try {
    const reply = await send(call.signal)
    noteAccount(client, reply)
    return ok(reply)
  } catch (thrown) {
    if (call.signal.aborted)
      return err(callEnded(call, `waiting for ${request.operation} of ${request.resource}`, thrown))
    const region = client && (await clientRegion(client))
    const asked = { ...request, accountId: accountAsked(client, thrown) }
    if (region?.kind === 'none' && !isReply(thrown) && !isNotInstalled(thrown))
      return err(regionError(asked, region.reason, thrown))
    return err(awsErrorOf({ ...asked, region: region?.kind === 'named' ? region.region : undefined }, thrown))
  }
}

function isReply(thrown: unknown): boolean {
  const { $fault } = Object(thrown)
  return $fault !== undefined
}

function regionError(request: AwsRequest, message: string, cause: unknown): RegionError {
  const hint = `Set AWS_REGION, or give the client its Region: { region: 'eu-west-1' }.`
  return new RegionError({ request, reply: { code: 'RegionMissing', message }, retryable: false, hint, cause })
}

/** Answers to one request that are not AWS's: a proxy's page stays, as a rule, however often it is read. */
const MAX_UNREADABLE = 5

/** True for an error after which another try makes sense. It counts, so each request that is repeated has its own. */
export function createRetryRule(): (error: StudioEfsError) => boolean {
  let unreadable = 0
  return ({ name, retryable }) => {
    if (name === 'UnreadableReplyError') unreadable += 1
    return retryable && unreadable < MAX_UNREADABLE
  }
}

/**
 * Repeats a read while its error is retryable, with growing random pauses, until the call ends or `maxRetryMs` have passed;
 * after an answer that is not AWS's, a few times only.
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
      const mayPass = createRetryRule()
      for (let tries = 0; ; tries += 1) {
        const result = await attempt()
        if (result.isOk()) return ok(result.value)
        const { error } = result
        const ms = retryDelayMs(tries, clock.random())
        const isFinal = !mayPass(error) || call.signal.aborted || clock.now() + ms >= giveUpAt
        if (isFinal) return err(error)
        const paused = await pause(call, { ms, pending, cause: error })
        if (paused.isErr()) return err(paused.error)
      }
    })(),
  )
}
