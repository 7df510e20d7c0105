import type { Settling } from '../state/record.js'
import type { World } from './world.js'

/** A record, and where it is kept. */
export interface Held<R extends Settling = Settling> {
  readonly records: ReadonlyMap<string, R>
  readonly key: string
  readonly record: R
}

/**
 * Runs `settle` after so many milliseconds of the fake's clock, unless by then somebody else has changed the record's
 * status, or has put another record in its place.
 */
export function settleAfter<R extends Settling, S extends keyof R>(
  world: World,
  { records, key, record }: Held<R>,
  status: S,
  delay: number,
  settle: (at: number) => void,
): void {
  const at = world.now() + delay
  const during = record[status]
  record.settlesAt = at
  world.schedule.at(at, () => {
    if (record.settlesAt !== at || record[status] !== during || records.get(key) !== record) return
    delete record.settlesAt
    settle(at)
  })
}
