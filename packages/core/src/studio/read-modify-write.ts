import { err, ok, type Result, ResultAsync, safeTry } from 'neverthrow'
import { type AwsError, mayHaveBeenApplied } from '../aws/call/aws-error.js'
import { createRetryRule } from '../aws/call/call-aws.js'
import { type ReadinessError, readinessOf } from '../aws/sagemaker/readiness.js'
import { type Call, type CallEndedError, pause } from '../call.js'
import { logChange } from '../logger.js'
import type { StudioState } from '../model/studio-resource.js'
import { StudioEfsError } from '../studio-efs-error.js'
import { retryDelayMs } from '../time/backoff.js'
import { FRESH_MS } from '../time/freshness.js'

/** SageMaker took the update and then failed to carry it out. */
export class UpdateFailedError extends StudioEfsError {
  readonly name = 'UpdateFailedError'
  readonly resource: string
  readonly failureReason: string | undefined

  constructor({ resource, failureReason }: Pick<UpdateFailedError, 'resource' | 'failureReason'>) {
    super({
      message: `${resource} went to Update_Failed${failureReason === undefined ? '' : `: ${failureReason}`}.`,
      retryable: false,
      hint: 'Mend what the reason names, then run again: an update is allowed from this state.',
    })
    this.resource = resource
    this.failureReason = failureReason
  }
}

/** Reads, plans and writes one kind of resource. */
export interface UpdateSteps<Snapshot extends StudioState, Change, PlanError> {
  /** For messages: `user profile d-abc/alice`. */
  readonly resource: string
  /** Pure. Undefined when the resource is as it should be. */
  readonly plan: (snapshot: Snapshot) => Result<Change | undefined, PlanError>
  /** Sends the change once; never resends it. */
  readonly send: (change: Change) => ResultAsync<unknown, AwsError | CallEndedError>
  /** Reads the resource as it is now. */
  readonly describe: () => ResultAsync<Snapshot, AwsError | CallEndedError>
  /** Reads the resource once it may be updated. */
  readonly wait: () => ResultAsync<Snapshot, ReadinessError>
}

export interface WriteRules {
  readonly dryRun: boolean
  /**
   * After the update wait until the resource is ready again, and plan once more on what is there then. An update of what
   * is `Update_Failed` is always verified: the one before it may have been the same.
   */
  readonly verify: boolean
}

export type UpdateError = ReadinessError | UpdateFailedError

export interface Written<Snapshot, Change> {
  /** In the order in which they were made. */
  readonly changes: readonly Change[]
  /** The resource as it was last read; undefined when it was not read after the last change. */
  readonly seen: Snapshot | undefined
}

/**
 * Plans on the first reading, sends once, and unless AWS confirmed it, reads and plans again. Returns the changes that
 * were made, or in a dry run would be. Call it while holding the resource's turn.
 *
 * These APIs replace whole lists and keep no version of them, so a change is never sent again from memory.
 */
export function readModifyWrite<Snapshot extends StudioState, Change, PlanError>(
  call: Call,
  steps: UpdateSteps<Snapshot, Change, PlanError>,
  { first, rules }: { readonly first: Snapshot; readonly rules: WriteRules },
): ResultAsync<Written<Snapshot, Change>, PlanError | UpdateError> {
  return safeTry<Written<Snapshot, Change>, PlanError | UpdateError>(async function* () {
    let reading: Reading<Snapshot> = { snapshot: first, refusals: 0 }
    const mayPass = createRetryRule()
    const confirmed: Change[] = []
    let unconfirmed: readonly Change[] = []
    for (let tries = 0; ; tries += 1) {
      const { snapshot, change } = yield* planOnFresh(call, steps, { seen: reading.snapshot, rules })
      if (change === undefined) {
        for (const lost of unconfirmed) logChanges(call, lost, { reply: 'lost' })
        return checkLastUpdate(call, steps, { snapshot, unconfirmed }).map(() => ({
          changes: [...confirmed, ...unconfirmed],
          seen: snapshot,
        }))
      }
      if (rules.dryRun) return ok({ changes: [change], seen: snapshot })
      const update = await steps.send(change)
      if (update.isOk()) {
        logChanges(call, change)
        confirmed.push(change)
        unconfirmed = []
        if (!rules.verify && !hasFailed(snapshot)) return ok({ changes: confirmed, seen: undefined })
        reading = yield* readAfterUpdate(steps)
      } else {
        if (mayHaveBeenApplied(update.error)) unconfirmed = [change]
        const { error } = update
        reading = yield* readAfterError(call, steps, { error, mayPass, tries, refusals: reading.refusals })
      }
    }
  })
}

/** A plan for a domain holds several changes. */
function logChanges({ logger }: Call, planned: unknown, more?: object): void {
  const { changes } = planned as { readonly changes?: readonly object[] }
  for (const change of changes ?? [planned as object]) logChange(logger, change, more)
}

function hasFailed({ status }: StudioState): boolean {
  return status === 'Update_Failed'
}

/**
 * Fails if the resource is as wanted but an update of ours, of which the reply was lost, is what failed. AWS does not say
 * which settings an update leaves that failed. The failure of another one is logged.
 */
function checkLastUpdate(
  { logger }: Call,
  { resource }: { readonly resource: string },
  { snapshot, unconfirmed }: { readonly snapshot: StudioState; readonly unconfirmed: readonly unknown[] },
): Result<undefined, UpdateFailedError> {
  if (!hasFailed(snapshot)) return ok(undefined)
  const { failureReason } = snapshot
  if (unconfirmed.length > 0) return err(new UpdateFailedError({ resource, failureReason }))
  logger.warn('the last update failed, although the list is as wanted', { resource, failureReason })
  return ok(undefined)
}

interface Planned<Snapshot, Change> {
  readonly snapshot: Snapshot
  readonly change: Change | undefined
}

/** Plans on what was seen while that is fresh or needs no change, else on a new reading. */
function planOnFresh<Snapshot extends StudioState, Change, PlanError>(
  { clock }: Call,
  { plan, wait }: UpdateSteps<Snapshot, Change, PlanError>,
  { seen, rules }: { readonly seen: Snapshot; readonly rules: WriteRules },
): ResultAsync<Planned<Snapshot, Change>, PlanError | ReadinessError> {
  const planOn = (snapshot: Snapshot) => plan(snapshot).map((change) => ({ snapshot, change }))
  const planned = planOn(seen)
  const isFresh = clock.now() - seen.readAt <= FRESH_MS
  if (isFresh || rules.dryRun || (planned.isOk() && planned.value.change === undefined))
    return new ResultAsync(Promise.resolve(planned))
  return wait().andThen(planOn)
}

interface Reading<Snapshot> {
  readonly snapshot: Snapshot
  /** Updates in a row that AWS refused although the resource was ready. */
  readonly refusals: number
}

/** Reads the resource after an update that AWS took. */
function readAfterUpdate<Snapshot extends StudioState>({
  resource,
  wait,
}: Pick<UpdateSteps<Snapshot, never, unknown>, 'resource' | 'wait'>): ResultAsync<Reading<Snapshot>, UpdateError> {
  return wait().andThen((snapshot) => {
    const { failureReason } = snapshot
    if (hasFailed(snapshot)) return err(new UpdateFailedError({ resource, failureReason }))
    return ok({ snapshot, refusals: 0 })
  })
}

interface FailedUpdate {
  readonly error: AwsError | CallEndedError
  readonly mayPass: (error: StudioEfsError) => boolean
  readonly tries: number
  readonly refusals: number
}

/** Reads the resource after an update that AWS did not confirm. Fails with the error unless another try makes sense. */
function readAfterError<Snapshot extends StudioState>(
  call: Call,
  { resource, describe, wait }: Pick<UpdateSteps<Snapshot, never, unknown>, 'resource' | 'describe' | 'wait'>,
  { error, mayPass, tries, refusals: before }: FailedUpdate,
): ResultAsync<Reading<Snapshot>, ReadinessError> {
  return safeTry<Reading<Snapshot>, ReadinessError>(async function* () {
    const refused = error.name === 'RequestRefusedError'
    if ((!mayPass(error) && !refused) || call.signal.aborted) return err(error)
    const ms = retryDelayMs(tries, call.clock.random())
    yield* pause(call, { ms, pending: `updating ${resource}`, cause: error })
    const now = yield* describe()
    const isReady = readinessOf(now.status) === 'ready'
    // AWS also answers "not in this state" with a ValidationException; the status distinguishes it from a bad request. A
    // change that ended just before this read gets one more try.
    const refusals = refused && isReady ? before + 1 : 0
    if (refusals > 1) return err(error)
    return ok({ snapshot: isReady ? now : yield* wait(), refusals })
  })
}
