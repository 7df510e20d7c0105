import { ok } from 'neverthrow'
import { retrying } from '../aws/call/call-aws.js'
import { describeUserProfile, type SageMakerClient } from '../aws/sagemaker/describe-and-update.js'
import { readinessOf } from '../aws/sagemaker/readiness.js'
import type { ReadinessError } from '../aws/sagemaker/wait-until-ready.js'
import { type Patience, withPatience } from '../call.js'
import type { DirectoryBatches } from '../drivers/directory-batches.js'
import { directoryChanges } from '../drivers/ensure-directory.js'
import { oneAtATime } from '../keyed-queue.js'
import type { DirectoryReceipt } from '../model/directory.js'
import { type UserProfileRef, userProfileKey } from '../model/ids.js'
import type { Domain, UserProfile } from '../model/studio-resource.js'
import { type OnboardChange, type OnboardWish, onboardStep } from '../profiles/onboard.js'
import type { Clock } from '../time/clock.js'
import type { ProfileOutcome, SkipReason } from './profile-outcome.js'
import type { RunDomains } from './run-domains.js'

export interface AttemptContext {
  readonly sagemaker: SageMakerClient
  readonly clock: Clock
  readonly domains: RunDomains
  readonly batches: DirectoryBatches
}

/** `not-ready`: the profile, or its domain, is being created or changed; `what` says which, for people. */
export type Attempt = ProfileOutcome | { readonly outcome: 'not-ready'; readonly what: string }

export interface AttemptOptions {
  readonly timeoutMs: number
  /** Ends waits at once. */
  readonly signal: AbortSignal
  /** Ends the wait for directories that are being made. */
  readonly giveUp: AbortSignal
}

/** Onboards one profile if it is ready, without waiting for it to be. */
export async function attemptProfile(
  context: AttemptContext,
  ref: UserProfileRef,
  wish: OnboardWish,
  options: AttemptOptions,
): Promise<Attempt> {
  const look = await context.domains.look(ref.domainId)
  if (look.kind === 'settling') return { outcome: 'not-ready', what: `domain ${ref.domainId}, which is ${look.status}` }
  if (look.kind === 'failed') return failed(ref, look.error)
  if (look.kind === 'unusable') return skipped(ref, 'domain-unusable', look.error.message)
  const seat = context.batches.join()
  const work = (patience: Patience) =>
    oneAtATime(`user profile ${userProfileKey(ref)}`, patience, async () => {
      const read = await readReady(context, ref, patience)
      if ('outcome' in read) return ok(read)
      return ok(await onboardReady({ ...context, directories: seat.directories }, read, look.domain, wish, patience))
    })
  let attempt: Attempt
  let made: readonly DirectoryReceipt[] = []
  try {
    attempt = (await withPatience(context.clock, options, work)).match(
      (done) => done,
      (error) => failed(ref, error),
    )
  } finally {
    made = await seat.leave(options.giveUp)
  }
  return withMade(attempt, made)
}

/** A directory that was being made when the profile was given up is told as well. */
function withMade(attempt: Attempt, made: readonly DirectoryReceipt[]): Attempt {
  if (attempt.outcome !== 'failed' || attempt.changes.length > 0) return attempt
  return { ...attempt, changes: made.flatMap(directoryChanges) }
}

async function readReady(
  context: AttemptContext,
  ref: UserProfileRef,
  patience: Patience,
): Promise<UserProfile | Attempt> {
  const name = `user profile ${ref.domainId}/${ref.userProfileName}`
  const read = await retrying(context.clock, patience, `reading ${name}`, () =>
    describeUserProfile(context, ref, patience),
  )
  if (read.isErr())
    return read.error.name === 'ResourceNotFoundError'
      ? skipped(ref, 'not-found', `${name} is not there`)
      : failed(ref, read.error)
  const profile = read.value
  const readiness = readinessOf(profile.status)
  if (readiness === 'settling') return { outcome: 'not-ready', what: `${name}, which is ${profile.status}` }
  return readiness === 'ready' ? profile : skipped(refOf(profile), 'unusable', `${name} is ${profile.status}`)
}

async function onboardReady(
  context: AttemptContext & Parameters<typeof onboardStep>[0],
  profile: UserProfile,
  domain: Domain,
  wish: OnboardWish,
  patience: Patience,
): Promise<Attempt> {
  const result = await onboardStep(context, { profile, domain }, wish, patience)
  if (result.isOk()) {
    const { changes } = result.value
    if (changes.length === 0) return { outcome: 'unchanged', profile: refOf(profile) }
    return { outcome: 'onboarded', profile: refOf(profile), changes }
  }
  const { error, changes } = result.error
  // It was deleted, or began to be, after it was read.
  if (error.name === 'ResourceNotFoundError') return skipped(refOf(profile), 'not-found', error.message, changes)
  if (error.name === 'UnusableStatusError') return skipped(refOf(profile), 'unusable', error.message, changes)
  return { outcome: 'failed', profile: refOf(profile), error, changes }
}

function failed(profile: UserProfileRef, error: ReadinessError): Attempt {
  return { outcome: 'failed', profile, error, changes: [] }
}

function skipped(
  profile: UserProfileRef,
  reason: SkipReason,
  detail: string,
  changes: readonly OnboardChange[] = [],
): Attempt {
  return { outcome: 'skipped', profile, reason, detail, changes }
}

function refOf({ domainId, userProfileName }: UserProfile): UserProfileRef {
  return { domainId, userProfileName }
}
