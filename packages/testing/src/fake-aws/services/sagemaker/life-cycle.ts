import { timestamp } from '../../state/record.js'
import type { DomainRecord, ResourceStatus, StatefulRecord } from '../../state/sagemaker.js'
import type { CallContext } from '../../world/fake-api.js'
import { type Held, settleAfter } from '../../world/transition.js'
import type { World } from '../../world/world.js'
import { notReady, type ResourceKind } from './errors.js'

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
export function begin<R extends StatefulRecord>(
  world: World,
  held: Held<R>,
  call: CallContext | undefined,
  change: Transition,
): void {
  const record: StatefulRecord = held.record
  record.Status = change.during
  record.LastModifiedTime = world.timestamp()
  delete record.FailureReason
  settleAfter(world, held, 'Status', change.delay, (at) => {
    record.LastModifiedTime = timestamp(at)
    const failure = call?.endsIn
    record.Status = (failure?.status ?? 'InService') as ResourceStatus
    if (failure !== undefined) record.FailureReason = failure.reason ?? 'Injected failure.'
    const follow = failure === undefined ? change.completed : change.failed
    follow?.()
  })
}

export interface Update {
  readonly delay: number
  /** Changes the record. What it changed is taken back when the update fails, unless failed updates leave theirs. */
  readonly apply: () => void
  readonly completed?: () => void
}

export function beginUpdate<R extends StatefulRecord>(
  world: World,
  held: Held<R>,
  call: CallContext,
  { apply, ...change }: Update,
): void {
  const { record } = held
  const before = { ...record }
  apply()
  const after = { ...record }
  const isKept = world.settings.undocumented.settingsAfterFailedUpdate === 'new'
  const failed = () => takeBack(record, before, after)
  begin(world, held, call, { ...change, during: 'Updating', ...(!isKept && { failed }) })
}

// What somebody else has changed meanwhile stays.
function takeBack<R extends object>(record: R, before: R, after: R): void {
  for (const member of Object.keys(after) as (keyof R)[]) {
    if (after[member] === before[member] || record[member] !== after[member]) continue
    if (member in before) record[member] = before[member]
    else delete record[member]
  }
}

/** An update is legal from `InService`, and from `Update_Failed` to mend it. */
export function checkUpdatable(world: World, record: StatefulRecord, kind: ResourceKind, arn: string): void {
  if (record.Status === 'InService' || record.Status === 'Update_Failed') return
  if (record.Status === 'Delete_Failed' && world.settings.undocumented.updateAfterFailedDeletion === 'accept') return
  throw notReady(world, 'update', kind, arn, record.Status)
}

/** A domain takes profiles and spaces while it is there, and by choice while it is being updated. */
export function checkTaking(world: World, { Status, DomainArn }: DomainRecord, kind: ResourceKind): void {
  const isAway = Status === 'Pending' || Status === 'Deleting' || Status === 'Failed'
  const isBusy = Status === 'Updating' && world.settings.undocumented.creationInUpdatingDomain === 'refuse'
  if (isAway || isBusy) throw notReady(world, `create ${kind} in`, 'Domain', DomainArn, Status)
}

/** A deletion has to wait for whatever is under way. */
export function checkDeletable(world: World, record: StatefulRecord, kind: ResourceKind, arn: string): void {
  if (record.Status !== 'Pending' && record.Status !== 'Updating' && record.Status !== 'Deleting') return
  throw notReady(world, 'delete', kind, arn, record.Status)
}
