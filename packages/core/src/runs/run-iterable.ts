import { err, type Result, ResultAsync } from 'neverthrow'
import type { CallCount } from '../aws/pace/call-lane.js'
import type { StudioEfsError } from '../studio-efs-error.js'
import type { InterruptedProfile, OutcomeCounts } from './profile-outcome.js'
import type { Stopped } from './run-stop.js'

/**
 * A run over many profiles. It starts once, when it is first iterated or asked for its summary.
 *
 * The iteration ends by itself when the run is through, aborted, or ahead of its deadline. It throws a `StudioEfsError`
 * when the run cannot start or cannot go on; a problem of one profile is that profile's outcome.
 */
export interface OnboardingRun<Outcome, Summary, Failure> extends AsyncIterable<Outcome> {
  /**
   * Resolves when the run has ended; drives it if nobody iterates. Do not await it inside the loop. An error: the run could
   * not start.
   */
  summary(): ResultAsync<Summary, Failure>
}

/** Result of a run. Plain data but for the errors. */
export interface OnboardingSummary extends OutcomeCounts {
  /** Why it ended early; undefined when it is through. */
  readonly stopped: Stopped | undefined
  /** Profiles that have their directory but were not finished when the run ended: they are still to be done. */
  readonly interrupted: readonly InterruptedProfile[]
  readonly dryRun: boolean
  readonly durationMs: number
  /** By operation of the SageMaker API. */
  readonly calls: Readonly<Record<string, CallCount>>
}

export interface StartedRun<Outcome, Summary, Failure> {
  readonly outcomes: AsyncGenerator<Outcome, void, undefined>
  /** For after the last outcome, or after the caller left the loop. An error: it could not start. A bug is thrown. */
  result(): Result<Summary, Failure>
}

export function createRunIterable<
  Outcome,
  Summary extends Pick<OnboardingSummary, 'stopped'>,
  Failure extends StudioEfsError,
>(start: () => StartedRun<Outcome, Summary, Failure>): OnboardingRun<Outcome, Summary, Failure> {
  let started: StartedRun<Outcome, Summary, Failure> | undefined
  const begun = () => {
    started ??= start()
    return started
  }
  async function* iterate(): AsyncGenerator<Outcome, void, undefined> {
    yield* begun().outcomes
    const error = begun()
      .result()
      .match(
        ({ stopped }) => stopped?.error,
        (failure) => failure,
      )
    if (error !== undefined) throw error
  }
  const loop = createLoop(iterate())
  async function summary(): Promise<Result<Summary, Failure>> {
    // A loop that begins in the same moment comes first.
    await undefined
    while (!(await loop.isOver()));
    return begun().result()
  }
  return { [Symbol.asyncIterator]: () => loop, summary: () => new ResultAsync(summary()) }
}

/** An iterator that drives itself while it has no consumer. */
interface Loop<Item> extends AsyncIterator<Item, void> {
  /** Waits for the loop, or goes one step. Errors go to the consumer. */
  isOver(): Promise<boolean>
}

function createLoop<Item>(items: AsyncGenerator<Item, void, undefined>): Loop<Item> {
  let isLooped = false
  let isOver = false
  let onOver = () => {}
  const over = new Promise<void>((resolve) => {
    onOver = resolve
  })
  const step = async (next: Promise<IteratorResult<Item, void>>) => {
    let done: boolean | undefined = true
    try {
      const result = await next
      done = result.done
      return result
    } finally {
      isOver ||= done === true
      if (isOver) onOver()
    }
  }
  return {
    next() {
      isLooped = true
      return step(items.next())
    },
    return: () => step(items.return()),
    async isOver() {
      if (isLooped) await over
      else await step(items.next()).catch(() => undefined)
      return isOver
    },
  }
}

/** A run that cannot start: no outcomes, and the reason as its result. */
export function refusedRun<Failure>(failure: Failure): StartedRun<never, never, Failure> {
  return { outcomes: nothing(), result: () => err(failure) }
}

async function* nothing(): AsyncGenerator<never, void, undefined> {}
