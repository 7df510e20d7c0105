/**
 * How fast one kind of call may go: found by watching which calls the service throttles. Between two throttled calls the
 * service's bucket went from empty to empty, so what it accepted in between is what it gives.
 *
 * Times are milliseconds, rates are calls per second.
 */
export interface AdaptiveRate {
  /** Undefined until a call was throttled: then only {@link window} holds calls back. */
  readonly limit: RateLimit | undefined
  /** How many calls may be under way while no limit is known; grows with every accepted call. */
  readonly window: number
  /** When the next call may go, once there is a limit. */
  readonly nextAt: number
  /** When the count of accepted calls began: at the start, or at the last throttled call. */
  readonly since: number
  readonly accepted: number
  /** How many calls in a row were held back by the limit. */
  readonly streak: number
}

/** How a call came to be sent. */
export interface Turn {
  /** When it might have been sent, but for the limit. */
  readonly since: number
  /** Whether something else than the limit kept it back until now. */
  readonly heldBack: boolean
}

export interface RateLimit {
  /** What the service is thought to give. */
  readonly perSecond: number
  /** Whether it was measured between two throttled calls; otherwise it is a first guess. */
  readonly measured: boolean
  /** Calls since it was set that went at its pace without a break: only they are evidence for raising it. */
  readonly paced: number
}

const FIRST_WINDOW = 2
const WINDOW_GROWTH = 0.5
const SLOWEST = 0.1
/** The calls that came before the first throttled one emptied a full bucket: most of them were not its rate. */
const FIRST_GUESS = 0.25
const FEWEST_TO_MEASURE = 6
/** What the bucket gets back before the next call, so that jitter does not empty it again. */
const RESERVE_SECONDS = 0.2
/** A program that was kept from running may make up for so much of it at once: meanwhile the bucket filled. */
const MADE_UP_MS = 500

export function startRate(now: number): AdaptiveRate {
  return { limit: undefined, window: FIRST_WINDOW, nextAt: now, since: now, accepted: 0, streak: 0 }
}

/** When the next call may go; infinity while only the end of another call can tell. */
export function nextCallAt(rate: AdaptiveRate, underWay: number): number {
  if (rate.limit !== undefined) return rate.nextAt
  return underWay < rate.window ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

/** The pace at this moment; infinity while no limit is known. */
export function currentPerSecond({ limit }: AdaptiveRate): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY
  return limit.perSecond * (limit.measured ? growthOfMeasured(limit) : growthOfGuess(limit))
}

export function afterSent(rate: AdaptiveRate, now: number, turn: Turn): AdaptiveRate {
  const { limit, nextAt } = rate
  if (limit === undefined) return rate
  const perSecond = currentPerSecond(rate)
  const interval = 1000 / perSecond
  const streak = turn.since <= nextAt && !turn.heldBack ? rate.streak + 1 : 0
  // After a break the bucket is fuller than it will be: the first second of calls says nothing about its rate.
  const paced = streak > perSecond ? limit.paced + 1 : limit.paced
  const from = Math.max(nextAt, turn.heldBack ? now : now - Math.max(interval, MADE_UP_MS))
  return { ...rate, nextAt: from + interval, streak, limit: { ...limit, paced } }
}

export function afterAccepted(rate: AdaptiveRate): AdaptiveRate {
  return { ...rate, accepted: rate.accepted + 1, window: rate.window + WINDOW_GROWTH }
}

/** `sentAt`: of the throttled call. Those that were sent before the last adjustment prove nothing new. */
export function afterThrottled(rate: AdaptiveRate, now: number, sentAt: number): AdaptiveRate {
  if (rate.limit !== undefined && sentAt <= rate.since) return rate
  const limit = limitFrom(rate, now)
  const reserveMs = Math.max(RESERVE_SECONDS, 1 / limit.perSecond) * 1000
  return { ...rate, limit, since: now, accepted: 0, nextAt: now + reserveMs }
}

function limitFrom(rate: AdaptiveRate, now: number): RateLimit {
  const { limit, accepted } = rate
  const elapsed = Math.max(1, now - rate.since) / 1000
  if (limit === undefined) return guess((accepted / Math.max(elapsed, 0.1)) * FIRST_GUESS)
  const reached = currentPerSecond(rate)
  const given = accepted / elapsed
  // A pace that was hardly ever used up says what was wanted, not what is given.
  if (accepted < FEWEST_TO_MEASURE || limit.paced < accepted / 2)
    return guess(between(reached * 0.5, (accepted + 0.5) / elapsed, reached * 0.95))
  if (reached > limit.perSecond * (limit.measured ? 2.2 : 2.5)) return guess(Math.max(given, reached * 0.6))
  return { perSecond: Math.max(SLOWEST, given), measured: true, paced: 0 }
}

function guess(perSecond: number): RateLimit {
  return { perSecond: Math.max(SLOWEST, perSecond), measured: false, paced: 0 }
}

/** Flat for long enough to be measured, then doubling with every second's worth of calls. */
function growthOfGuess({ paced, perSecond }: RateLimit): number {
  return 2 ** (Math.max(0, paced - 8) / Math.max(6, perSecond))
}

/** A cubic as in TCP CUBIC: from 5% below what was measured, lingering there, to 5% above, and then ever faster. */
function growthOfMeasured({ paced, perSecond }: RateLimit): number {
  const x = paced / Math.max(30, 4 * perSecond)
  return (1 + 0.05 * (x - 1) ** 3) * (x > 2 ? Math.exp(1.5 * (x - 2)) : 1)
}

function between(low: number, value: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}
