import { expect, test } from 'vitest'
import type { UserProfileRef } from '../../model/ids.js'
import { uidSequence } from './uid-sequence.js'

const holder = (userProfileName: string) => ({ domainId: 'd-abc', userProfileName }) as UserProfileRef

test.each([1, 2, 3, 4, 7, 30, 97, 1000])('goes once through a range of %d uids, whoever asks', (size) => {
  const range = { first: 10_000, last: 10_000 + size - 1 }
  for (const name of ['alice', 'bob', 'carol']) {
    const sequence = [...uidSequence(holder(name), range)]
    expect(new Set(sequence).size).toBe(size)
    expect([Math.min(...sequence), Math.max(...sequence)]).toEqual([range.first, range.last])
  }
})

test('is the same for two spellings of a name, and begins elsewhere for another one', () => {
  const range = { first: 10_000, last: 199_999 }
  const first = (name: string) => uidSequence(holder(name), range).next().value
  expect(first('alice')).toBe(first('ALICE'))
  expect(new Set(Array.from({ length: 100 }, (_, i) => first(`user-${i}`))).size).toBeGreaterThan(95)
})

test('finds a free uid in few steps where nine of ten are taken', () => {
  const range = { first: 10_000, last: 19_999 }
  const taken = new Set<number>()
  let steps = 0
  for (let i = 0; i < 9000; i += 1)
    for (const uid of uidSequence(holder(`user-${i}`), range)) {
      steps += 1
      if (!taken.has(uid)) {
        taken.add(uid)
        break
      }
    }
  expect(taken.size).toBe(9000)
  expect(steps / 9000).toBeLessThan(4)
})
