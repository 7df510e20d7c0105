import type { DomainId, UserProfileName, UserProfileRef } from '../model/ids.js'

/** A profile was created or deleted. */
export interface HistoryEvent {
  readonly what: 'created' | 'deleted'
  readonly profile: UserProfileRef
  /** Milliseconds since the epoch. CloudTrail is exact to the second. */
  readonly at: number
}

/** Creations and deletions of one profile, as far as its events are known. A hint only: events come late and get lost. */
export interface ProfileHistory {
  /** Spelled as in the latest event. */
  readonly profile: UserProfileRef
  /**
   * `created`, `deleted`; `created-again`: after it had been deleted. `unclear`: created and deleted within the same
   * second, which is as exact as the events are.
   */
  readonly state: 'created' | 'created-again' | 'deleted' | 'unclear'
  readonly creations: number
  readonly deletions: number
  /** Milliseconds since the epoch. */
  readonly firstAt: number
  /** Milliseconds since the epoch. */
  readonly lastAt: number
}

/**
 * Folds the events of many profiles as they come, in any order and any number of times. A profile is created at most once
 * in a second, and deleted at most once, so profile, time and kind identify an event.
 */
export interface ProfileHistories {
  /** `known`: another delivery of an event that was added before. */
  add(event: HistoryEvent): 'new' | 'known'
  /** Returns the profile's history and forgets it. */
  take(profile: UserProfileRef): ProfileHistory | undefined
  domainIds(): readonly DomainId[]
  /** Each profile whose history was not taken, the one with the oldest latest event first. */
  profiles(): readonly EventfulProfile[]
}

/** A profile, and the latest of its creations, or of its deletions if no creation is known. */
export interface EventfulProfile extends UserProfileRef {
  /** Milliseconds since the epoch. */
  readonly createdAt: number
}

/** Kept small: there may be hundreds of thousands. */
interface Folded {
  userProfileName: UserProfileName
  lastAt: number
  createdAt: readonly number[]
  deletedAt: readonly number[]
}

const NEVER: readonly number[] = []

export function createProfileHistories(): ProfileHistories {
  // By domain and lower-case name. The domain's id is kept once, and not once for each event.
  const domains = new Map<string, { readonly domainId: DomainId; readonly profiles: Map<string, Folded> }>()

  function domainOf({ domainId }: UserProfileRef) {
    const domain = domains.get(domainId) ?? { domainId, profiles: new Map<string, Folded>() }
    domains.set(domainId, domain)
    return domain
  }

  return {
    add({ what, profile, at }) {
      const { profiles } = domainOf(profile)
      const { userProfileName } = profile
      const key = userProfileName.toLowerCase()
      const folded = profiles.get(key) ?? { userProfileName, lastAt: at, createdAt: NEVER, deletedAt: NEVER }
      profiles.set(key, folded)
      if (at >= folded.lastAt) folded.userProfileName = userProfileName
      folded.lastAt = Math.max(folded.lastAt, at)
      const times = what === 'created' ? 'createdAt' : 'deletedAt'
      if (folded[times].includes(at)) return 'known'
      // An array that grows by push reserves room for sixteen.
      folded[times] = [...folded[times], at]
      return 'new'
    },
    take({ domainId, userProfileName }) {
      const profiles = domains.get(domainId)?.profiles
      const folded = profiles?.get(userProfileName.toLowerCase())
      profiles?.delete(userProfileName.toLowerCase())
      return folded && historyOf(domainId, folded)
    },
    domainIds: () => [...domains.values()].map(({ domainId }) => domainId),
    profiles: () =>
      [...domains.values()]
        .flatMap(({ domainId, profiles }) => [...profiles.values()].map((folded) => ({ domainId, folded })))
        .sort((a, b) => a.folded.lastAt - b.folded.lastAt)
        .map(({ domainId, folded: { userProfileName, createdAt, lastAt } }) => ({
          domainId,
          userProfileName,
          createdAt: createdAt.length === 0 ? lastAt : createdAt.reduce((a, b) => Math.max(a, b)),
        })),
  }
}

function historyOf(domainId: DomainId, folded: Folded): ProfileHistory {
  const { userProfileName, createdAt, deletedAt, lastAt } = folded
  const profile = { domainId, userProfileName }
  const firstAt = [...createdAt, ...deletedAt].reduce((first, at) => Math.min(first, at))
  return { profile, state: stateOf(folded), creations: createdAt.length, deletions: deletedAt.length, firstAt, lastAt }
}

function stateOf({ createdAt, deletedAt, lastAt }: Folded): ProfileHistory['state'] {
  if (!createdAt.includes(lastAt)) return 'deleted'
  if (deletedAt.includes(lastAt)) return 'unclear'
  return deletedAt.length > 0 ? 'created-again' : 'created'
}
