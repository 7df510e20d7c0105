import { readFile } from 'node:fs/promises'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, it, vi } from 'vitest'
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

  it('does not jump over an import that the thread of module hooks looks up', async () => {
    const clock = createTestClock({ start: 0 })
    const { port1, port2 } = new MessageChannel()
    const imported = new Promise((resolve) => port1.once('message', resolve)).finally(() => port1.close())
    const sleep = clock.sleep(60_000).then(() => 'timed out')
    setTimeout(() => port2.postMessage('imported'), 20)
    await expect(Promise.race([imported, sleep])).resolves.toBe('imported')
    await expect(sleep).resolves.toBe('timed out')
  })

  it('jumps in a program that keeps a message port open', async () => {
    const clock = createTestClock({ start: 0 })
    const { port1 } = new MessageChannel()
    port1.on('message', () => undefined)
    let real = 0
    const now = vi.spyOn(performance, 'now').mockImplementation(() => (real += 100))
    await clock.sleep(60_000)
    now.mockRestore()
    port1.close()
    expect(clock.now()).toBe(60_000)
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
