import type { EfsRecord } from '../../state/efs.js'
import type { CallContext } from '../../world/fake-api.js'
import { type Held, settleAfter } from '../../world/transition.js'
import type { World } from '../../world/world.js'

export interface EfsTransition {
  readonly during: 'creating' | 'updating' | 'deleting'
  /** Milliseconds of the fake's clock. */
  readonly delay: number
  /** Runs when it ends well. */
  readonly completed?: () => void
}

/** Puts the record into a transitional state that ends after `delay`: well, or in `error` when a fault says so. */
export function begin<R extends EfsRecord>(
  world: World,
  held: Held<R>,
  call: CallContext,
  change: EfsTransition,
): void {
  const record: EfsRecord = held.record
  record.LifeCycleState = change.during
  settleAfter(world, held, 'LifeCycleState', change.delay, () => {
    record.LifeCycleState = call.endsIn === undefined ? 'available' : 'error'
    if (call.endsIn === undefined) change.completed?.()
  })
}

/** Whether a deletion has anything left to do; one that is under way is not begun again. */
export function isDeletable(world: World, record: EfsRecord, notFound: () => Error): boolean {
  if (record.LifeCycleState !== 'deleting') return true
  if (world.settings.undocumented.repeatedDeletion === 'not-found') throw notFound()
  return false
}
