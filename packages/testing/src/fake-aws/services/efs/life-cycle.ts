import type { EfsRecord } from '../../state/efs.js'
import type { CallContext } from '../../world/fake-api.js'
import { type StoredRecord, scheduleTransitionEnd } from '../../world/transition.js'
import type { World } from '../../world/world.js'

export interface EfsTransition {
  readonly call: CallContext
  readonly during: 'creating' | 'updating' | 'deleting'
  /** Milliseconds of the fake's clock. */
  readonly delay: number
  /** Runs when the change succeeds. */
  readonly completed?: () => void
}

/** Puts the record into a transitional state, which ends after `delay` in `available`, or in an injected `error`. */
export function begin<R extends EfsRecord>(world: World, stored: StoredRecord<R>, change: EfsTransition): void {
  const record: EfsRecord = stored.record
  const isFailure = change.call.endsIn !== undefined
  record.LifeCycleState = change.during
  const run = () => {
    record.LifeCycleState = isFailure ? 'error' : 'available'
    if (!isFailure) change.completed?.()
  }
  scheduleTransitionEnd(world, stored, { status: 'LifeCycleState', delay: change.delay, run })
}

/** True if the deletion may begin; false while one is in progress. Throws then with `repeatedDeletion: 'not-found'`. */
export function isDeletable(world: World, record: EfsRecord, notFound: () => Error): boolean {
  if (record.LifeCycleState !== 'deleting') return true
  if (world.settings.undocumented.repeatedDeletion === 'not-found') throw notFound()
  return false
}
