import type { Clock } from '@studio-efs/core'
import type { TestClock } from '../../clock/test-clock.js'
import type { WireRequest } from '../wire/wire.js'
import type { GivenUp } from './call-signal.js'
import type { TokenBuckets } from './token-buckets.js'

export interface Ticket {
  readonly service: string
  readonly operation: string
  readonly request: WireRequest
}

/**
 * Whether the call gets a token of its bucket. A retry has waited, in real time, of which a test clock knows nothing:
 * where it finds no token it waits on that clock for the next one that is nobody's, as long as its SDK may have waited.
 */
export async function isAdmitted(
  buckets: TokenBuckets,
  clock: Clock,
  { service, operation, request }: Ticket,
  givenUp: GivenUp,
): Promise<boolean> {
  if (buckets.take(service, operation, clock.now())) return true
  const attempt = attemptOf(request)
  if (attempt < 2 || !jumps(clock)) return false
  const longest = longestWaitBefore(attempt)
  const token = buckets.reserve(service, operation, clock.now(), longest)
  try {
    await clock.sleep(token?.inMs ?? longest, givenUp())
  } catch (reason) {
    token?.giveBack()
    throw reason
  }
  return token !== undefined
}

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 20_000

// The AWS SDKs draw the wait before an attempt, when the one before it was throttled, between 0 and this.
function longestWaitBefore(attempt: number): number {
  return Math.min(FIRST_WAIT_MS * 2 ** (attempt - 2), LONGEST_WAIT_MS)
}

/** Every AWS SDK numbers its attempts: `amz-sdk-request: attempt=2; max=3`. */
function attemptOf({ headers }: WireRequest): number {
  return Number(/\battempt=(\d{1,3})\b/.exec(headers['amz-sdk-request'] ?? '')?.[1] ?? 1)
}

function jumps(clock: Clock): boolean {
  return (clock as Partial<TestClock>).jump === 'when-idle'
}
