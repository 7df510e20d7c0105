import { expect, test } from 'vitest'
import { systemClock } from './clock.js'

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
