import type { Rate } from '../settings/options.js'
import type { FakeApi } from '../world/fake-api.js'
import { operationsOf } from '../world/fake-api.js'

/** Throttling per operation: a token per request, tokens come back with time. */
export interface TokenBuckets {
  /** Sets a rate, in the place of what was set before for the same operation or operations. Its buckets start full. */
  set(rate: Rate): void
  /** Takes one token; false when there is none. */
  take(service: string, operation: string, now: number): boolean
  /** Takes the next token that comes back and is nobody's; undefined when that is not within so many milliseconds. */
  reserve(service: string, operation: string, now: number, withinMs: number): ReservedToken | undefined
}

export interface ReservedToken {
  readonly inMs: number
  giveBack(): void
}

interface Bucket {
  readonly perSecond: number
  readonly capacity: number
  /** Below 0: tokens that are reserved. */
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

  /** As full as it is now; undefined when there is no limit. */
  function bucketOf(service: string, operation: string, now: number): Bucket | undefined {
    const key = keyOf(service, operation)
    const rate = rates.get(key) ?? rates.get(keyOf(service, '*'))
    if (rate === undefined || rate.perSecond === Number.POSITIVE_INFINITY) return undefined
    const bucket = buckets.get(key) ?? newBucket(rate, now)
    buckets.set(key, bucket)
    bucket.tokens = Math.min(bucket.capacity, bucket.tokens + ((now - bucket.filledAt) / 1000) * bucket.perSecond)
    bucket.filledAt = now
    return bucket
  }

  function take(service: string, operation: string, now: number): boolean {
    const bucket = bucketOf(service, operation, now)
    if (bucket === undefined) return true
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }

  function reserve(service: string, operation: string, now: number, withinMs: number): ReservedToken | undefined {
    const bucket = bucketOf(service, operation, now)
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
