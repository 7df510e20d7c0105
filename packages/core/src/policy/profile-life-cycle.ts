import { type UserProfileRef, userProfileKey } from '../model/user-profile-ref.js'
import { groupBy } from './directory-batch.js'

/** A profile was created or deleted. */
export interface LifeCycleEvent {
  readonly what: 'created' | 'deleted'
  readonly profile: UserProfileRef
  readonly eventId: string
  /** Milliseconds since the epoch. CloudTrail tells seconds. */
  readonly at: number
}

/** What happened to one profile, as far as its events are known. Late and lost events are why it is only a hint. */
export interface ProfileLifeCycle {
  /** Spelled as in the latest event. */
  readonly profile: UserProfileRef
  /**
   * `created`, `deleted`; `created-again`: after it had been deleted. `unclear`: created and deleted within the same
   * second, which is as exact as the events are.
   */
  readonly state: 'created' | 'created-again' | 'deleted' | 'unclear'
  readonly creations: number
  readonly deletions: number
  readonly firstAt: number
  readonly lastAt: number
}

/**
 * What happened to each profile, those first whose story ended longest ago. The events may come in any order, and any
 * number of times.
 */
export function lifeCyclesOf(events: readonly LifeCycleEvent[]): readonly ProfileLifeCycle[] {
  const distinct = distinctEvents(events).toSorted((a, b) => a.at - b.at)
  return [...groupBy(distinct, ({ profile }) => userProfileKey(profile)).values()]
    .flatMap(([first, ...rest]) => (first === undefined ? [] : [lifeCycleOf(first, rest)]))
    .sort((a, b) => a.lastAt - b.lastAt)
}

/** One of each `eventId`: CloudTrail delivers some events more than once. */
export function distinctEvents(events: readonly LifeCycleEvent[]): readonly LifeCycleEvent[] {
  return [...new Map(events.map((event) => [event.eventId, event])).values()]
}

/** `rest`: after `first`, in the order of time. */
function lifeCycleOf(first: LifeCycleEvent, rest: readonly LifeCycleEvent[]): ProfileLifeCycle {
  const events = [first, ...rest]
  const last = rest.at(-1) ?? first
  const deletions = events.filter(({ what }) => what === 'deleted').length
  return {
    profile: last.profile,
    state: stateOf(events, last),
    creations: events.length - deletions,
    deletions,
    firstAt: first.at,
    lastAt: last.at,
  }
}

function stateOf(events: readonly LifeCycleEvent[], last: LifeCycleEvent): ProfileLifeCycle['state'] {
  const atTheEnd = new Set(events.filter(({ at }) => at === last.at).map(({ what }) => what))
  if (atTheEnd.size > 1) return 'unclear'
  if (last.what === 'deleted') return 'deleted'
  return events.some(({ what }) => what === 'deleted') ? 'created-again' : 'created'
}
