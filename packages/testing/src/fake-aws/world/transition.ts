import type { Transitional } from '../state/record.js'
import type { World } from './world.js'

/** A record, and the map that holds it. */
export interface StoredRecord<R extends Transitional = Transitional> {
  readonly records: ReadonlyMap<string, R>
  readonly key: string
  readonly record: R
}

export interface TransitionEnd<R extends Transitional> {
  /** Member that holds the transitional status. */
  readonly status: keyof R
  /** Milliseconds of the fake's clock. */
  readonly delay: number
  readonly run: (at: number) => void
}

/**
 * Runs `run` after `delay`, or as the option `transitions` says, unless a third party changes the status or replaces the
 * record before that.
 */
export function scheduleTransitionEnd<R extends Transitional>(
  world: World,
  { records, key, record }: StoredRecord<R>,
  { status, delay, run }: TransitionEnd<R>,
): void {
  const { transitions } = world.settings
  const endsAt = typeof transitions === 'object' ? Number.POSITIVE_INFINITY : world.now() + delayIn(world, delay)
  const during = record[status]
  record.transitionEndsAt = endsAt
  const end = (at: number) => {
    if (record.transitionEndsAt !== endsAt || record[status] !== during || records.get(key) !== record) return
    delete record.transitionEndsAt
    run(at)
  }
  if (typeof transitions === 'object') world.looks.endAfter(record, transitions.afterDescribes, end)
  else world.schedule.at(endsAt, () => end(endsAt))
}

/** The delay, or 0 when changes do not end on the clock. */
export function delayIn({ settings }: World, delay: number): number {
  return settings.transitions === 'clock' ? delay : 0
}

/** Counts one Describe or List that shows the record, if a change of it is under way. */
export function countLook({ looks }: World, record: Transitional): void {
  if (record.transitionEndsAt !== undefined) looks.count(record)
}
