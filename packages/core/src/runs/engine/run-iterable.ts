import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { CallCount } from '../../aws/pace/call-lane.js'
import type { StudioEfsError } from '../../studio-efs-error.js'
import { RunStoppedError, type Stopped } from './run-stop.js'
import type { CountsBy } from './run-work.js'

/**
 * A run over many user profiles or spaces. It starts once, when it is first iterated or asked for its summary.
 *
 * The iteration ends by itself when the run is through, aborted, or ahead of its deadline. Leaving the loop ends the run as
 * an abort does, and takes as long: nothing is under way afterwards. It throws a `StudioEfsError`
 * when the run cannot start or cannot go on; a problem of one item is that item's outcome.
 */
export interface Run<Outcome, Summary, Failure> extends AsyncIterable<Outcome> {
  /**
   * Resolves when the run has ended; drives it if nobody iterates. Do not await it inside the loop. An error: the run could
   * not start; or a `RunStoppedError`, with the summary: it stopped at what every further item would have ended in.
   */
  summary(): ResultAsync<Summary, Failure | RunStoppedError<Summary>>
}

/** Result of a run, with the number of items by outcome. Plain data but for the errors. */
export type RunEnd<Word extends string, Interrupted> = CountsBy<Word> & {
  /** Why it ended early; undefined when it is through. */
  readonly stopped: Stopped | undefined
  /**
   * Items that were changed and have no outcome: in part when the run ended, as with a directory that was made, or
   * altogether when the caller had left the loop. They are still to be done, or to be found done.
   */
  readonly interrupted: readonly Interrupted[]
  readonly dryRun: boolean
  readonly durationMs: number
  /** By operation of the SageMaker API. */
  readonly calls: Readonly<Record<string, CallCount>>
}

export interface StartedRun<Outcome, Summary, Failure> {
  readonly outcomes: AsyncGenerator<Outcome, void, undefined>
  /** For after the last outcome, or after the caller left the loop. An error: it could not start. A bug is thrown. */
  result(): Result<Summary, Failure>
  /** Ends it, because the caller leaves the loop. */
  leave(): void
}

export function createRunIterable<
  Outcome,
  Summary extends { readonly stopped: Stopped | undefined },
  Failure extends StudioEfsError,
>(start: () => StartedRun<Outcome, Summary, Failure>): Run<Outcome, Summary, Failure> {
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
  const loop = createLoop(iterate(), () => begun().leave())
  async function summary(): Promise<Result<Summary, Failure | RunStoppedError<Summary>>> {
    // A loop that begins in the same moment comes first.
    await undefined
    while (!(await loop.isOver()));
    return begun()
      .result()
      .andThen((ended): Result<Summary, RunStoppedError<Summary>> => {
        const cause = ended.stopped?.error
        return cause === undefined ? ok(ended) : err(new RunStoppedError({ summary: ended, cause }))
      })
  }
  return { [Symbol.asyncIterator]: () => loop, summary: () => new ResultAsync(summary()) }
}

/** An iterator that drives itself while it has no consumer. */
interface Loop<Item> extends AsyncIterator<Item, void> {
  /** Waits for the loop, or goes one step. Errors go to the consumer. */
  isOver(): Promise<boolean>
}

/** `leave` is called before the items are left, so that a step under way ends soon. */
function createLoop<Item>(items: AsyncGenerator<Item, void, undefined>, leave: () => void): Loop<Item> {
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
    return() {
      leave()
      return step(items.return())
    },
    async isOver() {
      if (isLooped) await over
      else await step(items.next()).catch(() => undefined)
      return isOver
    },
  }
}

/** A run that cannot start: no outcomes, and the reason as its result. */
export function refusedRun<Failure>(failure: Failure): StartedRun<never, never, Failure> {
  return { outcomes: nothing(), result: () => err(failure), leave: () => {} }
}

async function* nothing(): AsyncGenerator<never, void, undefined> {}
