import {
  type DomainId,
  onboardProfiles,
  type ProfileOutcome,
  type SkipReason,
  type StudioEfsContext,
  userProfileKey,
} from '@studio-efs/core'
import type { IgnoredReason } from '@studio-efs/core/cloudtrail'
import { systemClock } from '@studio-efs/core/directories'
import { boundedText } from '@studio-efs/core/driver-kit'
import { eventTimeOf } from '../handler/event-time.js'
import { type Failure, failureFrom, profileFailure } from '../handler/failures.js'
import type { privateDirectoryInput } from '../settings/configurations.js'
import type { Asked, BatchItem } from './batch-event.js'

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
  for (const { domainId, profiles } of groupsOf(items)) {
    const refs = profiles.map(({ profile }) => profile)
    const userProfileNames = refs.map(({ userProfileName }) => userProfileName)
    const input = { ...configured, ...youngest(profiles), domainId, userProfileNames }
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
    return { id, ...(settled.get(userProfileKey(asked.profile)) as Settled) }
  })
}

type AskedProfile = Extract<Asked, { readonly kind: 'profile' }>

interface Group {
  readonly domainId: DomainId
  readonly profiles: AskedProfile[]
}

/** Groups the profiles by domain, and by whether their creation is known: those of unknown age are waited for less. */
function groupsOf(items: readonly BatchItem[]): Iterable<Group> {
  const groups = new Map<string, Group>()
  for (const { asked } of items) {
    if (asked.kind !== 'profile') continue
    const { domainId } = asked.profile
    const key = `${domainId} ${eventTimeOf(asked) === undefined ? 'unknown' : 'known'}`
    const group = groups.get(key) ?? { domainId, profiles: [] }
    groups.set(key, group)
    group.profiles.push(asked)
  }
  return groups.values()
}

function youngest(profiles: readonly AskedProfile[]): { readonly createdAt?: Date } {
  const times = profiles.flatMap((asked) => eventTimeOf(asked)?.getTime() ?? [])
  return times.length === 0 ? {} : { createdAt: new Date(Math.max(...times)) }
}

function settledBy(outcome: ProfileOutcome): Settled {
  if (outcome.outcome === 'failed') return failed(profileFailure(outcome))
  if (outcome.outcome !== 'skipped') return { outcome: outcome.outcome }
  return { outcome: 'skipped', reason: outcome.reason, detail: boundedText(outcome.detail, MAX_DETAIL) }
}

function failed(failure: Failure) {
  return { outcome: 'failed' as const, failure }
}
