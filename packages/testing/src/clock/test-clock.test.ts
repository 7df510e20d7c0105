import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { createTestClock } from './test-clock.js'

describe('createTestClock', () => {
  it('jumps to the earliest sleeper when there is nothing else to do, in the order of time', async () => {
    const clock = createTestClock({ start: 0 })
    const woken: [string, number][] = []
    const nap = async (name: string, ms: number) => {
      await clock.sleep(ms)
      woken.push([name, clock.now()])
    }
    await Promise.all([nap('hour', 3_600_000), nap('second', 1_000), nap('minute', 60_000)])
    expect(woken).toEqual([
      ['second', 1_000],
      ['minute', 60_000],
      ['hour', 3_600_000],
    ])
  })

  it('does not jump over file-system work that is under way', async () => {
    const clock = createTestClock({ start: 0 })
    for (let round = 0; round < 100; round += 1) {
      const done = new AbortController()
      const read = readFile(import.meta.filename).then(() => 'read')
      const sleep = clock.sleep(60_000, done.signal).then(
        () => 'timed out',
        () => 'woken',
      )
      await expect(Promise.race([read, sleep])).resolves.toBe('read')
      done.abort()
    }
  })

  it('rejects a sleep with the reason of its signal, and forgets the sleeper', async () => {
    const clock = createTestClock({ jump: 'never' })
    const controller = new AbortController()
    const asleep = clock.sleep(1_000, controller.signal)
    controller.abort(new Error('enough'))
    await expect(asleep).rejects.toThrow('enough')
    await expect(clock.sleep(1_000, controller.signal)).rejects.toThrow('enough')
    expect(clock.sleeping()).toBe(0)
  })

  it('stands still without advance when it must not jump', async () => {
    const clock = createTestClock({ start: 0, jump: 'never' })
    let awake = 0
    const sleeps = [10, 20, 30].map((ms) => clock.sleep(ms).then(() => (awake += 1)))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([awake, clock.now()]).toEqual([0, 0])
    await clock.advance(20)
    expect([awake, clock.now()]).toEqual([2, 20])
    await clock.advance(100)
    await Promise.all(sleeps)
    expect(clock.now()).toBe(120)
  })

  it('does not jump while it is held, but wakes sleepers that are due', async () => {
    const clock = createTestClock({ start: 0 })
    let waits = true
    const release = clock.holdWhile(() => waits)
    const later = clock.sleep(1_000)
    await clock.sleep(0)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect([clock.now(), clock.sleeping()]).toEqual([0, 1])
    waits = false
    await later
    waits = true
    release()
    await clock.sleep(1_000)
    expect(clock.now()).toBe(2_000)
  })

  it('gives the same random numbers for the same seed', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, createTestClock({ seed }).random)
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
    expect(draw(7).every((value) => value >= 0 && value < 1)).toBe(true)
  })
})
