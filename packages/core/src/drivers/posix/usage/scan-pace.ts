import type { Clock } from '../../../time/clock.js'
import type { MeasureLimits } from '../../usage-meter.js'

/** Spreads operations evenly over the seconds, and says when the time is over. */
export interface ScanPace {
  /** Resolves when this many operations may be made. */
  take(operations: number): Promise<void>
  isOver(): boolean
}

/** Shorter sleeps cost more than they space out. */
const MIN_SLEEP_MS = 5

/** A file server that answers slowly earns no burst later: idle time is not saved up. */
export function createScanPace(clock: Clock, { operationsPerSecond, maxMs }: MeasureLimits): ScanPace {
  const start = clock.now()
  const msPerOperation = 1000 / operationsPerSecond
  let freeAt = start
  return {
    isOver: () => Math.max(clock.now(), freeAt) - start >= maxMs,
    async take(operations) {
      const ahead = freeAt - clock.now()
      if (ahead >= MIN_SLEEP_MS) await clock.sleep(ahead)
      freeAt = Math.max(freeAt, clock.now()) + operations * msPerOperation
    },
  }
}
