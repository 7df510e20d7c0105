import { timestamp } from '../../state/record.js'
import type { DomainRecord, ResourceStatus, StatefulRecord } from '../../state/sagemaker.js'
import type { CallContext } from '../../world/fake-api.js'
import { type StoredRecord, scheduleTransitionEnd } from '../../world/transition.js'
import type { World } from '../../world/world.js'
import { notReady, type Resource, type ResourceKind } from './errors.js'

export interface Transition {
  readonly call: CallContext
  readonly during: 'Pending' | 'Updating' | 'Deleting'
  /** Milliseconds of the fake's clock. */
  readonly delay: number
  /** Runs when the change succeeds. */
  readonly completed?: () => void
  /** Runs when the change fails. */
  readonly failed?: () => void
}

/** Puts the record into a transitional status, which ends after `delay` in `InService` or in an injected status. */
export function begin<R extends StatefulRecord>(world: World, stored: StoredRecord<R>, change: Transition): void {
  const record: StatefulRecord = stored.record
  record.Status = change.during
  record.LastModifiedTime = world.timestamp()
  delete record.FailureReason
  const run = (at: number) => {
    record.LastModifiedTime = timestamp(at)
    const failure = change.call.endsIn
    record.Status = (failure?.status ?? 'InService') as ResourceStatus
    if (failure !== undefined) record.FailureReason = failure.reason ?? 'Injected failure.'
    const follow = failure === undefined ? change.completed : change.failed
    follow?.()
  }
  scheduleTransitionEnd(world, stored, { status: 'Status', delay: change.delay, run })
}

export interface Update {
  readonly call: CallContext
  readonly delay: number
  /** Changes the record. A failed update takes the changes back, unless `settingsAfterFailedUpdate` is `new`. */
  readonly apply: () => void
  readonly completed?: () => void
}

export function beginUpdate<R extends StatefulRecord>(
  world: World,
  stored: StoredRecord<R>,
  { apply, ...change }: Update,
): void {
  const { record } = stored
  const before = { ...record }
  apply()
  const after = { ...record }
  const isKept = world.settings.undocumented.settingsAfterFailedUpdate === 'new'
  const failed = () => takeBack(record, before, after)
  begin(world, stored, { ...change, during: 'Updating', ...(!isKept && { failed }) })
}

// Keeps the changes that a third party made meanwhile.
function takeBack<R extends object>(record: R, before: R, after: R): void {
  for (const member of Object.keys(after) as (keyof R)[]) {
    if (after[member] === before[member] || record[member] !== after[member]) continue
    if (member in before) record[member] = before[member]
    else delete record[member]
  }
}

/** Refuses an update unless the status is `InService` or `Update_Failed`. */
export function checkUpdatable(world: World, resource: Resource): void {
  const { status } = resource
  if (status === 'InService' || status === 'Update_Failed') return
  if (status === 'Delete_Failed' && world.settings.undocumented.updateAfterFailedDeletion === 'accept') return
  throw notReady(world, 'update', resource)
}

/** Refuses a new profile or space while the domain is `Pending`, `Deleting` or `Failed`, by choice also `Updating`. */
export function checkAcceptsNew(world: World, { Status, DomainArn }: DomainRecord, kind: ResourceKind): void {
  const isAway = Status === 'Pending' || Status === 'Deleting' || Status === 'Failed'
  const isBusy = Status === 'Updating' && world.settings.undocumented.creationInUpdatingDomain === 'refuse'
  if (isAway || isBusy) {
    throw notReady(world, `create ${kind} in`, { kind: 'Domain', arn: DomainArn, status: Status })
  }
}

/** Refuses a deletion while another change is under way. */
export function checkDeletable(world: World, resource: Resource): void {
  const { status } = resource
  if (status !== 'Pending' && status !== 'Updating' && status !== 'Deleting') return
  throw notReady(world, 'delete', resource)
}
