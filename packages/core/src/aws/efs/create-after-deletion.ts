import { err, ok, ResultAsync } from 'neverthrow'
import type { AwsResult } from '../call/aws-error.js'
import type { Created } from '../call/create-and-delete.js'
import type { FirstProbe } from '../call/poll.js'
import { stageOf, type UnusableLifeCycleError } from './efs-state.js'
import type { EfsWaitCall } from './waiters.js'

export interface CreationSteps<C extends EfsWaitCall, Id, T> {
  /** The resource with the same token that is being deleted, if one is known. */
  readonly leaving: Id | undefined
  readonly create: (call: C) => AwsResult<Created<Id>>
  /** Called after every answer to a creation, before the wait. */
  readonly onCreated?: (created: Created<Id>) => void
  readonly waitUntilReady: (call: C, id: Id, firstProbe: FirstProbe) => AwsResult<T, UnusableLifeCycleError>
  readonly waitUntilGone: (call: C, id: Id) => AwsResult<undefined>
}

export interface ReadyResource<Id, T> {
  readonly id: Id
  readonly outcome: Created<Id>['outcome']
  readonly made: boolean
  readonly resource: T
}

/**
 * Creates a resource that its token makes unique, or adopts the existing one, and waits until it is ready. A resource with
 * the same token that is being deleted holds the token until it is gone: waits for that, and creates again.
 */
export function createAfterDeletion<C extends EfsWaitCall, Id, T>(
  call: C,
  { leaving, create, onCreated, waitUntilReady, waitUntilGone }: CreationSteps<C, Id, T>,
): AwsResult<ReadyResource<Id, T>, UnusableLifeCycleError> {
  return new ResultAsync(
    (async () => {
      for (let before = leaving; ; ) {
        const gone = before === undefined ? ok(undefined) : await waitUntilGone(call, before)
        if (gone.isErr()) return err(gone.error)
        const created = await create(call)
        if (created.isErr()) return err(created.error)
        const { id, outcome, made } = created.value
        if (id === undefined) throw new Error('EFS refused a token that is taken without the id of the resource.')
        onCreated?.(created.value)
        const ready = await waitUntilReady(call, id, outcome === 'created' ? 'later' : 'at-once')
        if (ready.isOk()) return ok({ id, outcome, made, resource: ready.value })
        const isLeaving =
          ready.error.name === 'UnusableLifeCycleError' && stageOf(ready.error.lifeCycleState) === 'leaving'
        if (!isLeaving || outcome === 'created') return err(ready.error)
        before = id
      }
    })(),
  )
}
