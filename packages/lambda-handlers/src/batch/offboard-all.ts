import { type OffboardProfileOutput, offboardProfile, type StudioEfsContext, userProfileKey } from '@studio-efs/core'
import type { IgnoredReason } from '@studio-efs/core/cloudtrail'
import { systemClock } from '@studio-efs/core/directories'
import type { StudioEfsError } from '@studio-efs/core/errors'
import { eventTimeOf } from '../handler/event-time.js'
import type { OffboardingConfiguration } from '../settings/configurations.js'
import type { Asked } from './batch-event.js'
import { ProfileNotGoneError } from './profile-not-gone-error.js'

export type OffboardContext = Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger'>

/** Result for one event or reference. `ignored`: there is nothing to archive, and another try would find nothing either. */
export type OffboardOutcome =
  | ({ readonly outcome: 'archived' | 'no-directory' } & Pick<OffboardProfileOutput, 'profile' | 'path' | 'changes'>)
  | { readonly outcome: 'ignored'; readonly reason: IgnoredReason | StayReason; readonly detail: string }
  | { readonly outcome: 'failed'; readonly error: StudioEfsError }

type StayReason = Exclude<OffboardProfileOutput['outcome'], 'archived' | 'no-directory'>

export interface OffboardAllInput {
  readonly layout: OffboardingConfiguration['layout']
  readonly items: readonly Asked[]
  readonly timeoutMs: number
  /** Account of the client, where it is known. */
  readonly accountId?: string
}

/** A directory function that hangs holds up the others of the batch no longer. */
const MAX_ITEM_MS = 60_000

/** Archives the directories of profiles that are gone, one after the other. Returns one outcome per item, in order. */
export async function offboardAll(
  context: OffboardContext,
  { layout, items, timeoutMs, ...account }: OffboardAllInput,
): Promise<readonly OffboardOutcome[]> {
  const { clock = systemClock } = context
  const deadline = clock.now() + timeoutMs
  const deletions = lastDeletions(items)
  const settled = new Map<string, OffboardOutcome>()
  const outcomes: OffboardOutcome[] = []
  for (const asked of items) {
    if (asked.kind === 'ignored') outcomes.push({ outcome: 'ignored', reason: asked.reason, detail: asked.detail })
    else if (asked.kind === 'malformed') outcomes.push({ outcome: 'failed', error: asked.error })
    else {
      const { domainId, userProfileName } = asked.profile
      // As it is spelled: the name of a profile that is gone is known from nowhere else, and its path has it.
      const key = `${domainId}/${userProfileName}`
      const deletedAt = deletions.get(userProfileKey(asked.profile))
      const left = Math.max(1, Math.min(MAX_ITEM_MS, deadline - clock.now()))
      const about = { asked, layout, deletedAt, timeoutMs: left, ...account }
      const outcome = settled.get(key) ?? (await offboardOne(context, about))
      settled.set(key, outcome)
      outcomes.push(outcome)
    }
  }
  return outcomes
}

type AskedProfile = Extract<Asked, { readonly kind: 'profile' }>

/** The latest deletion of each profile: an earlier event of the batch asks for nothing more. */
function lastDeletions(items: readonly Asked[]): ReadonlyMap<string, Date> {
  const times = new Map<string, Date>()
  for (const asked of items) {
    if (asked.kind !== 'profile') continue
    const key = userProfileKey(asked.profile)
    const time = eventTimeOf(asked)
    if (time !== undefined && time > (times.get(key) ?? new Date(0))) times.set(key, time)
  }
  return times
}

interface OffboardOne extends Pick<OffboardAllInput, 'layout' | 'timeoutMs' | 'accountId'> {
  readonly asked: AskedProfile
  readonly deletedAt: Date | undefined
}

async function offboardOne(
  context: OffboardContext,
  { asked, layout, deletedAt, timeoutMs, accountId }: OffboardOne,
): Promise<OffboardOutcome> {
  const input = {
    ...asked.profile,
    layout,
    ...(deletedAt && { deletedAt }),
    ...(accountId && { accountId }),
    timeoutMs,
  }
  const result = await offboardProfile(context, input)
  return result.match<OffboardOutcome>(
    ({ profile, path, outcome, pending, changes }) => {
      if (outcome === 'archived' || outcome === 'no-directory') return { outcome, profile, path, changes }
      if (pending !== undefined)
        return { outcome: 'failed', error: new ProfileNotGoneError({ profile, path, pending }) }
      return { outcome: 'ignored', reason: outcome, detail: `directory ${path}` }
    },
    (error) => ({ outcome: 'failed', error }),
  )
}
