import { err, ok, type Result } from 'neverthrow'
import type { ReadinessError } from '../../aws/sagemaker/readiness.js'
import type { UserProfileRef } from '../../model/ids.js'
import { AbortedError, type StudioEfsError } from '../../studio-efs-error.js'
import type { Clock } from '../../time/clock.js'
import type { CountsOf, InterruptedProfile, OutcomeOf, ProfileError } from './profile-outcome.js'
import { createProfileQueue, type FromSource, type ProfileQueue } from './profile-queue.js'
import type { ProfileWork, Settled } from './profile-work.js'
import { createRunContext, type RunCall, type RunClients, type RunContext } from './run-context.js'
import type { RunSummary, StartedRun } from './run-iterable.js'
import { createRateMeter, type RunProgress, reportProgress } from './run-progress.js'
import type { RunSpec } from './run-spec.js'
import { type Ended, workThrough } from './work-queue.js'

export interface ProfileSource {
  readonly refs: AsyncIterator<FromSource>
  /** Why it gave no more before its end. */
  failure(): ReadinessError | undefined
  /** Number of profiles that it gives; undefined while that is not known. */
  total(): number | undefined
  /** Resolves when nothing that it began, as counting the profiles, is under way. Default: it begins nothing. */
  readonly ended?: Promise<void>
}

/** What a run does, with which profiles. */
export interface RunPlan<Done extends string, ProfileChange, Failure extends ProfileError, OpenError> {
  readonly workOf: (call: RunCall) => ProfileWork<Done, ProfileChange, Failure>
  /** Finds the profiles. Its error: the run cannot start. */
  readonly open: (run: RunContext) => PromiseLike<Result<ProfileSource, OpenError>>
}

export interface OpenedRun<Done extends string, ProfileChange, Failure, OpenError>
  extends StartedRun<
    OutcomeOf<Done, ProfileChange, Failure | ReadinessError>,
    RunSummary<Done, ProfileChange>,
    OpenError | ReadinessError
  > {
  /** Profiles that had their turn, or wait for one, and have no outcome. */
  unsettled(): readonly UserProfileRef[]
}

/** Works on the profiles of the source that `open` finds. Its timers run from now on, and until `outcomes` has ended. */
export function openRun<
  Done extends string,
  ProfileChange,
  Failure extends ProfileError,
  OpenError extends StudioEfsError,
>(
  clients: RunClients,
  spec: RunSpec,
  { workOf, open }: RunPlan<Done, ProfileChange, Failure, OpenError>,
): OpenedRun<Done, ProfileChange, Failure, OpenError> {
  type Outcome = OutcomeOf<Done, ProfileChange, Failure | ReadinessError>
  const { clock } = clients
  const startedAt = clock.now()
  const run = createRunContext(clients, spec)
  const { stop } = run
  const work = workOf(run.call)
  const counts = { changed: 0, unchanged: 0, skipped: 0, failed: 0 }
  const interrupted: InterruptedProfile<ProfileChange>[] = []
  let source: ProfileSource | undefined
  let queue: ProfileQueue | undefined
  let cannotStart: OpenError | ReadinessError | undefined
  let hasBegun = false
  let bug: { readonly thrown: unknown } | undefined
  let endedAt: number | undefined

  async function* outcomes(): AsyncGenerator<Outcome, void, undefined> {
    hasBegun = true
    let endProgress = () => {}
    try {
      const opened = await open(run)
      if (opened.isErr()) {
        cannotStart = opened.error
        return
      }
      source = opened.value
      const limits = { clock, draining: stop.draining, readyTimeoutMs: spec.profileTimeoutMs }
      queue = createProfileQueue(source.refs, limits)
      endProgress = reportProgress(clients, spec.onProgress, createProgress(clock, { work, counts, source, queue }))
      yield* giveOut(queue)
    } catch (thrown) {
      bug = { thrown }
      throw thrown
    } finally {
      endProgress()
      stop.stop('closed')
      stop.release()
      endedAt = clock.now()
    }
  }

  /** When the reader leaves, the profiles under way end, so that nothing goes on behind its back. */
  async function* giveOut(profiles: ProfileQueue): AsyncGenerator<Outcome, void, undefined> {
    const endings = workThrough(run, profiles, { ...spec, work })
    try {
      for await (const ended of keptOpen(endings)) {
        if (ended.kind === 'interrupted') {
          interrupted.push(ended.interrupted)
          continue
        }
        const { task, outcome } = ended
        profiles.forget(task)
        counts[outcome.outcome] += 1
        yield named(outcome, work.done)
      }
      endOfSource(profiles)
    } finally {
      stop.stop('closed')
      for await (const ended of endings) interrupted.push(...unseen(ended, spec))
      await source?.ended
    }
  }

  /** A source that fails before it gave anything is a run that could not start. */
  function endOfSource(profiles: ProfileQueue): void {
    const failure = source?.failure()
    if (failure === undefined) return
    if (profiles.hasGiven() || stop.why() !== undefined) stop.stop('error', failure)
    else cannotStart = failure
  }

  function leave(): void {
    stop.stop('closed')
    if (hasBegun) return
    cannotStart = new AbortedError({ pending: 'waiting for the run to begin' })
    stop.release()
  }

  function result(): Result<RunSummary<Done, ProfileChange>, OpenError | ReadinessError> {
    if (bug !== undefined) throw bug.thrown
    if (cannotStart !== undefined) return err(cannotStart)
    const why = stop.why()
    // A list that the deadline cut off gives no more, which is not its end.
    const isThrough = queue?.isThrough() === true && source?.failure() === undefined
    const stopped = isThrough && why?.error === undefined ? undefined : why
    const durationMs = (endedAt ?? clock.now()) - startedAt
    const named = countsOf(counts, work.done)
    return ok({ ...named, stopped, interrupted, dryRun: spec.dryRun, durationMs, calls: run.counts() })
  }

  return { outcomes: outcomes(), result, leave, unsettled: () => queue?.unsettled() ?? [] }
}

/** The same items; leaving a loop over them does not end them. */
function keptOpen<Item>(items: AsyncIterator<Item, void>): AsyncIterable<Item, void> {
  return { [Symbol.asyncIterator]: () => ({ next: () => items.next() }) }
}

/** Changes of a profile that ended when nobody took its outcome any more. */
function unseen<ProfileChange>(
  ended: Ended<ProfileChange, unknown>,
  { dryRun }: RunSpec,
): readonly InterruptedProfile<ProfileChange>[] {
  if (ended.kind === 'interrupted') return [ended.interrupted]
  const { outcome } = ended
  if (dryRun || outcome.outcome === 'unchanged' || outcome.changes.length === 0) return []
  return [{ profile: outcome.profile, changes: outcome.changes }]
}

type Counts = CountsOf<'changed'>

function named<Done extends string, ProfileChange, Failure>(
  outcome: Settled<ProfileChange, Failure>,
  done: Done,
): OutcomeOf<Done, ProfileChange, Failure> {
  return outcome.outcome === 'changed' ? { ...outcome, outcome: done } : outcome
}

function countsOf<Done extends string>({ changed, ...others }: Counts, done: Done): CountsOf<Done> {
  return { [done]: changed, ...others } as CountsOf<Done>
}

interface Progressing<Done extends string> {
  readonly work: Pick<ProfileWork<Done, never, never>, 'done' | 'step'>
  readonly counts: Counts
  readonly source: ProfileSource
  readonly queue: ProfileQueue
}

function createProgress<Done extends string>(
  clock: Clock,
  { work, counts, source, queue }: Progressing<Done>,
): () => RunProgress<string, Done> {
  const rateOf = createRateMeter(clock)
  return () => {
    const done = counts.changed + counts.unchanged + counts.skipped + counts.failed
    const total = source.total()
    const perSecond = rateOf(done)
    const timeLeftMs =
      total === undefined || perSecond === 0 ? undefined : (Math.max(0, total - done) * 1000) / perSecond
    return {
      step: work.step,
      ...countsOf(counts, work.done),
      done,
      waiting: queue.waiting(),
      total,
      perSecond,
      timeLeftMs,
    }
  }
}

/** Makes a list a source. */
export async function* iterate<Item>(items: readonly Item[]): AsyncGenerator<Item, void, undefined> {
  yield* items
}
