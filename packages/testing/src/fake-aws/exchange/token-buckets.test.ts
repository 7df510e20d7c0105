import { expect, it } from 'vitest'
import { apis } from '../services/apis.js'
import { createTokenBuckets } from './token-buckets.js'

const call = { service: 'ec2', operation: 'DescribeVpcs' }

it('each reservation has its own token, which no other call takes', () => {
  const buckets = createTokenBuckets(apis, [{ service: 'ec2', perSecond: 2, burst: 1 }])
  expect(buckets.take(call, 0)).toBe(true)
  expect([1, 2, 3].map(() => buckets.reserve(call, 0, 1_500)?.inMs)).toEqual([500, 1_000, 1_500])
  expect(buckets.reserve(call, 0, 1_500)).toBeUndefined()
  expect([500, 1_500, 1_999, 2_000].map((now) => buckets.take(call, now))).toEqual([false, false, false, true])
})

it('a token that is given back is the next one to be reserved', () => {
  const buckets = createTokenBuckets(apis, [{ service: 'ec2', perSecond: 2, burst: 1 }])
  buckets.take(call, 0)
  buckets.reserve(call, 0, 1_000)?.giveBack()
  expect(buckets.reserve(call, 0, 1_000)?.inMs).toBe(500)
})
