import { assertErr, createTestClock } from '@studio-efs/testing'
import { okAsync } from 'neverthrow'
import { expect, test } from 'vitest'
import { withDeadline } from '../../call.js'
import { silentLogger } from '../../logger.js'
import { type Probe, pollUntil } from './poll.js'

/** Waits for something that is ready after so long, and counts the looks at it. */
async function wait(timeoutMs: number, readyAfterMs: number) {
  const clock = createTestClock({ start: 0 })
  const looks: number[] = []
  const context = { clock, logger: silentLogger }
  const result = await withDeadline(context, { timeoutMs, signal: undefined }, (call) =>
    pollUntil(call, {
      resource: 'domain d-abc',
      firstProbe: 'at-once',
      read: () => {
        looks.push(clock.now())
        return okAsync(clock.now() >= readyAfterMs)
      },
      evaluate: (isReady): Probe<'ready', never> =>
        isReady ? { kind: 'done', value: 'ready' } : { kind: 'pending', status: 'Updating' },
    }),
  )
  return { result, looks, endedAt: clock.now() }
}

test.each([
  [1000, 400],
  [2500, 1900],
  [20_000, 19_000],
  [60_000, 59_400],
])('a wait of %i ms finds what is ready after %i ms', async (timeoutMs, readyAfterMs) => {
  const { result, endedAt } = await wait(timeoutMs, readyAfterMs)
  expect(result._unsafeUnwrap()).toBe('ready')
  expect(endedAt).toBeLessThan(timeoutMs)
})

test.each([600, 2500, 20_000])(
  'a wait of %i ms in vain looks once right before its end, and ends with that',
  async (ms) => {
    const { result, looks, endedAt } = await wait(ms, Number.POSITIVE_INFINITY)
    expect(assertErr(result, 'DeadlineExceededError').message).toContain('domain d-abc, which is Updating')
    expect(looks.filter((at) => at >= ms - 1000).length).toBeLessThanOrEqual(2)
    expect(looks.at(-1)).toBe(endedAt)
    expect(endedAt).toBeGreaterThanOrEqual(ms - 500)
    expect(endedAt).toBeLessThan(ms)
  },
)

test('a wait that is shorter than a look takes looks once', async () => {
  const { looks, result } = await wait(300, Number.POSITIVE_INFINITY)
  assertErr(result, 'DeadlineExceededError')
  expect(looks).toEqual([0])
})
