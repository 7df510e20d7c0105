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
  /** Whether the service's bucket is thought to hold one call at most, as when it refused the second of all calls. */
  readonly isShallow: boolean
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
/** Calls per second: what is known of the default rates of SageMaker's writes. */
const FIRST_GUESS_OF_SHALLOW = 1
const BELOW_PROVEN = 0.98
const FEWEST_TO_MEASURE = 6
/** What the bucket gets back before the next call, so that jitter does not empty it again. */
const RESERVE_SECONDS = 0.2
/** A program that was kept from running may make up for so much of it at once: meanwhile the bucket filled. */
const MADE_UP_MS = 500

export function startRate(now: number): AdaptiveRate {
  return { limit: undefined, window: FIRST_WINDOW, nextAt: now, since: now, accepted: 0, streak: 0, isShallow: false }
}

/** When the next call may go; infinity while only the end of another call can tell. */
export function nextCallAt(rate: AdaptiveRate, underWay: number): number {
  if (rate.limit !== undefined) return rate.nextAt
  return underWay < rate.window ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
}

/** The pace at this moment; infinity while no limit is known. */
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
  const from = Math.max(nextAt, turn.heldBack ? now : now - Math.max(interval, MADE_UP_MS))
  return { ...rate, nextAt: from + interval, streak, limit: { ...limit, paced } }
}

export function afterAccepted(rate: AdaptiveRate): AdaptiveRate {
  return { ...rate, accepted: rate.accepted + 1, window: rate.window + WINDOW_GROWTH }
}

/** `sentAt`: of the throttled call. Those that were sent before the last adjustment prove nothing new. */
export function afterThrottled(rate: AdaptiveRate, now: number, sentAt: number): AdaptiveRate {
  if (rate.limit !== undefined && sentAt <= rate.since) return rate
  const isShallow = rate.limit === undefined ? rate.accepted < 2 : rate.isShallow
  const limit = isShallow ? limitOfShallow(rate, now) : limitFrom(rate, now)
  const isKnown = isShallow && rate.limit !== undefined
  // What is known of a shallow bucket was nearly right: a part of its one call is there already.
  const reserveMs = (isKnown ? 0.5 / limit.perSecond : Math.max(RESERVE_SECONDS, 1 / limit.perSecond)) * 1000
  return { ...rate, limit, isShallow, since: now, accepted: 0, nextAt: now + reserveMs }
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

/**
 * A bucket that holds one call keeps nothing of what was not used, so what was accepted says little, and the pace at which
 * the refused call went says nearly all. Two calls are on their way before a refusal is known.
 */
function limitOfShallow(rate: AdaptiveRate, now: number): RateLimit {
  const { limit, accepted } = rate
  const elapsed = Math.max(1, now - rate.since) / 1000
  if (limit === undefined) return guess(FIRST_GUESS_OF_SHALLOW)
  const proven = currentPerSecond({ ...rate, limit: { ...limit, paced: Math.max(0, limit.paced - 2) } })
  if (accepted >= FEWEST_TO_MEASURE && limit.paced >= accepted / 2)
    return { perSecond: Math.max(SLOWEST, accepted / elapsed, proven * BELOW_PROVEN), measured: true, paced: 0 }
  const perSecond = accepted === 0 ? proven / 2 : between(proven / 2, (accepted + 0.5) / elapsed, proven * BELOW_PROVEN)
  return { perSecond: Math.max(SLOWEST, perSecond), measured: limit.measured, paced: 0 }
}

function guess(perSecond: number): RateLimit {
  return { perSecond: Math.max(SLOWEST, perSecond), measured: false, paced: 0 }
}

/** Flat for long enough to be measured, then doubling with every second's worth of calls. */
function growthOfGuess({ paced, perSecond }: RateLimit): number {
  return 2 ** (Math.max(0, paced - 8) / Math.max(6, perSecond))
}

/**
 * A cubic as in TCP CUBIC: from 5% below what was measured, lingering there, to 5% above, and then ever faster. With a
 * shallow bucket it keeps nearer and takes longer, since what is not used is lost.
 */
function growthOfMeasured({ paced, perSecond }: RateLimit, isShallow: boolean): number {
  const [reach, calls] = isShallow ? [0.03, 40] : [0.05, 30]
  const x = paced / Math.max(calls, 4 * perSecond)
  return (1 + reach * (x - 1) ** 3) * (x > 2 ? Math.exp(1.5 * (x - 2)) : 1)
}

function between(low: number, value: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}
