import type { Clock } from '@studio-efs/core/directories'
import type { TestClock } from '../../clock/test-clock.js'
import type { WireRequest } from '../wire/wire.js'
import type { CallSignal } from './call-signal.js'
import type { OperationName, TokenBuckets } from './token-buckets.js'

/** A request that needs a token. */
export interface Ticket {
  readonly target: OperationName
  readonly request: WireRequest
  readonly signal: CallSignal
}

/**
 * Takes a token of the operation's bucket; false when the call is throttled. A retry has waited in real time, which
 * does not move a test clock: without a token it sleeps on that clock until the next one that no other retry has
 * reserved, at most as long as its SDK may have waited.
 */
export async function isAdmitted(buckets: TokenBuckets, clock: Clock, ticket: Ticket): Promise<boolean> {
  const { target, request, signal } = ticket
  if (buckets.take(target, clock.now())) return true
  const attempt = attemptOf(request)
  if (attempt < 2 || !jumps(clock)) return false
  const maxWaitMs = maxWaitBefore(attempt)
  const token = buckets.reserve(target, clock.now(), maxWaitMs)
  try {
    await clock.sleep(token?.inMs ?? maxWaitMs, signal())
  } catch (reason) {
    token?.giveBack()
    throw reason
  }
  return token !== undefined
}

const FIRST_WAIT_MS = 1_000
const MAX_WAIT_MS = 20_000

// After a throttled attempt, the AWS SDKs draw the wait before the next one between 0 and this.
function maxWaitBefore(attempt: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (attempt - 2), MAX_WAIT_MS)
}

/** Every AWS SDK numbers its attempts: `amz-sdk-request: attempt=2; max=3`. */
function attemptOf({ headers }: WireRequest): number {
  return Number(/\battempt=(\d{1,3})\b/.exec(headers['amz-sdk-request'] ?? '')?.[1] ?? 1)
}

function jumps(clock: Clock): boolean {
  return (clock as Partial<TestClock>).jump === 'when-idle'
}
