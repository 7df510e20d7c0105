import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DomainId, UserProfileName } from '../model/ids.js'
import { createLifeCycles, type LifeCycleEvent, type ProfileLifeCycle } from './profile-history.js'

const domainId = 'd-abc' as DomainId
const event = (what: LifeCycleEvent['what'], at: number, name = 'alice'): LifeCycleEvent => ({
  what,
  at,
  profile: { domainId, userProfileName: name as UserProfileName },
})
const created = (at: number, name?: string) => event('created', at, name)
const deleted = (at: number, name?: string) => event('deleted', at, name)

function lifeCyclesOf(events: readonly LifeCycleEvent[]): readonly ProfileLifeCycle[] {
  const lifeCycles = createLifeCycles()
  for (const each of events) lifeCycles.add(each)
  return lifeCycles.profiles().flatMap((profile) => lifeCycles.take(profile) ?? [])
}

test.each<[string, LifeCycleEvent[], string]>([
  ['created', [created(1)], 'created'],
  ['deleted', [deleted(1)], 'deleted'],
  ['created and deleted', [created(1), deleted(2)], 'deleted'],
  ['created, deleted and created again', [created(1), deleted(2), created(3)], 'created-again'],
  ['the same, told backwards', [created(3), deleted(2), created(1)], 'created-again'],
  ['deleted and created in one second', [created(1), deleted(5), created(5)], 'unclear'],
  ['made by an event that was lost, deleted, and created again', [deleted(2), created(3)], 'created-again'],
])('%s', (_, events, state) => {
  expect(lifeCyclesOf(events)).toMatchObject([{ state }])
})

test('an event that is delivered twice counts once', () => {
  const once = created(1)
  expect(lifeCyclesOf([once, { ...once }, deleted(2)])).toMatchObject([{ creations: 1, deletions: 1 }])
})

test('another delivery of an event is known, whatever came in between', () => {
  const lifeCycles = createLifeCycles()
  const events = [created(1), deleted(2), created(3), created(1, 'ALICE'), deleted(2), deleted(3)]
  expect(events.map((each) => lifeCycles.add(each))).toEqual(['new', 'new', 'new', 'known', 'known', 'new'])
})

test('two spellings are one profile, spelled as in the latest event; the same name in two domains is two', () => {
  const elsewhere = {
    ...created(9),
    profile: { domainId: 'd-other' as DomainId, userProfileName: 'Alice' as UserProfileName },
  }
  const stories = lifeCyclesOf([created(1, 'Alice'), deleted(2, 'ALICE'), created(3, 'alice'), elsewhere])
  expect(stories.map(({ profile, creations }) => [profile.domainId, profile.userProfileName, creations])).toEqual([
    ['d-abc', 'alice', 2],
    ['d-other', 'Alice', 1],
  ])
})

const anyEvents = fc.array(
  fc
    .record({
      what: fc.constantFrom('created' as const, 'deleted' as const),
      at: fc.nat(50),
      n: fc.nat(3),
    })
    .map(({ what, at, n }) => event(what, at, `user-${n}`)),
)

test('any order and any repetition of the events tell the same story', () => {
  fc.assert(
    fc.property(anyEvents, fc.infiniteStream(fc.nat(1000)), (events, weights) => {
      const facts = (stories: ReturnType<typeof lifeCyclesOf>) =>
        stories.map(({ profile, ...story }) => JSON.stringify([profile.userProfileName, story])).toSorted()
      const mixed = [...events, ...events.filter((_, n) => n % 2 === 0)]
        .map((each) => [weights.next().value, each] as const)
        .toSorted(([a], [b]) => a - b)
        .map(([, each]) => each)
      expect(facts(lifeCyclesOf(mixed))).toEqual(facts(lifeCyclesOf(events)))
    }),
  )
})
