import type { DomainId, UserProfileName, UserProfileRef } from '../model/ids.js'

/** A profile was created or deleted. */
export interface LifeCycleEvent {
  readonly what: 'created' | 'deleted'
  readonly profile: UserProfileRef
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
 * The events of many profiles, folded as they come, in any order and any number of times. A profile is created once in a
 * second at most, and deleted once: so what, whose and when tell an event from another delivery of it.
 */
export interface LifeCycles {
  add(event: LifeCycleEvent): 'new' | 'known'
  /** Tells the profile's story and forgets it. */
  take(profile: UserProfileRef): ProfileLifeCycle | undefined
  domainIds(): readonly DomainId[]
  /** Each profile whose story was not taken, those first whose story ended longest ago. */
  profiles(): readonly UserProfileRef[]
}

/** As little as tells the story: there may be hundreds of thousands. */
interface Story {
  userProfileName: UserProfileName
  lastAt: number
  createdAt: readonly number[]
  deletedAt: readonly number[]
}

const NEVER: readonly number[] = []

export function createLifeCycles(): LifeCycles {
  // By domain and lower-case name. The domain's id is kept once, and not once for each event.
  const domains = new Map<string, { readonly domainId: DomainId; readonly stories: Map<string, Story> }>()

  function domainOf({ domainId }: UserProfileRef) {
    const domain = domains.get(domainId) ?? { domainId, stories: new Map<string, Story>() }
    domains.set(domainId, domain)
    return domain
  }

  return {
    add({ what, profile, at }) {
      const { stories } = domainOf(profile)
      const { userProfileName } = profile
      const key = userProfileName.toLowerCase()
      const story = stories.get(key) ?? { userProfileName, lastAt: at, createdAt: NEVER, deletedAt: NEVER }
      stories.set(key, story)
      if (at >= story.lastAt) story.userProfileName = userProfileName
      story.lastAt = Math.max(story.lastAt, at)
      const when = what === 'created' ? 'createdAt' : 'deletedAt'
      if (story[when].includes(at)) return 'known'
      // A list that grows by itself takes room for sixteen.
      story[when] = [...story[when], at]
      return 'new'
    },
    take({ domainId, userProfileName }) {
      const stories = domains.get(domainId)?.stories
      const story = stories?.get(userProfileName.toLowerCase())
      stories?.delete(userProfileName.toLowerCase())
      return story && lifeCycleOf(domainId, story)
    },
    domainIds: () => [...domains.values()].map(({ domainId }) => domainId),
    profiles: () =>
      [...domains.values()]
        .flatMap(({ domainId, stories }) => [...stories.values()].map((story) => ({ domainId, story })))
        .sort((a, b) => a.story.lastAt - b.story.lastAt)
        .map(({ domainId, story }) => ({ domainId, userProfileName: story.userProfileName })),
  }
}

function lifeCycleOf(domainId: DomainId, story: Story): ProfileLifeCycle {
  const { userProfileName, createdAt, deletedAt, lastAt } = story
  const profile = { domainId, userProfileName }
  const firstAt = [...createdAt, ...deletedAt].reduce((first, at) => Math.min(first, at))
  return { profile, state: stateOf(story), creations: createdAt.length, deletions: deletedAt.length, firstAt, lastAt }
}

function stateOf({ createdAt, deletedAt, lastAt }: Story): ProfileLifeCycle['state'] {
  if (!createdAt.includes(lastAt)) return 'deleted'
  if (deletedAt.includes(lastAt)) return 'unclear'
  return deletedAt.length > 0 ? 'created-again' : 'created'
}
