import { createTestClock } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { type DomainId, type UserProfileName, type UserProfileRef, userProfileKey } from '../../model/ids.js'
import { createItemQueue, type FromSource } from './item-queue.js'

const ref = (n: number) => ({ domainId: 'd-a' as DomainId, userProfileName: `user-${n}` as UserProfileName })

function queueOf(source: AsyncIterator<FromSource<UserProfileRef>>) {
  const clock = createTestClock()
  const drain = new AbortController()
  const queue = createItemQueue(source, {
    clock,
    draining: drain.signal,
    readyTimeoutMs: 60_000,
    keyOf: userProfileKey,
  })
  const take = async () => (await queue.tasks.next()).value
  return { clock, drain, queue, take }
}

async function* profiles(count: number): AsyncGenerator<FromSource<UserProfileRef>, void, undefined> {
  for (let n = 0; n < count; n += 1) yield { ref: ref(n) }
}

test('with many put back, they and new ones take turns', async () => {
  const { clock, queue, take } = queueOf(profiles(1000))
  const putBacks: number[] = []
  for (let n = 0; n < 700; n += 1) {
    const task = await take()
    if (task === undefined) break
    putBacks.push(task.putBacks)
    queue.putBack(task, clock.now())
  }
  putBacks.splice(0, 500)
  expect(putBacks.filter((count) => count === 0).length).toBeGreaterThanOrEqual(90)
  expect(putBacks.filter((count) => count > 0).length).toBeGreaterThanOrEqual(90)
})

test('it holds 2,000 that were put back, and then takes no new ones until some of those are done', async () => {
  const { clock, queue, take } = queueOf(profiles(5000))
  const start = clock.now()
  const taken = new Set<string>()
  for (let n = 0; n < 4000; n += 1) {
    const task = await take()
    if (task === undefined) break
    taken.add(task.ref.userProfileName)
    queue.putBack(task, clock.now() + 5000)
  }
  expect([taken.size, queue.waiting()]).toEqual([2000, 2000])
  expect(clock.now() - start).toBeGreaterThanOrEqual(5000)
})

test('a source that is to be asked later is, and meanwhile those that were put back have their turn', async () => {
  async function* source(): AsyncGenerator<FromSource<UserProfileRef>, void, undefined> {
    yield { ref: ref(1) }
    yield { askAgainAt: clock.now() + 10_000 }
    yield { ref: ref(2) }
  }
  const { clock, queue, take } = queueOf(source())
  const start = clock.now()
  const first = await take()
  if (first !== undefined) queue.putBack(first, start + 3000)
  const again = await take()
  expect([again?.ref, again?.putBacks, clock.now() - start]).toEqual([ref(1), 1, 3000])
  if (again !== undefined) queue.forget(again)
  expect([(await take())?.ref, clock.now() - start]).toEqual([ref(2), 10_000])
})

test('a drain ends it, whatever it waits for', async () => {
  const { drain, queue, take } = queueOf(profiles(1))
  await take()
  const waiting = take()
  drain.abort('over')
  expect([await waiting, queue.isThrough(), queue.unsettled()]).toEqual([undefined, false, [ref(0)]])
})
