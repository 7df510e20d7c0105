import { err, ok, type Result } from 'neverthrow'
import type { ReadinessError } from '../aws/sagemaker/wait-until-ready.js'
import type { StudioEfsError } from '../errors.js'
import type { Logger } from '../logger.js'
import type { UserProfileRef } from '../model/ids.js'
import type { OnboardWish } from '../profiles/onboard.js'
import type { Clock } from '../time/clock.js'
import type { OutcomeCounts, ProfileOutcome } from './profile-outcome.js'
import type { FromSource, ProfileQueue } from './profile-queue.js'
import { type Many, type ManyContext, prepareMany } from './run-context.js'
import type { OnboardingSummary, StartedRun } from './run-iterable.js'
import { createRateMeter, type OnboardingProgress, type OnProgress, tellProgress } from './run-progress.js'
import { createRunStop } from './run-stop.js'

export interface ManyWish extends OnboardWish {
  readonly concurrency: number
  readonly profileTimeoutMs: number
  readonly timeoutMs: number | undefined
  readonly signal: AbortSignal | undefined
  readonly onProgress: OnProgress<never> | undefined
}

/** Where the profiles come from. */
export interface ProfileSource {
  readonly refs: AsyncIterator<FromSource>
  /** Why it gave no more before its end. */
  failure(): ReadinessError | undefined
  /** How many it gives; undefined while that is not known. */
  total(): number | undefined
}

export interface ManyRun<Failure> extends StartedRun<ProfileOutcome, OnboardingSummary, Failure> {
  /** Profiles that had their turn, or wait for one, and have no outcome. */
  unsettled(): readonly UserProfileRef[]
}

/** Onboards what `open` finds to onboard. Its timers run from now on, and until `outcomes` has ended. */
export function startMany<Failure extends StudioEfsError>(
  context: ManyContext & { readonly logger: Logger },
  wish: ManyWish,
  open: (many: Many) => Promise<Result<ProfileSource, Failure>>,
): ManyRun<Failure> {
  const { clock } = context
  const startedAt = clock.now()
  const stop = createRunStop(clock, wish)
  const many = prepareMany(context, { ...wish, wish, stop })
  const counts = { onboarded: 0, unchanged: 0, skipped: 0, failed: 0 }
  let source: ProfileSource | undefined
  let queue: ProfileQueue | undefined
  let cannotStart: Failure | undefined
  let bug: { readonly thrown: unknown } | undefined
  let endedAt: number | undefined

  async function* outcomes(): AsyncGenerator<ProfileOutcome, void, undefined> {
    let endProgress = () => {}
    try {
      const opened = await open(many)
      if (opened.isErr()) {
        cannotStart = opened.error
        return
      }
      source = opened.value
      queue = many.queueOf(source.refs)
      endProgress = tellProgress(context, wish.onProgress, progressOf(clock, counts, source, queue))
      for await (const outcome of many.onboard(queue)) {
        counts[outcome.outcome] += 1
        yield outcome
      }
      const failure = source.failure()
      if (failure !== undefined) stop.stop('error', failure)
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

  function summary(): Result<OnboardingSummary, Failure> {
    if (bug !== undefined) throw bug.thrown
    if (cannotStart !== undefined) return err(cannotStart)
    const why = stop.why()
    // A list that was cut off by the deadline gives no more, which is not its end.
    const isThrough = queue?.isThrough() === true && source?.failure() === undefined
    const stopped = isThrough && why?.error === undefined ? undefined : why
    const durationMs = (endedAt ?? clock.now()) - startedAt
    return ok({
      ...counts,
      stopped,
      interrupted: many.interrupted(),
      dryRun: wish.dryRun,
      durationMs,
      calls: many.calls(),
    })
  }

  return { outcomes: outcomes(), result: summary, unsettled: () => queue?.unsettled() ?? [] }
}

function progressOf(
  clock: Clock,
  counts: OutcomeCounts,
  source: ProfileSource,
  queue: ProfileQueue,
): () => OnboardingProgress {
  const rateOf = createRateMeter(clock)
  return () => {
    const done = counts.onboarded + counts.unchanged + counts.skipped + counts.failed
    const total = source.total()
    const perSecond = rateOf(done)
    const timeLeftMs =
      total === undefined || perSecond === 0 ? undefined : (Math.max(0, total - done) * 1000) / perSecond
    return { step: 'onboarding', ...counts, done, waiting: queue.waiting(), total, perSecond, timeLeftMs }
  }
}
