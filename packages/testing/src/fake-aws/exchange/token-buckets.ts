import type { Rate, Target } from '../settings/options.js'
import { type FakeApi, operationsOf } from '../world/fake-api.js'

export type OperationName = Required<Target>

/** Throttling per operation: each request takes a token, and tokens come back with time. */
export interface TokenBuckets {
  /** Replaces the rates set before for the same operation or operations. The buckets start full. */
  set(rate: Rate): void
  /** Takes one token; false if the bucket is empty. */
  take(target: OperationName, now: number): boolean
  /** Takes the next token to come back that is not reserved; undefined when that takes longer than `withinMs`. */
  reserve(target: OperationName, now: number, withinMs: number): ReservedToken | undefined
}

export interface ReservedToken {
  /** Milliseconds until the token is back in the bucket. */
  readonly inMs: number
  giveBack(): void
}

interface Bucket {
  readonly perSecond: number
  readonly capacity: number
  /** Negative while tokens that have not come back yet are reserved. */
  tokens: number
  filledAt: number
}

export function createTokenBuckets(apis: readonly FakeApi[], initial: readonly Rate[]): TokenBuckets {
  const rates = new Map<string, Rate>()
  const buckets = new Map<string, Bucket>()

  function set(rate: Rate): void {
    operationsOf(apis, rate)
    for (const map of [rates, buckets]) for (const key of map.keys()) if (isOf(rate, key)) map.delete(key)
    rates.set(keyOf(rate.service, rate.operation ?? '*'), rate)
  }

  /** Refills the bucket up to `now`; undefined when there is no limit. */
  function bucketOf({ service, operation }: OperationName, now: number): Bucket | undefined {
    const key = keyOf(service, operation)
    const rate = rates.get(key) ?? rates.get(keyOf(service, '*'))
    if (rate === undefined || rate.perSecond === Number.POSITIVE_INFINITY) return undefined
    const bucket = buckets.get(key) ?? newBucket(rate, now)
    buckets.set(key, bucket)
    bucket.tokens = Math.min(bucket.capacity, bucket.tokens + ((now - bucket.filledAt) / 1000) * bucket.perSecond)
    bucket.filledAt = now
    return bucket
  }

  function take(target: OperationName, now: number): boolean {
    const bucket = bucketOf(target, now)
    if (bucket === undefined) return true
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }

  function reserve(target: OperationName, now: number, withinMs: number): ReservedToken | undefined {
    const bucket = bucketOf(target, now)
    const inMs = bucket === undefined ? 0 : Math.ceil(Math.max(0, ((1 - bucket.tokens) / bucket.perSecond) * 1000))
    if (inMs > withinMs) return undefined
    if (bucket !== undefined) bucket.tokens -= 1
    return {
      inMs,
      giveBack() {
        if (bucket !== undefined) bucket.tokens += 1
      },
    }
  }

  for (const rate of initial) set(rate)
  return { set, take, reserve }
}

function newBucket({ perSecond, burst = Math.max(1, perSecond) }: Rate, now: number): Bucket {
  return { perSecond, capacity: burst, tokens: burst, filledAt: now }
}

function isOf({ service, operation }: Rate, key: string): boolean {
  return operation === undefined ? key.startsWith(keyOf(service, '')) : key === keyOf(service, operation)
}

function keyOf(service: string, operation: string): string {
  return `${service}:${operation}`
}
