import { expect, test, vi } from 'vitest'
import { systemClock, wallTimeOf } from './clock.js'

test('a sleep ends after its time, and never earlier', async () => {
  const start = performance.now()
  await systemClock.sleep(20)
  expect(performance.now() - start).toBeGreaterThanOrEqual(19)
})

test('a sleep that is aborted rejects with the reason of the signal, at once', async () => {
  const reason = new Error('enough')
  const abort = new AbortController()
  const sleep = systemClock.sleep(60_000, abort.signal)
  abort.abort(reason)
  await expect(sleep).rejects.toBe(reason)
  await expect(systemClock.sleep(60_000, abort.signal)).rejects.toBe(reason)
})

test.each([-60_000, 3_600_000])("a computer's time that is set by %i ms moves dates, and no duration", (by) => {
  const [begun, date] = [systemClock.now(), wallTimeOf(systemClock)]
  const now = Date.now
  const set = vi.spyOn(Date, 'now').mockImplementation(() => now.call(Date) + by)
  const [passed, moved] = [systemClock.now() - begun, wallTimeOf(systemClock) - date]
  set.mockRestore()
  expect(passed).toBeGreaterThanOrEqual(0)
  expect(passed).toBeLessThan(5000)
  expect(Math.abs(moved - by)).toBeLessThan(5000)
})

test('a clock without dates of its own has them from its time', () => {
  const { wallTime: _, ...rest } = systemClock
  expect(wallTimeOf({ ...rest, now: () => 17 })).toBe(17)
})
