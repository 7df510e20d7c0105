import type { CallContext } from '../fake-api.js'
import { timestamp } from '../timestamp.js'
import type { World } from '../world.js'
import { notReady, type ResourceKind } from './refusals.js'
import type { ResourceStatus, StatefulRecord } from './state.js'

export interface Transition {
  readonly during: 'Pending' | 'Updating' | 'Deleting'
  /** Milliseconds of the fake's clock. */
  readonly delay: number
  /** Runs when it ends well. */
  readonly completed?: () => void
  /** Runs when it ends in failure. */
  readonly failed?: () => void
}

/** Puts the record into a transitional status that ends after `delay`, in the status that a fault asks for if any. */
export function begin(world: World, record: StatefulRecord, call: CallContext | undefined, change: Transition): void {
  const at = world.now() + change.delay
  record.Status = change.during
  record.LastModifiedTime = world.timestamp()
  record.settlesAt = at
  delete record.FailureReason
  world.schedule.at(at, () => {
    // Somebody else may have changed the record meanwhile.
    if (record.settlesAt !== at) return
    delete record.settlesAt
    record.LastModifiedTime = timestamp(at)
    const failure = call?.endsIn
    record.Status = (failure?.status ?? 'InService') as ResourceStatus
    if (failure !== undefined) record.FailureReason = failure.reason ?? 'Injected failure.'
    const follow = failure === undefined ? change.completed : change.failed
    follow?.()
  })
}

/** An update is legal from `InService`, and from `Update_Failed` to mend it. */
export function checkUpdatable(world: World, record: StatefulRecord, kind: ResourceKind, arn: string): void {
  if (record.Status === 'InService' || record.Status === 'Update_Failed') return
  throw notReady(world, 'update', kind, arn, record.Status)
}

/** A deletion has to wait for whatever is under way. */
export function checkDeletable(world: World, record: StatefulRecord, kind: ResourceKind, arn: string): void {
  if (record.Status !== 'Pending' && record.Status !== 'Updating' && record.Status !== 'Deleting') return
  throw notReady(world, 'delete', kind, arn, record.Status)
}
