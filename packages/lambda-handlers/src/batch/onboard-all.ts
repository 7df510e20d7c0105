import {
  type DomainId,
  onboardProfiles,
  type ProfileOutcome,
  type SkipReason,
  type StudioEfsContext,
  type UserProfileRef,
  userProfileKey,
  VISIBLE_AFTER_MS,
} from '@studio-efs/core'
import type { IgnoredReason } from '@studio-efs/core/cloudtrail'
import { type Clock, systemClock } from '@studio-efs/core/directories'
import { boundedText } from '@studio-efs/core/driver-kit'
import { type Failure, failureFrom, profileFailure } from '../handler/failures.js'
import { ageOf } from '../handler/handler.js'
import type { privateDirectoryInput } from '../settings/configurations.js'
import type { BatchItem } from './batch-event.js'

export type SettledItem =
  | { readonly id: string; readonly outcome: 'onboarded' | 'unchanged' }
  | ({ readonly id: string; readonly outcome: 'skipped' | 'ignored' } & LeftOut)
  | { readonly id: string; readonly outcome: 'failed'; readonly failure: Failure }

/** Reason for which an item needs nothing. */
export interface LeftOut {
  readonly reason: IgnoredReason | SkipReason
  /** For people. */
  readonly detail: string
}

export type BatchContext = Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>

const MAX_DETAIL = 1000

export interface OnboardAllInput {
  readonly configured: ReturnType<typeof privateDirectoryInput>
  readonly items: readonly BatchItem[]
  readonly timeoutMs: number
}

type Settled =
  | { readonly outcome: 'onboarded' | 'unchanged' }
  | ({ readonly outcome: 'skipped' } & LeftOut)
  | { readonly outcome: 'failed'; readonly failure: Failure }

/** Onboards the profiles of a batch, one domain after the other. Returns one outcome per item, in order. */
export async function onboardAll(
  context: BatchContext,
  { configured, items, timeoutMs }: OnboardAllInput,
): Promise<readonly SettledItem[]> {
  const { clock = systemClock } = context
  const deadline = clock.now() + timeoutMs
  const settled = new Map<string, Settled>()
  for (const [domainId, refs] of byDomain(items)) {
    const input = { ...configured, domainId, userProfileNames: refs.map(({ userProfileName }) => userProfileName) }
    const left = Math.max(1, deadline - clock.now())
    const result = await onboardProfiles(context, { ...input, timeoutMs: left, profileTimeoutMs: left })
    if (result.isOk())
      for (const outcome of result.value.outcomes) settled.set(userProfileKey(outcome.profile), settledBy(outcome))
    else
      for (const ref of refs)
        settled.set(userProfileKey(ref), failed(profileFailure({ profile: ref, error: result.error })))
  }
  return items.map(({ id, asked }): SettledItem => {
    if (asked.kind === 'ignored') return { id, outcome: 'ignored', reason: asked.reason, detail: asked.detail }
    if (asked.kind === 'malformed') return { id, ...failed(failureFrom(`item ${id}`, asked.error)) }
    const of = settled.get(userProfileKey(asked.profile)) as Settled
    return { id, ...(isTooNew(of, asked.eventTime, clock) ? failed(notVisible(asked.profile, of.detail)) : of) }
  })
}

/** A profile that was created a moment ago may not be visible yet, so the item comes again. */
function isTooNew(settled: Settled, eventTime: string | undefined, clock: Clock): settled is Settled & LeftOut {
  if (settled.outcome !== 'skipped' || settled.reason !== 'not-found') return false
  const ageMs = ageOf(eventTime, clock)
  return ageMs !== undefined && ageMs < VISIBLE_AFTER_MS
}

function notVisible({ domainId, userProfileName }: UserProfileRef, message: string): Failure {
  return {
    what: `user profile ${domainId}/${userProfileName}`,
    error: 'ResourceNotFoundError',
    message,
    retryable: true,
  }
}

function byDomain(items: readonly BatchItem[]): ReadonlyMap<DomainId, readonly UserProfileRef[]> {
  const domains = new Map<DomainId, UserProfileRef[]>()
  for (const { asked } of items) {
    if (asked.kind !== 'profile') continue
    const { profile } = asked
    domains.set(profile.domainId, [...(domains.get(profile.domainId) ?? []), profile])
  }
  return domains
}

function settledBy(outcome: ProfileOutcome): Settled {
  if (outcome.outcome === 'failed') return failed(profileFailure(outcome))
  if (outcome.outcome !== 'skipped') return { outcome: outcome.outcome }
  return { outcome: 'skipped', reason: outcome.reason, detail: boundedText(outcome.detail, MAX_DETAIL) }
}

function failed(failure: Failure) {
  return { outcome: 'failed' as const, failure }
}
