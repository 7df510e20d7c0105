import type { Clock } from '@studio-efs/core'
import { createRandom } from './random.js'

export interface TestClockOptions {
  /** Where time begins: milliseconds since the epoch, or a date. Default 2026-01-01T00:00:00Z. */
  readonly start?: number | Date
  /** Seed of `random()`. Default 1. */
  readonly seed?: number
  /**
   * `when-idle` (default): as soon as the event loop has nothing to do but wait for sleepers, time jumps to the
   * earliest of them. `never`: time moves by `advance` alone.
   */
  readonly jump?: 'when-idle' | 'never'
}

/** A clock whose time is virtual: nothing that sleeps on it really waits. */
export interface TestClock extends Clock {
  readonly jump: 'when-idle' | 'never'
  /**
   * Moves time forward by `ms` milliseconds and wakes, in the order of their times, the sleepers that are due by
   * then; each gets a turn of the event loop before the next one wakes.
   */
  advance(ms: number): Promise<void>
  /** How many callers sleep now. */
  sleeping(): number
  /**
   * Calls the listener whenever time has moved, before anybody wakes; returns what ends that. What it throws rejects the
   * `advance`, or the sleep, that moved the time.
   */
  follow(listener: (now: number) => void): () => void
  /**
   * Time does not jump while this returns true, as when somebody waits in real time; who is due wakes nevertheless.
   * Returns what ends that. It is asked when time would jump, and again as long as it says so.
   */
  holdWhile(isWaitedFor: () => boolean): () => void
}

interface Sleeper {
  readonly at: number
  readonly wake: () => void
  readonly fail: (reason: unknown) => void
}

const DEFAULT_START = Date.UTC(2026, 0, 1)
const QUIET_TURNS = 3

export function createTestClock(options: TestClockOptions = {}): TestClock {
  const { jump = 'when-idle' } = options
  const sleepers: Sleeper[] = []
  const listeners = new Set<(now: number) => void>()
  const holds = new Set<() => boolean>()
  let time = Number(options.start ?? DEFAULT_START)
  let watching = false

  function moveTo(target: number): void {
    if (target <= time) return
    time = target
    for (const listener of listeners) listener(time)
  }

  function wakeNext(): void {
    const next = sleepers.shift()
    if (next === undefined) return
    try {
      moveTo(next.at)
      next.wake()
    } catch (error) {
      next.fail(error)
    }
  }

  function watch(quietTurns: number): void {
    watching = sleepers.length > 0
    if (watching) setImmediate(() => watch(step(quietTurns)))
  }

  function step(quietTurns: number): number {
    if (isWorkInFlight()) return 0
    if (quietTurns < QUIET_TURNS) return quietTurns + 1
    if (!isHeld()) wakeNext()
    return 0
  }

  function isHeld(): boolean {
    const [next] = sleepers
    return next !== undefined && next.at > time && [...holds].some((isWaitedFor) => isWaitedFor())
  }

  function enqueue(sleeper: Sleeper): void {
    const later = sleepers.findIndex((other) => other.at > sleeper.at)
    sleepers.splice(later === -1 ? sleepers.length : later, 0, sleeper)
    if (jump === 'when-idle' && !watching) watch(0)
  }

  async function advance(ms: number): Promise<void> {
    const target = time + ms
    while (sleepers[0] !== undefined && sleepers[0].at <= target) {
      wakeNext()
      await turnOfTheLoop()
    }
    moveTo(target)
  }

  function follow(listener: (now: number) => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  function holdWhile(isWaitedFor: () => boolean): () => void {
    holds.add(isWaitedFor)
    return () => holds.delete(isWaitedFor)
  }

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.reject(signal.reason)
    return new Promise((resolve, reject) => {
      const sleeper = {
        at: time + Math.max(0, ms),
        wake: () => end(resolve),
        fail: (reason: unknown) => end(() => reject(reason)),
      }
      function end(settle: () => void): void {
        signal?.removeEventListener('abort', abort)
        settle()
      }
      function abort(): void {
        // One who is being woken is in the list no longer.
        const at = sleepers.indexOf(sleeper)
        if (at !== -1) sleepers.splice(at, 1)
        reject(signal?.reason)
      }
      signal?.addEventListener('abort', abort, { once: true })
      enqueue(sleeper)
    })
  }

  const random = createRandom(options.seed ?? 1)
  return { jump, now: () => time, sleep, random, advance, follow, holdWhile, sleeping: () => sleepers.length }
}

// File-system calls run outside the event loop: while one is under way, the program is not idle, it only looks so.
function isWorkInFlight(): boolean {
  return process.getActiveResourcesInfo().some((name) => /^(FSReq|CloseReq|FileHandle)/.test(name))
}

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
