import { expect, test } from 'vitest'
import { pollDelayMs, retryDelayMs } from './backoff.js'

test('retries wait longer and longer, up to 20 s, and polls are never closer than 1 s', () => {
  expect([0, 1, 2, 20, 2000].map((attempt) => retryDelayMs(attempt, 1))).toEqual([200, 400, 800, 20_000, 20_000])
  expect(retryDelayMs(3, 0)).toBe(800)
  expect([0, 1, 2, 2000].map((attempt) => pollDelayMs(attempt, 0))).toEqual([1000, 1500, 2250, 5000])
})
