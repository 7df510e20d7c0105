import type { ReadinessError } from '../../aws/sagemaker/readiness.js'
import { concurrently } from '../../concurrently.js'
import { DeadlineExceededError } from '../../studio-efs-error.js'
import { pollDelayMs } from '../../time/backoff.js'
import { type Attempt, type AttemptSpec, attemptProfile } from './profile-attempt.js'
import type { InterruptedProfile, ProfileError } from './profile-outcome.js'
import type { ProfileQueue, Task } from './profile-queue.js'
import type { Settled } from './profile-work.js'
import type { RunContext } from './run-context.js'
import { isFatal, type RunStop } from './run-stop.js'

/** Enough to keep all calls busy while other profiles wait for their directories. */
const PROFILES_IN_FLIGHT = 64

/** `task`: to be forgotten once the caller has its outcome. */
export type Ended<ProfileChange, Failure> =
  | { readonly kind: 'outcome'; readonly task: Task; readonly outcome: Settled<ProfileChange, Failure> }
  | { readonly kind: 'interrupted'; readonly interrupted: InterruptedProfile<ProfileChange> }

interface Attempted<ProfileChange, Failure> {
  readonly task: Task
  readonly attempt: Attempt<ProfileChange, Failure>
}

/** Works on the profiles of the queue, several at once, and yields how each ended, in the order in which they end. */
export async function* workThrough<ProfileChange, Failure extends ProfileError>(
  run: RunContext,
  queue: ProfileQueue,
  spec: AttemptSpec<ProfileChange, Failure>,
): AsyncGenerator<Ended<ProfileChange, Failure | ReadinessError>, void, undefined> {
  const { stop } = run
  const { clock } = run.call
  const work = async (task: Task): Promise<Attempted<ProfileChange, Failure>> => {
    const attempt = await attemptProfile(run, task, spec)
    if (attempt.outcome === 'failed' && isFatal(attempt.error)) stop.stop('error', attempt.error)
    return { task, attempt }
  }
  for await (const { task, attempt } of concurrently(queue.tasks, PROFILES_IN_FLIGHT, work)) {
    const now = clock.now()
    if (attempt.outcome === 'not-ready' && now < (task.waitUntil ?? Number.POSITIVE_INFINITY))
      queue.putBack(task, now + pollDelayMs(task.putBacks, clock.random()))
    else if (!isInterrupted(attempt, stop)) {
      const outcome = attempt.outcome === 'not-ready' ? waitedTooLong(task, attempt.what) : attempt
      yield { kind: 'outcome', task, outcome }
    } else if (attempt.outcome === 'failed' && attempt.changes.length > 0)
      yield { kind: 'interrupted', interrupted: { profile: attempt.profile, changes: attempt.changes } }
  }
}

/** True if it failed for no other reason than that the run was stopped. */
function isInterrupted(attempt: Attempt<unknown, ProfileError>, { stopped }: RunStop): boolean {
  return stopped.aborted && attempt.outcome === 'failed' && (attempt.error.retryable || isFatal(attempt.error))
}

function waitedTooLong({ ref }: Task, what: string): Settled<never, DeadlineExceededError> {
  const error = new DeadlineExceededError({ pending: `waiting for ${what}, to be InService` })
  return { outcome: 'failed', profile: ref, error, changes: [] }
}
