import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import { describeUserProfile, type SageMakerCall } from '../../aws/sagemaker/describe-and-update.js'
import { type ReadinessError, readinessOf } from '../../aws/sagemaker/readiness.js'
import { meaningOfNotFound, type Search } from '../../aws/sagemaker/visibility-plan.js'
import { withDeadline } from '../../call.js'
import { oneAtATime } from '../../keyed-queue.js'
import { type UserProfileRef, userProfileKey } from '../../model/ids.js'
import type { Domain, UserProfile } from '../../model/studio-resource.js'
import { type SkipReason, skipReasonOf } from '../../profiles/skip-reason.js'
import type { ProfileReading } from '../../studio/profile-turn.js'
import { wallTimeOf } from '../../time/clock.js'
import type { ProfileError } from './profile-outcome.js'
import type { ProfileTask, ProfileWork, Settled } from './profile-work.js'
import type { RunCall, RunContext } from './run-context.js'

/** `not-ready`: the profile or its domain is being created or changed; `what` names it, with its status, for people. */
export type Attempt<ProfileChange, Failure> =
  | Settled<ProfileChange, Failure | ReadinessError>
  | { readonly outcome: 'not-ready'; readonly what: string }

export interface AttemptSpec<ProfileChange, Failure extends ProfileError> {
  readonly work: ProfileWork<string, ProfileChange, Failure>
  /** Time limit of one profile, in milliseconds. */
  readonly profileTimeoutMs: number
}

/** A profile, and how long it has been searched for. */
export interface Wanted extends Search {
  readonly ref: UserProfileRef
}

/** Works on one profile if it is ready, without waiting for it to be. */
export async function attemptProfile<ProfileChange, Failure extends ProfileError>(
  run: RunContext,
  { ref, ...search }: Wanted,
  spec: AttemptSpec<ProfileChange, Failure>,
): Promise<Attempt<ProfileChange, Failure>> {
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

interface ReadyDomainProfile extends Wanted {
  readonly domain: Domain
}

async function attemptInTurn<ProfileChange, Failure extends ProfileError>(
  { call, stop }: RunContext,
  target: ReadyDomainProfile,
  { work, profileTimeoutMs }: AttemptSpec<ProfileChange, Failure>,
): Promise<Attempt<ProfileChange, Failure>> {
  const task = work.begin()
  // The profile's own deadline limits its reads.
  const profileCall = { ...call, maxRetryMs: undefined }
  let attempt: Attempt<ProfileChange, Failure> | undefined
  let late: readonly ProfileChange[] = []
  try {
    attempt = await withDeadline(profileCall, { timeoutMs: profileTimeoutMs, signal: call.signal }, (inner) =>
      oneAtATime(inner, `user profile ${userProfileKey(target.ref)}`, async () =>
        ok(await workIfReady(inner, target, task)),
      ),
    ).match(
      (done) => done,
      (error): Attempt<ProfileChange, Failure> => failed(target.ref, error),
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
): Promise<Attempt<ProfileChange, Failure>> {
  const read = await readIfReady(call, wanted)
  return read.isErr() ? read.error : workOn(call, { profile: read.value, domain }, task)
}

/** Its error is how the attempt ends. */
function readIfReady(call: SageMakerCall, { ref, ...search }: Wanted): ResultAsync<UserProfile, Attempt<never, never>> {
  const name = `user profile ${ref.domainId}/${ref.userProfileName}`
  return describeUserProfile(call, ref)
    .mapErr((error): Attempt<never, never> => {
      if (error.name !== 'ResourceNotFoundError') return failed(ref, error)
      if (meaningOfNotFound(search, wallTimeOf(call.clock)) === 'deleted')
        return skipped(ref, { reason: 'not-found', detail: `${name} is not there` })
      return { outcome: 'not-ready', what: `${name}, which is not visible yet` }
    })
    .andThen((profile): Result<UserProfile, Attempt<never, never>> => {
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
): Promise<Attempt<ProfileChange, Failure>> {
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

function failed(profile: UserProfileRef, error: ReadinessError): Attempt<never, never> {
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
): Attempt<ProfileChange, never> {
  return { outcome: 'skipped', profile, reason, detail, changes }
}

function refOf({ domainId, userProfileName }: UserProfile): UserProfileRef {
  return { domainId, userProfileName }
}
