/**
 * Pace of one operation, found by watching which of its calls the service throttles. Between two throttled calls the
 * service's token bucket went from empty to empty, so the calls it accepted in between are its rate.
 *
 * Times are milliseconds, rates are calls per second.
 */
export interface AdaptiveRate {
  /** Undefined until a call was throttled: until then only {@link window} holds calls back. */
  readonly limit: RateLimit | undefined
  /** Calls under way at once while no limit is known; grows with every accepted call. */
  readonly window: number
  /** Time of the next call, once there is a limit. */
  readonly nextAt: number
  /** Start of the count of accepted calls: the first call, or the last throttled one. */
  readonly since: number
  readonly accepted: number
  /** Calls in a row that the limit held back. */
  readonly streak: number
  /** The service's bucket seems to hold one call at most: it refused the second of all calls. */
  readonly isShallow: boolean
}

/** Circumstances in which a call was sent. */
export interface Turn {
  /** Time at which it could have been sent without the limit. */
  readonly since: number
  /** Something other than the limit kept it back until now. */
  readonly heldBack: boolean
}

export interface RateLimit {
  /** Estimate of the service's rate. */
  readonly perSecond: number
  /** True: measured between two throttled calls. False: a first guess. */
  readonly measured: boolean
  /** Calls since it was set that used its pace up without a break: only they are evidence for raising it. */
  readonly paced: number
}

const FIRST_WINDOW = 2
const WINDOW_GROWTH = 0.5
const MIN_PER_SECOND = 0.1
/** Share of the accepted calls before the first throttled one that is taken for the rate: the others emptied a full bucket. */
const FIRST_GUESS = 0.25
/** About the default rate of SageMaker's writes, in calls per second. */
const FIRST_GUESS_OF_SHALLOW = 1
const BELOW_PROVEN = 0.98
const MIN_ACCEPTED_TO_MEASURE = 6
/** Time that the bucket gets to refill before the next call, so that jitter does not empty it again. */
const RESERVE_SECONDS = 0.2
/** A program that could not run sends the calls of this much time at once: meanwhile the bucket filled. */
const MAX_CATCH_UP_MS = 500

export function startRate(now: number): AdaptiveRate {
  return { limit: undefined, window: FIRST_WINDOW, nextAt: now, since: now, accepted: 0, streak: 0, isShallow: false }
}

/** Time of the next call; infinity while all of the window is under way. */
export function nextCallAt(rate: AdaptiveRate, underWay: number): number {
  if (rate.limit !== undefined) return rate.nextAt
  return underWay < rate.window ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

/** Calls per second at this moment; infinity while no limit is known. */
export function currentPerSecond({ limit, isShallow }: AdaptiveRate): number {
  if (limit === undefined) return Number.POSITIVE_INFINITY
  return limit.perSecond * (limit.measured ? growthOfMeasured(limit, isShallow) : growthOfGuess(limit))
}

export function afterSent(rate: AdaptiveRate, now: number, turn: Turn): AdaptiveRate {
  const { limit, nextAt } = rate
  if (limit === undefined) return rate
  const perSecond = currentPerSecond(rate)
  const interval = 1000 / perSecond
  const streak = turn.since <= nextAt && !turn.heldBack ? rate.streak + 1 : 0
  // After a break the bucket is fuller than it will be: the first second of calls says nothing about its rate.
  const paced = streak > perSecond ? limit.paced + 1 : limit.paced
  const from = Math.max(nextAt, turn.heldBack ? now : now - Math.max(interval, MAX_CATCH_UP_MS))
  return { ...rate, nextAt: from + interval, streak, limit: { ...limit, paced } }
}

export function afterAccepted(rate: AdaptiveRate): AdaptiveRate {
  return { ...rate, accepted: rate.accepted + 1, window: rate.window + WINDOW_GROWTH }
}

/** `sentAt`: of the throttled call. A call that was sent before the last adjustment proves nothing new. */
export function afterThrottled(rate: AdaptiveRate, now: number, sentAt: number): AdaptiveRate {
  if (rate.limit !== undefined && sentAt <= rate.since) return rate
  const isShallow = rate.limit === undefined ? rate.accepted < 2 : rate.isShallow
  const limit = isShallow ? limitOfShallow(rate, now) : limitFrom(rate, now)
  const isKnown = isShallow && rate.limit !== undefined
  // The known rate of a shallow bucket was nearly right: a part of its one call is back already.
  const reserveMs = (isKnown ? 0.5 / limit.perSecond : Math.max(RESERVE_SECONDS, 1 / limit.perSecond)) * 1000
  return { ...rate, limit, isShallow, since: now, accepted: 0, nextAt: now + reserveMs }
}

function limitFrom(rate: AdaptiveRate, now: number): RateLimit {
  const { limit, accepted } = rate
  const elapsed = Math.max(1, now - rate.since) / 1000
  if (limit === undefined) return guess((accepted / Math.max(elapsed, 0.1)) * FIRST_GUESS)
  const reached = currentPerSecond(rate)
  const given = accepted / elapsed
  // A pace that was hardly ever used up shows the demand, not the service's rate.
  if (accepted < MIN_ACCEPTED_TO_MEASURE || limit.paced < accepted / 2)
    return guess(between(reached * 0.5, (accepted + 0.5) / elapsed, reached * 0.95))
  if (reached > limit.perSecond * (limit.measured ? 2.2 : 2.5)) return guess(Math.max(given, reached * 0.6))
  return { perSecond: Math.max(MIN_PER_SECOND, given), measured: true, paced: 0 }
}

/**
 * A bucket that holds one call saves up no unused rate, so the number of accepted calls says little, and the pace of the
 * refused call says nearly all. Two calls are under way before a refusal is known.
 */
function limitOfShallow(rate: AdaptiveRate, now: number): RateLimit {
  const { limit, accepted } = rate
  const elapsed = Math.max(1, now - rate.since) / 1000
  if (limit === undefined) return guess(FIRST_GUESS_OF_SHALLOW)
  const proven = currentPerSecond({ ...rate, limit: { ...limit, paced: Math.max(0, limit.paced - 2) } })
  if (accepted >= MIN_ACCEPTED_TO_MEASURE && limit.paced >= accepted / 2)
    return { perSecond: Math.max(MIN_PER_SECOND, accepted / elapsed, proven * BELOW_PROVEN), measured: true, paced: 0 }
  const perSecond = accepted === 0 ? proven / 2 : between(proven / 2, (accepted + 0.5) / elapsed, proven * BELOW_PROVEN)
  return { perSecond: Math.max(MIN_PER_SECOND, perSecond), measured: limit.measured, paced: 0 }
}

function guess(perSecond: number): RateLimit {
  return { perSecond: Math.max(MIN_PER_SECOND, perSecond), measured: false, paced: 0 }
}

/** Flat for long enough to be measured, then doubling with every second's worth of calls. */
function growthOfGuess({ paced, perSecond }: RateLimit): number {
  return 2 ** (Math.max(0, paced - 8) / Math.max(6, perSecond))
}

/**
 * A cubic as in TCP CUBIC: from 5% below the measured rate, lingering at it, to 5% above, and then ever faster. With a
 * shallow bucket it stays nearer and takes longer, because unused rate is lost.
 */
function growthOfMeasured({ paced, perSecond }: RateLimit, isShallow: boolean): number {
  const [reach, calls] = isShallow ? [0.03, 40] : [0.05, 30]
  const x = paced / Math.max(calls, 4 * perSecond)
  return (1 + reach * (x - 1) ** 3) * (x > 2 ? Math.exp(1.5 * (x - 2)) : 1)
}

function between(low: number, value: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}
