import { describe, expect, test } from 'vitest'
import { batchesOf, halvesOf, maxFailuresInARow } from './run-invocations.js'

describe('batches keep the order and stay within the limits', () => {
  test.each<[string, readonly number[], { maxItems: number; maxBytes: number }, readonly number[][]]>([
    ['nothing', [], { maxItems: 2, maxBytes: 10 }, []],
    ['by number', [1, 1, 1, 1, 1], { maxItems: 2, maxBytes: 10 }, [[1, 1], [1, 1], [1]]],
    ['by size', [4, 6, 1, 9, 2], { maxItems: 9, maxBytes: 10 }, [[4, 6], [1, 9], [2]]],
    ['a too large item is alone', [1, 99, 1], { maxItems: 9, maxBytes: 10 }, [[1], [99], [1]]],
  ])('%s', (_, items, limits, batches) => {
    expect(batchesOf(items, (bytes) => bytes, limits)).toEqual(batches)
  })
})

test('halves are in order, the first one longer', () => {
  expect(halvesOf([1, 2, 3])).toEqual([[1, 2], [3]])
})

test('one bad item at the front of a full batch is found before the function is given up', () => {
  for (const maxItems of [1, 2, 500, 10_000]) {
    let size = maxItems
    let failures = 1
    for (; size > 1; failures += 1) size = Math.ceil(size / 2)
    expect(maxFailuresInARow(maxItems)).toBeGreaterThan(failures)
  }
})
