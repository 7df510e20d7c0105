import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import { type AwsError, mayHaveBeenApplied } from '../aws/call/aws-error.js'
import { pause, retrying } from '../aws/call/call-aws.js'
import { readinessOf } from '../aws/sagemaker/readiness.js'
import type { ReadinessError } from '../aws/sagemaker/wait-until-ready.js'
import type { OutOfPatienceError, Patience } from '../call.js'
import { StudioEfsError } from '../errors.js'
import type { StudioResource } from '../model/studio-resource.js'
import { retryDelayMs } from '../time/backoff.js'
import type { Clock } from '../time/clock.js'
import { FRESH_MS } from '../time/freshness.js'

/** SageMaker took the update and then failed to carry it out. */
export class UpdateFailedError extends StudioEfsError {
  readonly name = 'UpdateFailedError'
  constructor(
    readonly resource: string,
    readonly failureReason: string | undefined,
  ) {
    super(`${resource} went to Update_Failed${failureReason === undefined ? '' : `: ${failureReason}`}.`, {
      retryable: false,
      hint: 'Mend what the reason names, then run again: an update is allowed from this state.',
    })
  }
}

/** How one kind of resource is read, planned and written. */
export interface ReadModifyWrite<Snapshot extends StudioResource, Change, PlanError> {
  /** For messages: `user profile d-abc/alice`. */
  readonly resource: string
  /** Pure. Undefined when the resource is as it should be. */
  readonly plan: (snapshot: Snapshot) => Result<Change | undefined, PlanError>
  /** Sends the change once; never resends it. */
  readonly send: (change: Change) => ResultAsync<unknown, AwsError | OutOfPatienceError>
  /** Reads the resource as it is now. */
  readonly describe: () => ResultAsync<Snapshot, AwsError | OutOfPatienceError>
  /** Reads the resource once it may be updated. */
  readonly wait: () => ResultAsync<Snapshot, ReadinessError>
}

export interface WriteRules {
  readonly dryRun: boolean
  /** After the update wait until the resource is ready again, and plan once more on what is there then. */
  readonly verify: boolean
}

export type ReadModifyWriteError = ReadinessError | UpdateFailedError

export interface Written<Snapshot, Change> {
  /** In the order in which they were made. */
  readonly changes: readonly Change[]
  /** The resource as it was last read; undefined when the last change was not looked at afterwards. */
  readonly seen: Snapshot | undefined
}

/**
 * Plans on what was read, sends once, and unless AWS confirmed it, reads and plans again. Answers with the changes that
 * were made, or in a dry run would be. Call it while holding the resource's turn.
 *
 * These APIs replace whole lists and keep no version of them, so a change is never sent again from memory.
 */
export async function readModifyWrite<Snapshot extends StudioResource, Change, PlanError>(
  clock: Clock,
  steps: ReadModifyWrite<Snapshot, Change, PlanError>,
  first: Snapshot,
  rules: WriteRules,
  patience: Patience,
): Promise<Result<Written<Snapshot, Change>, PlanError | ReadModifyWriteError>> {
  let reading: Reading<Snapshot> = { snapshot: first, refusals: 0 }
  const taken: Change[] = []
  let unconfirmed: readonly Change[] = []
  for (let tries = 0; ; tries += 1) {
    const planned = await planOn(reading.snapshot, clock, steps, rules)
    if (planned.isErr()) return err(planned.error)
    const { snapshot, change } = planned.value
    if (change === undefined) return ok({ changes: [...taken, ...unconfirmed], seen: snapshot })
    if (rules.dryRun) return ok({ changes: [change], seen: snapshot })
    const update = await steps.send(change)
    if (update.isOk()) {
      taken.push(change)
      unconfirmed = []
    } else if (mayHaveBeenApplied(update.error)) unconfirmed = [change]
    if (update.isOk() && !rules.verify) return ok({ changes: taken, seen: undefined })
    const next = update.isOk()
      ? await confirmed(steps)
      : await lookAgain(clock, steps, update.error, { tries, refusals: reading.refusals }, patience)
    if (next.isErr()) return err(next.error)
    reading = next.value
  }
}

/** The plan on a reading that is fresh, unless there is nothing to write anyway. */
async function planOn<Snapshot extends StudioResource, Change, PlanError>(
  snapshot: Snapshot,
  clock: Clock,
  { plan, wait }: Pick<ReadModifyWrite<Snapshot, Change, PlanError>, 'plan' | 'wait'>,
  { dryRun }: WriteRules,
): Promise<Result<Planned<Snapshot, Change>, PlanError | ReadinessError>> {
  const planned = plan(snapshot)
  const isFresh = clock.now() - snapshot.readAt <= FRESH_MS
  if (isFresh || dryRun || (planned.isOk() && planned.value === undefined))
    return planned.map((change) => ({ snapshot, change }))
  const now = await wait()
  return now.isErr() ? err(now.error) : plan(now.value).map((change) => ({ snapshot: now.value, change }))
}

interface Planned<Snapshot, Change> {
  readonly snapshot: Snapshot
  readonly change: Change | undefined
}

interface Reading<Snapshot> {
  readonly snapshot: Snapshot
  readonly refusals: number
}

/** The resource after an update that AWS took. */
async function confirmed<Snapshot extends StudioResource>({
  resource,
  wait,
}: Pick<ReadModifyWrite<Snapshot, never, unknown>, 'resource' | 'wait'>): Promise<
  Result<Reading<Snapshot>, ReadModifyWriteError>
> {
  const settled = await wait()
  if (settled.isErr()) return err(settled.error)
  const { status, failureReason } = settled.value
  if (status === 'Update_Failed') return err(new UpdateFailedError(resource, failureReason))
  return ok({ snapshot: settled.value, refusals: 0 })
}

/** The resource after an update that AWS did not confirm, if another try makes sense. */
async function lookAgain<Snapshot extends StudioResource>(
  clock: Clock,
  { resource, describe, wait }: Pick<ReadModifyWrite<Snapshot, never, unknown>, 'resource' | 'describe' | 'wait'>,
  error: AwsError | OutOfPatienceError,
  seen: { readonly tries: number; readonly refusals: number },
  patience: Patience,
): Promise<Result<Reading<Snapshot>, ReadinessError>> {
  const refused = error.name === 'RequestRefusedError'
  if ((!error.retryable && !refused) || patience.signal.aborted) return err(error)
  const pending = `updating ${resource}`
  const spent = await pause(clock, patience, retryDelayMs(seen.tries, clock.random()), pending, error)
  if (spent !== undefined) return err(spent)
  const now = await retrying(clock, patience, pending, describe)
  if (now.isErr()) return err(now.error)
  const readiness = readinessOf(now.value.status)
  // AWS also answers "not in this state" with a ValidationException, which the status tells from a bad request; a
  // change that ended just before the look gets one more try.
  const refusals = refused && readiness === 'ready' ? seen.refusals + 1 : 0
  if (refusals > 1) return err(error)
  if (readiness === 'ready') return ok({ snapshot: now.value, refusals })
  return (await wait()).map((snapshot) => ({ snapshot, refusals }))
}
