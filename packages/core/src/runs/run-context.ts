import type { CallCount } from '../aws/pace/call-lane.js'
import { gateSageMaker } from '../aws/pace/gated-sagemaker.js'
import type { SageMakerClient } from '../aws/sagemaker/describe-and-update.js'
import type { Patience } from '../call.js'
import { concurrently } from '../concurrently.js'
import { createDirectoryBatches } from '../drivers/directory-batches.js'
import type { DirectoryDriver } from '../drivers/directory-driver.js'
import { DeadlineExceededError } from '../errors.js'
import type { OnboardWish } from '../profiles/onboard.js'
import type { DomainCache } from '../studio/domain-cache.js'
import { pollDelayMs } from '../time/backoff.js'
import type { Clock } from '../time/clock.js'
import { LONGEST_OPENING_MS } from './preflight.js'
import { type Attempt, type AttemptContext, attemptProfile } from './profile-attempt.js'
import type { InterruptedProfile, ProfileOutcome } from './profile-outcome.js'
import { createProfileQueue, type FromSource, type ProfileQueue, type Task } from './profile-queue.js'
import { createRunDomains, type RunDomains } from './run-domains.js'
import { isFatal, type RunStop } from './run-stop.js'

export interface ManyContext {
  readonly sagemaker: SageMakerClient
  readonly directories: DirectoryDriver
  readonly clock: Clock
  readonly domainCache?: DomainCache
}

export interface ManyOptions {
  readonly wish: OnboardWish
  readonly concurrency: number
  readonly profileTimeoutMs: number
  readonly stop: RunStop
}

/** What many profiles are onboarded with: one pace, one reading of each domain, shared calls of the driver. */
export interface Many {
  /** Behind the gate: lists that go with the run are read through it as well. */
  readonly sagemaker: SageMakerClient
  readonly domains: RunDomains
  readonly stop: RunStop
  /** For what belongs to the run and not to one profile. */
  readonly patience: Patience
  /** For what is looked at before it starts. */
  readonly opening: Patience
  calls(): Readonly<Record<string, CallCount>>
  interrupted(): readonly InterruptedProfile[]
  /** One outcome per profile, in the order in which they come. */
  onboard(queue: ProfileQueue): AsyncGenerator<ProfileOutcome, void, undefined>
  queueOf(refs: AsyncIterator<FromSource>): ProfileQueue
}

/** Profiles under way at once: enough to keep all calls busy while others wait for their directories. */
const WIDTH = 64
/** Past this, a list or a domain that cannot be read is no passing trouble. */
const LONGEST_RETRY_MS = 180_000

export function prepareMany(context: ManyContext, options: ManyOptions): Many {
  const { clock, directories, domainCache } = context
  const { stop, concurrency } = options
  const forever = { signal: stop.stopped, deadline: Number.POSITIVE_INFINITY }
  const patience = { ...forever, longestRetryMs: LONGEST_RETRY_MS }
  const gated = gateSageMaker(context.sagemaker, { clock, concurrency, giveUp: stop.givenUp })
  const behindGate = { sagemaker: gated.client, clock, ...(domainCache && { domainCache }) }
  const domains = createRunDomains(behindGate, patience)
  const interrupted: InterruptedProfile[] = []
  const attempts = { ...behindGate, domains, batches: createDirectoryBatches(directories, clock, stop.stopped) }
  return {
    sagemaker: gated.client,
    domains,
    stop,
    patience,
    opening: { ...forever, longestRetryMs: LONGEST_OPENING_MS },
    calls: gated.counts,
    interrupted: () => interrupted,
    onboard: (queue) => onboard(attempts, options, queue, interrupted),
    queueOf: (refs) =>
      createProfileQueue(refs, { clock, draining: stop.draining, settleTimeoutMs: options.profileTimeoutMs }),
  }
}

interface Ended {
  readonly task: Task
  readonly attempt: Attempt
}

async function* onboard(
  context: AttemptContext,
  { wish, stop, profileTimeoutMs }: ManyOptions,
  queue: ProfileQueue,
  interrupted: InterruptedProfile[],
): AsyncGenerator<ProfileOutcome, void, undefined> {
  const { clock } = context
  const limits = { timeoutMs: profileTimeoutMs, signal: stop.stopped, giveUp: stop.givenUp }
  const work = async (task: Task): Promise<Ended> => {
    const attempt = await attemptProfile(context, task.ref, wish, limits)
    if (attempt.outcome === 'failed' && isFatal(attempt.error)) stop.stop('error', attempt.error)
    return { task, attempt }
  }
  for await (const { task, attempt } of concurrently(queue.tasks, WIDTH, work)) {
    const now = clock.now()
    if (attempt.outcome === 'not-ready' && now < (task.waitUntil ?? Number.POSITIVE_INFINITY))
      queue.putBack(task, now + pollDelayMs(task.putBacks, clock.random()))
    else if (!isInterrupted(attempt, stop)) {
      queue.settle(task)
      yield attempt.outcome === 'not-ready' ? waitedTooLong(task, attempt.what) : attempt
    } else if (attempt.outcome === 'failed' && attempt.changes.length > 0)
      interrupted.push({ profile: attempt.profile, changes: attempt.changes })
  }
}

/** Whether it failed for no other reason than that the run was stopped. */
function isInterrupted(attempt: Attempt, stop: RunStop): boolean {
  return stop.stopped.aborted && attempt.outcome === 'failed' && (attempt.error.retryable || isFatal(attempt.error))
}

function waitedTooLong({ ref }: Task, what: string): ProfileOutcome {
  const error = new DeadlineExceededError({ pending: `waiting for ${what}, to be InService` })
  return { outcome: 'failed', profile: ref, error, changes: [] }
}
