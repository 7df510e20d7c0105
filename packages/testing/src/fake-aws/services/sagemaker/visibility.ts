import type { Transitional } from '../../state/record.js'
import type { StatefulRecord } from '../../state/sagemaker.js'
import type { Output } from '../../wire/wire.js'
import { countLook } from '../../world/transition.js'
import type { World } from '../../world/world.js'
import { notFound, type ResourceKind } from './errors.js'

/** Hides a record that is being created from Describe and List: for `visibilityDelay`, or for one look. */
export function hideForNow({ settings, now }: World, record: StatefulRecord): void {
  const { transitions, undocumented } = settings
  if (undocumented.visibilityDelay <= 0 || transitions === 'immediate') return
  record.visibleAt = transitions === 'clock' ? now() + undocumented.visibilityDelay : Number.POSITIVE_INFINITY
}

/** False, once for each Describe or List, while the record is not visible yet. */
export function isVisible(world: World, record: StatefulRecord): boolean {
  const { visibleAt } = record
  if (visibleAt === undefined) return true
  const isOneLook = visibleAt === Number.POSITIVE_INFINITY
  if (isOneLook || world.now() >= visibleAt) delete record.visibleAt
  else world.looks.count(record)
  return !isOneLook && record.visibleAt === undefined
}

export interface Described<R extends StatefulRecord> {
  readonly kind: ResourceKind
  readonly arn: string
  readonly record: R
}

/** Returns the record as Describe returns it, without the internal members. Refuses one that is not visible yet. */
export function describe<R extends StatefulRecord>(world: World, { kind, arn, record }: Described<R>): Output & R {
  if (!isVisible(world, record)) throw notFound(kind, arn)
  countLook(world, record)
  const { ordinal, transitionEndsAt, visibleAt, ...described } = record
  return described as unknown as Output & R
}

/** Counts a List that shows these records. */
export function countLooks(world: World, records: readonly Transitional[]): void {
  for (const record of records) countLook(world, record)
}
