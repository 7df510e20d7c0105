import { err, type Result, ResultAsync } from 'neverthrow'
import type { CallCount } from '../aws/call-lane.js'
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
  /** Runs to the end what was not iterated, and tells how it went. An error: the run could not start. */
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
  async function drain(): Promise<Result<Summary, Failure>> {
    for await (const _ of begun().outcomes);
    return begun().result()
  }
  const iterator = iterate()
  return { [Symbol.asyncIterator]: () => iterator, summary: () => new ResultAsync(drain()) }
}

/** A run that has nothing to do but to say why. */
export function refusedRun<Failure>(failure: Failure): StartedRun<never, never, Failure> {
  return { outcomes: nothing(), result: () => err(failure) }
}

async function* nothing(): AsyncGenerator<never, void, undefined> {}
