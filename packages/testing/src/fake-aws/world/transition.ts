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

/** Runs `run` after `delay`, unless a third party changes the status or replaces the record before that. */
export function scheduleTransitionEnd<R extends Transitional>(
  world: World,
  { records, key, record }: StoredRecord<R>,
  { status, delay, run }: TransitionEnd<R>,
): void {
  const at = world.now() + delay
  const during = record[status]
  record.transitionEndsAt = at
  world.schedule.at(at, () => {
    if (record.transitionEndsAt !== at || record[status] !== during || records.get(key) !== record) return
    delete record.transitionEndsAt
    run(at)
  })
}
