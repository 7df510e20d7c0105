import { createRandom } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import {
  afterAccepted,
  afterSent,
  afterThrottled,
  currentPerSecond,
  nextCallAt,
  startRate,
  type Turn,
} from './adaptive-rate.js'

interface Service {
  /** Tokens per second from a time on, in milliseconds. */
  readonly rates: readonly (readonly [from: number, perSecond: number])[]
  readonly burst: number
}

/** Requests to a token bucket by a caller that sends as many as it may. */
interface Played {
  readonly accepted: number
  readonly throttled: number
  /** Tokens that there were in that time, those of the full bucket at the beginning included. */
  readonly given: number
}

const LATENCY_MS = 30
const CONCURRENCY = 16

/** Plays so many accepted calls against a token bucket, in virtual time. */
function play({ rates, burst }: Service, calls: number, seed: number): Played {
  const random = createRandom(seed)
  const events: { at: number; run: () => void }[] = []
  let now = 0
  let rate = startRate(0)
  let [tokens, filledAt, given] = [burst, 0, burst]
  let [underWay, accepted, throttled, wakesAt] = [0, 0, 0, 0]
  const after = (ms: number, run: () => void) => events.push({ at: now + ms, run })
  const perSecondAt = (at: number) => rates.findLast(([from]) => from <= at)?.[1] ?? 0
  const fill = () => {
    const more = ((now - filledAt) / 1000) * perSecondAt(now)
    tokens = Math.min(burst, tokens + more)
    given += more
    filledAt = now
  }
  function send(): void {
    const sentAt = now
    rate = afterSent(rate, now, { since: 0, heldBack: false })
    underWay += 1
    after((LATENCY_MS / 2) * (1 + random()), () => {
      fill()
      const taken = tokens >= 1
      if (taken) tokens -= 1
      after((LATENCY_MS / 2) * (1 + random()), () => reply(taken, sentAt))
    })
  }
  function reply(taken: boolean, sentAt: number): void {
    underWay -= 1
    if (taken) accepted += 1
    else throttled += 1
    rate = taken ? afterAccepted(rate) : afterThrottled(rate, now, sentAt)
    dispatch()
  }
  function dispatch(): void {
    while (underWay < CONCURRENCY && accepted + underWay < calls && nextCallAt(rate, underWay) <= now) send()
    const at = nextCallAt(rate, underWay)
    if (!Number.isFinite(at) || at <= now || at === wakesAt) return
    wakesAt = at
    after(at - now + random(), dispatch)
  }
  dispatch()
  while (accepted < calls) {
    events.sort((a, b) => b.at - a.at)
    const next = events.pop()
    if (next === undefined) throw new Error('The simulation has nothing left to do.')
    now = Math.max(now, next.at)
    next.run()
  }
  fill()
  return { accepted, throttled, given }
}

const use = ({ accepted, given }: Played) => accepted / given
const refusals = ({ accepted, throttled }: Played) => throttled / (accepted + throttled)

describe('of a token bucket it takes at least 95%, with at most 3% of the calls refused', () => {
  test.each([20, 50, 100].flatMap((perSecond) => [1, 2, 3, 4, 5].map((seed) => ({ perSecond, seed }))))(
    'of $perSecond a second, seed $seed',
    ({ perSecond, seed }) => {
      const played = play({ rates: [[0, perSecond]], burst: perSecond }, 60 * perSecond, seed)
      expect(use(played)).toBeGreaterThanOrEqual(0.95)
      expect(refusals(played)).toBeLessThanOrEqual(0.03)
    },
  )

  test.each(
    [
      [20, 10],
      [50, 25],
      [10, 20],
      [25, 50],
    ].flatMap(([before = 0, then = 0]) => [1, 2, 3].map((seed) => ({ before, then, seed }))),
  )('that goes from $before to $then a second, seed $seed', ({ before, then, seed }) => {
    const rates = [[0, before] as const, [60_000, then] as const]
    const played = play({ rates, burst: before }, 60 * (before + then), seed)
    expect(use(played)).toBeGreaterThanOrEqual(0.95)
    expect(refusals(played)).toBeLessThanOrEqual(0.03)
  })
})

/** The few calls of the search count for much while a second has few calls. */
describe('at the rates of a default account it takes 95%, with 3% refused, within ten minutes', () => {
  test.each(
    [
      { perSecond: 1, burst: 1 },
      { perSecond: 5, burst: 5 },
    ].flatMap((service) => [1, 2, 3, 4, 5].map((seed) => ({ ...service, seed }))),
  )('of $perSecond a second, a bucket of $burst, seed $seed', ({ perSecond, burst, seed }) => {
    const played = play({ rates: [[0, perSecond]], burst }, 600 * perSecond, seed)
    expect(use(played)).toBeGreaterThanOrEqual(0.95)
    expect(refusals(played)).toBeLessThanOrEqual(0.03)
  })

  test.each([1, 2, 5])(
    'of a bucket that holds one call, at %i a second, it never gets stuck far below',
    (perSecond) => {
      const played = [1, 2, 3, 4, 5].map((seed) => play({ rates: [[0, perSecond]], burst: 1 }, 120 * perSecond, seed))
      expect(Math.min(...played.map(use))).toBeGreaterThanOrEqual(perSecond === 1 ? 0.92 : 0.8)
    },
  )

  test('a bucket that holds one call and is halved is followed', () => {
    const played = play(
      {
        rates: [
          [0, 2],
          [300_000, 1],
        ],
        burst: 1,
      },
      900,
      1,
    )
    expect(use(played)).toBeGreaterThanOrEqual(0.9)
    expect(refusals(played)).toBeLessThanOrEqual(0.05)
  })
})

test.each([1, 2, 5])('even of %i a second it takes nearly all', (perSecond) => {
  const played = play({ rates: [[0, perSecond]], burst: 5 * perSecond }, 300 * perSecond, 1)
  expect(use(played)).toBeGreaterThanOrEqual(0.95)
  expect(refusals(played)).toBeLessThanOrEqual(0.05)
})

test('while nothing is refused there is no limit, and the calls under way double with every round trip', () => {
  let rate = startRate(0)
  expect(currentPerSecond(rate)).toBe(Number.POSITIVE_INFINITY)
  expect([nextCallAt(rate, 1) <= 0, nextCallAt(rate, 2) <= 0]).toEqual([true, false])
  for (let n = 0; n < 28; n += 1) rate = afterAccepted(rate)
  expect(nextCallAt(rate, 15) <= 0).toBe(true)
})

test('calls that were out when one was refused do not slow it down again', () => {
  const once = afterThrottled(startRate(0), 1000, 500)
  expect(afterThrottled(once, 1010, 900)).toBe(once)
  expect(afterThrottled(once, 1010, 1000)).toBe(once)
})

test.each<[string, (now: number) => Turn]>([
  ['no call used up', (now) => ({ since: now, heldBack: false })],
  ['something else kept from being used', () => ({ since: 0, heldBack: true })],
])('a limit that %s is no reason to go faster', (_, turnAt) => {
  let rate = afterThrottled(afterAccepted(startRate(0)), 1000, 500)
  const before = currentPerSecond(rate)
  for (let now = 10_000; now < 1_000_000; now += 10_000) rate = afterAccepted(afterSent(rate, now, turnAt(now)))
  expect(currentPerSecond(rate)).toBe(before)
})

test('a rate that was not used up is not taken for the rate of the service', () => {
  let rate = startRate(0)
  for (let n = 0; n < 20; n += 1) rate = afterAccepted(rate)
  rate = afterThrottled(rate, 250, 200)
  const guessed = currentPerSecond(rate)
  for (let n = 1; n <= 50; n += 1) rate = afterAccepted(afterSent(rate, n * 1000, { since: n * 1000, heldBack: false }))
  expect(afterThrottled(rate, 51_000, 50_900).limit).toMatchObject({ measured: false, perSecond: guessed / 2 })
})
