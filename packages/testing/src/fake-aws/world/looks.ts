import type { Clock } from '@studio-efs/core/directories'
import type { TestClock } from '../../clock/test-clock.js'
import type { Schedule } from './schedule.js'

/** Counts how often Describe and List showed a record whose change is under way. */
export interface Looks {
  /** Runs `end` after the record was shown `count` times, before the next call. Replaces an earlier countdown of it. */
  endAfter(record: object, count: number, end: (at: number) => void): void
  /** Counts one look. Warns once about a caller that polls while a test clock stands still. */
  count(record: object): void
}

interface Countdown {
  left: number
  readonly end: (at: number) => void
}

const MAX_LOOKS = 10

export const CLOCK_STANDS_CODE = 'STUDIO_EFS_CLOCK_STANDS'

export function createLooks(clock: Clock, schedule: Schedule): Looks {
  const countdowns = new WeakMap<object, Countdown>()
  const standing = new WeakMap<object, { readonly at: number; looks: number }>()
  const isTestClock = (clock as Partial<TestClock>).advance !== undefined
  let hasWarned = false

  function endSoon(record: object, end: Countdown['end']): void {
    const at = clock.now()
    countdowns.delete(record)
    schedule.at(at, () => end(at))
  }

  function watchClock(record: object): void {
    if (!isTestClock || hasWarned) return
    const at = clock.now()
    const known = standing.get(record)
    const seen = known?.at === at ? known : { at, looks: 0 }
    seen.looks += 1
    standing.set(record, seen)
    if (seen.looks < MAX_LOOKS) return
    hasWarned = true
    process.emitWarning(
      `A resource of the fake AWS was read ${MAX_LOOKS} times while its clock stood still, so its status will never change. ` +
        'Call fake.clock.advance(ms), pass fake.clock to the code under test, or create the fake with ' +
        "transitions: 'immediate' or { afterDescribes: 2 }.",
      { code: CLOCK_STANDS_CODE },
    )
  }

  return {
    endAfter(record, count, end) {
      if (count === 0) endSoon(record, end)
      else countdowns.set(record, { left: count, end })
    },
    count(record) {
      const countdown = countdowns.get(record)
      if (countdown === undefined) return watchClock(record)
      countdown.left -= 1
      if (countdown.left === 0) endSoon(record, countdown.end)
    },
  }
}
