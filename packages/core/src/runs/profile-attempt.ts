import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import { describeUserProfile, type SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { type ReadinessError, readinessOf } from '../aws/sagemaker/readiness.js'
import { withDeadline } from '../call.js'
import { directoryChanges, logRepair } from '../drivers/ensure-directory.js'
import { oneAtATime } from '../keyed-queue.js'
import type { DirectoryReceipt } from '../model/directory.js'
import { type UserProfileRef, userProfileKey } from '../model/ids.js'
import type { Domain, UserProfile } from '../model/studio-resource.js'
import { type OnboardChange, onboard } from '../profiles/onboard-profile.js'
import { type SkipReason, skipReasonOf } from '../profiles/skip-reason.js'
import type { ProfileReading } from '../studio/profile-turn.js'
import type { ProfileOutcome } from './profile-outcome.js'
import type { RunCall, RunContext } from './run-context.js'
import type { RunSpec } from './run-fields.js'

/** `not-ready`: the profile or its domain is being created or changed; `what` names it, with its status, for people. */
export type Attempt = ProfileOutcome | { readonly outcome: 'not-ready'; readonly what: string }

/** Onboards one profile if it is ready, without waiting for it to be. */
export async function attemptProfile(run: RunContext, ref: UserProfileRef, spec: RunSpec): Promise<Attempt> {
  const domain = await run.domains.probe(ref.domainId)
  switch (domain.kind) {
    case 'pending':
      return { outcome: 'not-ready', what: `domain ${ref.domainId}, which is ${domain.status}` }
    case 'failed':
      return failed(ref, domain.error)
    case 'unusable':
      return skipped(ref, { reason: 'domain-unusable', detail: domain.error.message })
    case 'ready':
      return attemptWithTicket(run, { ref, domain: domain.domain }, spec)
  }
}

interface ReadyDomainProfile {
  readonly ref: UserProfileRef
  readonly domain: Domain
}

async function attemptWithTicket(run: RunContext, target: ReadyDomainProfile, spec: RunSpec): Promise<Attempt> {
  const { call, batches, stop } = run
  const ticket = batches.enroll()
  // The profile's own deadline limits its reads.
  const profileCall = { ...call, directories: ticket.directories, maxRetryMs: undefined }
  let attempt: Attempt
  let made: readonly DirectoryReceipt[] = []
  try {
    attempt = await withDeadline(profileCall, { timeoutMs: spec.profileTimeoutMs, signal: call.signal }, (inner) =>
      oneAtATime(inner, `user profile ${userProfileKey(target.ref)}`, async () =>
        ok(await onboardIfReady(inner, target, spec)),
      ),
    ).match(
      (done) => done,
      (error) => failed(target.ref, error),
    )
  } finally {
    made = await ticket.release(stop.givenUp)
  }
  for (const receipt of attempt.outcome === 'failed' && attempt.changes.length === 0 ? made : [])
    logRepair(call, receipt)
  return withMade(attempt, made)
}

/** Reports a directory that was being made when the profile was given up as well. */
function withMade(attempt: Attempt, made: readonly DirectoryReceipt[]): Attempt {
  if (attempt.outcome !== 'failed' || attempt.changes.length > 0) return attempt
  return { ...attempt, changes: made.flatMap(directoryChanges) }
}

async function onboardIfReady(call: RunCall, { ref, domain }: ReadyDomainProfile, spec: RunSpec): Promise<Attempt> {
  const read = await readIfReady(call, ref)
  return read.isErr() ? read.error : onboardReady(call, { profile: read.value, domain }, spec)
}

/** Its error is how the attempt ends. */
function readIfReady(call: SageMakerCall, ref: UserProfileRef): ResultAsync<UserProfile, Attempt> {
  const name = `user profile ${ref.domainId}/${ref.userProfileName}`
  return describeUserProfile(call, ref)
    .mapErr((error) =>
      error.name === 'ResourceNotFoundError'
        ? skipped(ref, { reason: 'not-found', detail: `${name} is not there` })
        : failed(ref, error),
    )
    .andThen((profile): Result<UserProfile, Attempt> => {
      const readiness = readinessOf(profile.status)
      if (readiness === 'ready') return ok(profile)
      const what = `${name}, which is ${profile.status}`
      if (readiness === 'settling') return err({ outcome: 'not-ready', what })
      return err(skipped(refOf(profile), { reason: 'unusable', detail: `${name} is ${profile.status}` }))
    })
}

async function onboardReady(call: RunCall, reading: ProfileReading, spec: RunSpec): Promise<Attempt> {
  const profile = refOf(reading.profile)
  const result = await onboard(call, reading, spec)
  if (result.isOk()) {
    const { changes } = result.value
    return changes.length === 0 ? { outcome: 'unchanged', profile } : { outcome: 'onboarded', profile, changes }
  }
  const { error, changes } = result.error
  // It was deleted, or its deletion began, after it was read.
  const reason = skipReasonOf(error)
  if (reason !== undefined) return skipped(profile, { reason, detail: error.message, changes })
  return { outcome: 'failed', profile, error, changes }
}

function failed(profile: UserProfileRef, error: ReadinessError): Attempt {
  return { outcome: 'failed', profile, error, changes: [] }
}

interface Skip {
  readonly reason: SkipReason
  readonly detail: string
  readonly changes?: readonly OnboardChange[]
}

function skipped(profile: UserProfileRef, { reason, detail, changes = [] }: Skip): Attempt {
  return { outcome: 'skipped', profile, reason, detail, changes }
}

function refOf({ domainId, userProfileName }: UserProfile): UserProfileRef {
  return { domainId, userProfileName }
}
