import { concurrently } from '../../concurrently.js'
import { DeadlineExceededError } from '../../studio-efs-error.js'
import { pollDelayMs } from '../../time/backoff.js'
import type { ItemQueue, Task } from './item-queue.js'
import type { RunContext } from './run-context.js'
import { isFatal, type RunStop } from './run-stop.js'
import type { Attempt, ItemOutcome, RunWork } from './run-work.js'

/** Enough to keep all calls busy while other items wait, as profiles do for their directories. */
const ITEMS_IN_FLIGHT = 64

/** `task`: to be forgotten once the caller has its outcome. */
export type Ended<Ref, Outcome, Interrupted> =
  | { readonly kind: 'outcome'; readonly task: Task<Ref>; readonly outcome: Outcome }
  | { readonly kind: 'interrupted'; readonly interrupted: Interrupted }

interface Attempted<Ref, Outcome> {
  readonly task: Task<Ref>
  readonly attempt: Attempt<Outcome>
}

/** Works on the items of the queue, several at once, and yields how each ended, in the order in which they end. */
export async function* workThrough<Ref, Outcome extends ItemOutcome, Interrupted>(
  run: RunContext,
  queue: ItemQueue<Ref>,
  work: RunWork<Ref, Outcome, Interrupted>,
): AsyncGenerator<Ended<Ref, Outcome, Interrupted>, void, undefined> {
  const { stop } = run
  const { clock } = run.call
  const attemptOne = async (task: Task<Ref>): Promise<Attempted<Ref, Outcome>> => {
    const attempt = await work.attempt(run, task)
    const error = attempt.kind === 'settled' ? attempt.outcome.error : undefined
    if (error !== undefined && isFatal(error)) stop.stop('error', error)
    return { task, attempt }
  }
  for await (const { task, attempt } of concurrently(queue.tasks, ITEMS_IN_FLIGHT, attemptOne)) {
    const now = clock.now()
    if (attempt.kind === 'not-ready' && now < (task.waitUntil ?? Number.POSITIVE_INFINITY)) {
      queue.putBack(task, now + pollDelayMs(task.putBacks, clock.random()))
      continue
    }
    const outcome = attempt.kind === 'settled' ? attempt.outcome : work.failed(task.ref, waitedTooLong(attempt.what))
    if (attempt.kind !== 'settled' || !isInterrupted(outcome, stop)) yield { kind: 'outcome', task, outcome }
    else {
      const interrupted = work.interrupted(outcome)
      if (interrupted !== undefined) yield { kind: 'interrupted', interrupted }
    }
  }
}

/** True if it failed for no other reason than that the run was stopped. */
function isInterrupted({ error }: ItemOutcome, { stopped }: RunStop): boolean {
  return stopped.aborted && error !== undefined && (error.retryable || isFatal(error))
}

function waitedTooLong(what: string): DeadlineExceededError {
  return new DeadlineExceededError({ pending: `waiting for ${what}, to be InService` })
}
