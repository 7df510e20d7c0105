import { err, type Result, ResultAsync } from 'neverthrow'
import type { CallCount } from '../aws/pace/call-lane.js'
import type { StudioEfsError } from '../errors.js'
import type { InterruptedProfile, OutcomeCounts } from './profile-outcome.js'
import type { Stopped } from './run-stop.js'

/**
 * A run over many profiles, under way as soon as somebody iterates it or asks for its summary, and once only.
 *
 * The iteration ends by itself when the run is through, aborted, or ahead of its deadline. It throws a `StudioEfsError`
 * when the run cannot start or cannot go on; what concerns one profile is that profile's outcome.
 */
export interface OnboardingRun<Outcome, Summary, Failure> extends AsyncIterable<Outcome> {
  /**
   * Tells how it went, after the loop over it has ended; without one, runs it to the end. So a loop does not wait for it
   * from within. An error: the run could not start.
   */
  summary(): ResultAsync<Summary, Failure>
}

/** How a run went. Plain data but for the errors. */
export interface OnboardingSummary extends OutcomeCounts {
  /** Why it ended early; undefined when it is through. */
  readonly stopped: Stopped | undefined
  /** Profiles whose directory was made when the run ended, and that are not through: they are still to be done. */
  readonly interrupted: readonly InterruptedProfile[]
  readonly dryRun: boolean
  readonly durationMs: number
  /** By operation of the SageMaker API. */
  readonly calls: Readonly<Record<string, CallCount>>
}

export interface StartedRun<Outcome, Summary, Failure> {
  readonly outcomes: AsyncGenerator<Outcome, void, undefined>
  /** Asked after the last outcome, or after the caller left the loop. An error: it could not start. A bug is thrown. */
  result(): Result<Summary, Failure>
}

export function createRun<Outcome, Summary extends Pick<OnboardingSummary, 'stopped'>, Failure extends StudioEfsError>(
  start: () => StartedRun<Outcome, Summary, Failure>,
): OnboardingRun<Outcome, Summary, Failure> {
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

/** An iterator that somebody loops over, or that goes by itself while nobody does. */
interface Loop<Item> extends AsyncIterator<Item, void> {
  /** Waits for the loop, or goes one step. What it throws is the loop's to hear. */
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

/** A run that has nothing to do but to say why. */
export function refusedRun<Failure>(failure: Failure): StartedRun<never, never, Failure> {
  return { outcomes: nothing(), result: () => err(failure) }
}

async function* nothing(): AsyncGenerator<never, void, undefined> {}
