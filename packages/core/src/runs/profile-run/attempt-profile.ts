import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import { describeUserProfile, type SageMakerCall } from '../../aws/sagemaker/describe-and-update.js'
import { type ReadinessError, readinessOf } from '../../aws/sagemaker/readiness.js'
import { meaningOfNotFound } from '../../aws/sagemaker/visibility-plan.js'
import { withDeadline } from '../../call.js'
import { oneAtATime } from '../../keyed-queue.js'
import { type UserProfileRef, userProfileKey } from '../../model/ids.js'
import type { Domain, UserProfile } from '../../model/studio-resource.js'
import { type SkipReason, skipReasonOf } from '../../profiles/skip-reason.js'
import type { ProfileReading } from '../../studio/profile-turn.js'
import { wallTimeOf } from '../../time/clock.js'
import type { Wanted } from '../engine/item-queue.js'
import type { RunCall, RunContext } from '../engine/run-context.js'
import type { RunWork } from '../engine/run-work.js'
import type { InterruptedProfile, OutcomeOf, ProfileError } from './profile-outcome.js'
import type { ProfileTask, ProfileWork, Settled } from './profile-work.js'

/** `not-ready`: the profile or its domain is being created or changed; `what` names it, with its status, for people. */
type ProfileAttempt<ProfileChange, Failure> =
  | Settled<ProfileChange, Failure | ReadinessError>
  | { readonly outcome: 'not-ready'; readonly what: string }

interface AttemptSpec<ProfileChange, Failure extends ProfileError> {
  readonly work: ProfileWork<string, ProfileChange, Failure>
  /** Time limit of one profile, in milliseconds. */
  readonly turnTimeoutMs: number
}

/** Makes the work of a run of what is to be done to each of its profiles. */
export function profileRunWork<Done extends string, ProfileChange, Failure extends ProfileError>(
  work: ProfileWork<Done, ProfileChange, Failure>,
  { turnTimeoutMs }: { readonly turnTimeoutMs: number },
): RunWork<
  UserProfileRef,
  OutcomeOf<Done, ProfileChange, Failure | ReadinessError>,
  InterruptedProfile<ProfileChange>
> {
  return {
    step: work.step,
    words: [work.done, 'unchanged', 'skipped', 'failed'],
    keyOf: userProfileKey,
    async attempt(run, wanted) {
      const attempt = await attemptProfile(run, wanted, { work, turnTimeoutMs })
      return attempt.outcome === 'not-ready'
        ? { kind: 'not-ready', what: attempt.what }
        : { kind: 'settled', outcome: named(attempt, work.done) }
    },
    failed: (profile, error) => ({ outcome: 'failed', profile, error, changes: [] }),
    interrupted: (outcome) =>
      'changes' in outcome && outcome.changes.length > 0
        ? { profile: outcome.profile, changes: outcome.changes }
        : undefined,
  }
}

function named<Done extends string, ProfileChange, Failure>(
  outcome: Settled<ProfileChange, Failure>,
  done: Done,
): OutcomeOf<Done, ProfileChange, Failure> {
  return outcome.outcome === 'changed' ? { ...outcome, outcome: done } : outcome
}

/** Works on one profile if it is ready, without waiting for it to be. */
async function attemptProfile<ProfileChange, Failure extends ProfileError>(
  run: RunContext,
  { ref, ...search }: Wanted<UserProfileRef>,
  spec: AttemptSpec<ProfileChange, Failure>,
): Promise<ProfileAttempt<ProfileChange, Failure>> {
  const domain = await run.domains.probe(ref.domainId)
  switch (domain.kind) {
    case 'pending':
      return { outcome: 'not-ready', what: `domain ${ref.domainId}, which is ${domain.status}` }
    case 'failed':
      return failed(ref, domain.error)
    case 'unusable':
      return skipped(ref, { reason: 'domain-unusable', detail: domain.error.message })
    case 'ready':
      return attemptInTurn(run, { ref, ...search, domain: domain.domain }, spec)
  }
}

interface ReadyDomainProfile extends Wanted<UserProfileRef> {
  readonly domain: Domain
}

async function attemptInTurn<ProfileChange, Failure extends ProfileError>(
  { call, stop }: RunContext,
  target: ReadyDomainProfile,
  { work, turnTimeoutMs }: AttemptSpec<ProfileChange, Failure>,
): Promise<ProfileAttempt<ProfileChange, Failure>> {
  const task = work.begin()
  // The profile's own deadline limits its reads.
  const profileCall = { ...call, maxRetryMs: undefined }
  let attempt: ProfileAttempt<ProfileChange, Failure> | undefined
  let late: readonly ProfileChange[] = []
  try {
    attempt = await withDeadline(profileCall, { timeoutMs: turnTimeoutMs, signal: call.signal }, (inner) =>
      oneAtATime(inner, `user profile ${userProfileKey(target.ref)}`, async () =>
        ok(await workIfReady(inner, target, task)),
      ),
    ).match(
      (done) => done,
      (error): ProfileAttempt<ProfileChange, Failure> => failed(target.ref, error),
    )
  } finally {
    const isSilent = attempt?.outcome === 'failed' && attempt.changes.length === 0
    late = await task.end(stop.givenUp, isSilent ? 'none' : 'all')
  }
  return attempt.outcome === 'failed' && late.length > 0 ? { ...attempt, changes: late } : attempt
}

async function workIfReady<ProfileChange, Failure extends ProfileError>(
  call: RunCall,
  { domain, ...wanted }: ReadyDomainProfile,
  task: ProfileTask<ProfileChange, Failure>,
): Promise<ProfileAttempt<ProfileChange, Failure>> {
  const read = await readIfReady(call, wanted)
  return read.isErr() ? read.error : workOn(call, { profile: read.value, domain }, task)
}

/** Its error is how the attempt ends. */
function readIfReady(
  call: SageMakerCall,
  { ref, ...search }: Wanted<UserProfileRef>,
): ResultAsync<UserProfile, ProfileAttempt<never, never>> {
  const name = `user profile ${ref.domainId}/${ref.userProfileName}`
  return describeUserProfile(call, ref)
    .mapErr((error): ProfileAttempt<never, never> => {
      if (error.name !== 'ResourceNotFoundError') return failed(ref, error)
      if (meaningOfNotFound(search, wallTimeOf(call.clock)) === 'deleted')
        return skipped(ref, { reason: 'not-found', detail: `${name} is not there` })
      return { outcome: 'not-ready', what: `${name}, which is not visible yet` }
    })
    .andThen((profile): Result<UserProfile, ProfileAttempt<never, never>> => {
      const readiness = readinessOf(profile.status)
      if (readiness === 'ready') return ok(profile)
      const what = `${name}, which is ${profile.status}`
      if (readiness === 'settling') return err({ outcome: 'not-ready', what })
      return err(skipped(refOf(profile), { reason: 'unusable', detail: `${name} is ${profile.status}` }))
    })
}

async function workOn<ProfileChange, Failure extends ProfileError>(
  call: RunCall,
  reading: ProfileReading,
  task: ProfileTask<ProfileChange, Failure>,
): Promise<ProfileAttempt<ProfileChange, Failure>> {
  const profile = refOf(reading.profile)
  const result = await task.work(call, reading)
  if (result.isOk()) {
    const changes = result.value
    return changes.length === 0 ? { outcome: 'unchanged', profile } : { outcome: 'changed', profile, changes }
  }
  const { error, changes } = result.error
  // It was deleted, or its deletion began, after it was read.
  const reason = skipReasonOf(error)
  if (reason !== undefined) return skipped(profile, { reason, detail: error.message, changes })
  return { outcome: 'failed', profile, error, changes }
}

function failed(profile: UserProfileRef, error: ReadinessError): ProfileAttempt<never, never> {
  return { outcome: 'failed', profile, error, changes: [] }
}

interface Skip<ProfileChange> {
  readonly reason: SkipReason
  readonly detail: string
  readonly changes?: readonly ProfileChange[]
}

function skipped<ProfileChange = never>(
  profile: UserProfileRef,
  { reason, detail, changes = [] }: Skip<ProfileChange>,
): ProfileAttempt<ProfileChange, never> {
  return { outcome: 'skipped', profile, reason, detail, changes }
}

function refOf({ domainId, userProfileName }: UserProfile): UserProfileRef {
  return { domainId, userProfileName }
}
