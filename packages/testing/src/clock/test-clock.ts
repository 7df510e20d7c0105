import type { Clock } from '@studio-efs/core/directories'
import { createRandom } from './random.js'

/** Options of {@link createTestClock}. */
export interface TestClockOptions {
  /** Initial time: milliseconds since the epoch, or a date. Default 2026-01-01T00:00:00Z. */
  readonly start?: number | Date
  /** Seed of `random()`. Default 1. */
  readonly seed?: number
  /**
   * `when-idle`: as soon as the event loop has nothing to do but wait for sleepers, time jumps to the earliest of them.
   * `never`: only `advance` moves time. Default `when-idle`.
   */
  readonly jump?: 'when-idle' | 'never'
}

/** A clock with virtual time: a sleep on it takes no real time. */
export interface TestClock extends Clock {
  readonly jump: 'when-idle' | 'never'
  /**
   * Moves time forward by `ms` milliseconds and wakes the sleepers that are due, in the order of their times. Each gets
   * a turn of the event loop before the next one wakes.
   */
  advance(ms: number): Promise<void>
  /** Number of callers that sleep. */
  sleeping(): number
  /**
   * Calls the listener whenever time has moved, before the sleepers wake. Returns the function that ends that. An error
   * of the listener rejects the `advance`, or the sleep, that moved the time.
   */
  follow(listener: (now: number) => void): () => void
  /**
   * Suspends time jumps while `isWaitedFor()` is true; sleepers that are due still wake. It is polled when time would
   * jump. Returns the release.
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
const LONGEST_IMPORT_MS = 1000

/** Creates a clock that passes only when a test says so, or when everybody waits for it. */
export function createTestClock(options: TestClockOptions = {}): TestClock {
  const { jump = 'when-idle' } = options
  const sleepers: Sleeper[] = []
  const listeners = new Set<(now: number) => void>()
  const holds = new Set<() => boolean>()
  const isImportUnderWay = importWatch()
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
    const resources = process.getActiveResourcesInfo()
    if (isFileWorkUnderWay(resources) || isImportUnderWay(resources)) return 0
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
      function end(resolveOrReject: () => void): void {
        signal?.removeEventListener('abort', abort)
        resolveOrReject()
      }
      function abort(): void {
        // A sleeper that is being woken has left the list.
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

// File-system calls run outside the event loop, so the program looks idle while one is under way.
function isFileWorkUnderWay(resources: readonly string[]): boolean {
  return resources.some((name) => /^(FSReq|CloseReq|FileHandle)/.test(name))
}

/**
 * Returns a check for imports that wait for module hooks, such as tsx's: these run in a thread of their own, and all that
 * shows is a message port more than before. A port that stays for a second belongs to the program, so it stops counting.
 */
function importWatch(): (resources: readonly string[]) => boolean {
  let idlePorts = messagePorts(process.getActiveResourcesInfo())
  let since: number | undefined
  return (resources) => {
    const ports = messagePorts(resources)
    if (ports <= idlePorts) {
      idlePorts = ports
      since = undefined
      return false
    }
    since ??= performance.now()
    if (performance.now() - since < LONGEST_IMPORT_MS) return true
    idlePorts = ports
    since = undefined
    return false
  }
}

function messagePorts(resources: readonly string[]): number {
  return resources.filter((name) => name === 'MessagePort').length
}

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
