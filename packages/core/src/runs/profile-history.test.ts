import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DomainId, UserProfileName } from '../model/ids.js'
import { createProfileHistories, type HistoryEvent, type ProfileHistory } from './profile-history.js'

const domainId = 'd-abc' as DomainId
const event = (what: HistoryEvent['what'], at: number, name = 'alice'): HistoryEvent => ({
  what,
  at,
  profile: { domainId, userProfileName: name as UserProfileName },
})
const created = (at: number, name?: string) => event('created', at, name)
const deleted = (at: number, name?: string) => event('deleted', at, name)

function historiesOf(events: readonly HistoryEvent[]): readonly ProfileHistory[] {
  const histories = createProfileHistories()
  for (const each of events) histories.add(each)
  return histories.profiles().flatMap((profile) => histories.take(profile) ?? [])
}

test.each<[string, HistoryEvent[], string]>([
  ['created', [created(1)], 'created'],
  ['deleted', [deleted(1)], 'deleted'],
  ['created and deleted', [created(1), deleted(2)], 'deleted'],
  ['created, deleted and created again', [created(1), deleted(2), created(3)], 'created-again'],
  ['the same, backwards', [created(3), deleted(2), created(1)], 'created-again'],
  ['deleted and created in one second', [created(1), deleted(5), created(5)], 'unclear'],
  ['made by an event that was lost, deleted, and created again', [deleted(2), created(3)], 'created-again'],
])('%s', (_, events, state) => {
  expect(historiesOf(events)).toMatchObject([{ state }])
})

test('an event that is delivered twice counts once', () => {
  const once = created(1)
  expect(historiesOf([once, { ...once }, deleted(2)])).toMatchObject([{ creations: 1, deletions: 1 }])
})

test('another delivery of an event is known, whatever came in between', () => {
  const histories = createProfileHistories()
  const events = [created(1), deleted(2), created(3), created(1, 'ALICE'), deleted(2), deleted(3)]
  expect(events.map((each) => histories.add(each))).toEqual(['new', 'new', 'new', 'known', 'known', 'new'])
})

test('two spellings are one profile, spelled as in the latest event; the same name in two domains is two', () => {
  const elsewhere = {
    ...created(9),
    profile: { domainId: 'd-other' as DomainId, userProfileName: 'Alice' as UserProfileName },
  }
  const histories = historiesOf([created(1, 'Alice'), deleted(2, 'ALICE'), created(3, 'alice'), elsewhere])
  expect(histories.map(({ profile, creations }) => [profile.domainId, profile.userProfileName, creations])).toEqual([
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

test('any order and any repetition of the events make the same history', () => {
  fc.assert(
    fc.property(anyEvents, fc.infiniteStream(fc.nat(1000)), (events, weights) => {
      const facts = (histories: ReturnType<typeof historiesOf>) =>
        histories.map(({ profile, ...history }) => JSON.stringify([profile.userProfileName, history])).toSorted()
      const mixed = [...events, ...events.filter((_, n) => n % 2 === 0)]
        .map((each) => [weights.next().value, each] as const)
        .toSorted(([a], [b]) => a - b)
        .map(([, each]) => each)
      expect(facts(historiesOf(mixed))).toEqual(facts(historiesOf(events)))
    }),
  )
})
