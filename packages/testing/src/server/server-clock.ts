import type { Clock } from '@studio-efs/core/directories'
import { createRandom } from '../clock/random.js'

export interface ServerClockOptions {
  /** Seconds of the fake that pass in one second. Default 1. */
  readonly speed?: number
  /** Time at which it starts. Default: the computer's. */
  readonly startsAt?: Date
  /** Seed of `random()`. Default 1. */
  readonly seed?: number
}

/** A clock that runs by itself, at a speed, and can be moved forward. */
export interface ServerClock extends Clock {
  readonly speed: number
  /** Moves time forward by `ms` milliseconds and wakes the sleepers that are due. */
  advance(ms: number): void
}

interface Sleeper {
  readonly at: number
  readonly wake: () => void
}

// Node's timers take no longer delays.
const MAX_TIMER_MS = 2 ** 31 - 1

export function createServerClock({ speed = 1, startsAt, seed = 1 }: ServerClockOptions = {}): ServerClock {
  const startedAt = performance.now()
  const sleepers = new Set<Sleeper>()
  let origin = startsAt?.getTime() ?? Date.now()
  let timer: NodeJS.Timeout | undefined

  const now = () => Math.floor(origin + (performance.now() - startedAt) * speed)

  function wakeDue(): void {
    const due = [...sleepers].filter(({ at }) => at <= now()).sort((a, b) => a.at - b.at)
    for (const sleeper of due) sleepers.delete(sleeper)
    for (const { wake } of due) wake()
    schedule()
  }

  function schedule(): void {
    clearTimeout(timer)
    if (sleepers.size === 0) return
    const next = Math.min(...[...sleepers].map(({ at }) => at))
    timer = setTimeout(wakeDue, Math.min(MAX_TIMER_MS, Math.max(0, Math.ceil((next - now()) / speed))))
  }

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason)
      const stop = () => {
        sleepers.delete(sleeper)
        schedule()
        reject(signal?.reason)
      }
      const wake = () => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }
      const sleeper = { at: now() + ms, wake }
      sleepers.add(sleeper)
      signal?.addEventListener('abort', stop, { once: true })
      schedule()
    })
  }

  function advance(ms: number): void {
    origin += ms
    wakeDue()
  }

  return { speed, now, sleep, random: createRandom(seed), advance }
}
