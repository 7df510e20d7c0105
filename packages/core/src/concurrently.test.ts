import { expect, test } from 'vitest'
import { concurrently } from './concurrently.js'

async function* numbers(count: number) {
  for (let n = 0; n < count; n += 1) yield { n }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = []
  for await (const value of values) list.push(value)
  return list
}

test('every item is worked on once, never more than the width at a time', async () => {
  let [underWay, most] = [0, 0]
  const work = async (item: { readonly n: number }) => {
    underWay += 1
    most = Math.max(most, underWay)
    for (let n = 0; n <= item.n % 3; n += 1) await turn()
    underWay -= 1
    return item
  }
  const values = await all(concurrently(numbers(100), 7, work))
  expect(values.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, n) => n))
  expect(most).toBe(7)
})

test('results come as they are ready, not as they began', async () => {
  const work = async ({ n }: { readonly n: number }) => {
    for (let turns = 0; turns < 10 - n; turns += 1) await turn()
    return { n }
  }
  expect((await all(concurrently(numbers(5), 5, work))).map(({ n }) => n)).toEqual([4, 3, 2, 1, 0])
})

test('a reader that is slow is not run ahead of', async () => {
  let began = 0
  const work = async (item: object) => {
    began += 1
    return item
  }
  const values = concurrently(numbers(100), 4, work)
  await values.next()
  for (let n = 0; n < 20; n += 1) await turn()
  expect(began).toBeLessThanOrEqual(5)
  await values.return()
})

test('when the reader leaves, the source ends, and nothing more is begun', async () => {
  let [began, ended] = [0, false]
  async function* source() {
    try {
      yield* numbers(100)
    } finally {
      ended = true
    }
  }
  const work = async (item: object) => {
    began += 1
    return item
  }
  for await (const _ of concurrently(source(), 4, work)) break
  const soFar = began
  for (let n = 0; n < 20; n += 1) await turn()
  expect([ended, began]).toEqual([true, soFar])
})

test.each(['source', 'work'])('what the %s throws comes after the results of the other items', async (thrower) => {
  async function* source() {
    yield* numbers(3)
    if (thrower === 'source') throw new Error('no more')
  }
  const work = async (item: { readonly n: number }) => {
    await turn()
    if (thrower === 'work' && item.n === 1) throw new Error('no more')
    return item
  }
  const seen: number[] = []
  const reading = (async () => {
    for await (const { n } of concurrently(source(), 10, work)) seen.push(n)
  })()
  await expect(reading).rejects.toThrow('no more')
  expect(seen).toEqual(thrower === 'source' ? [0, 1, 2] : [0, 2])
})
