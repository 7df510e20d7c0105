import type { FakeApi } from './fake-api.js'
import type { Rate } from './options.js'
import { operationsOf } from './targets.js'

/** Throttling per operation: a token per request, tokens come back with time. */
export interface TokenBuckets {
  /** Sets a rate, in the place of what was set before for the same operation or operations. Its buckets start full. */
  set(rate: Rate): void
  /** Takes one token; false when there is none. */
  take(service: string, operation: string, now: number): boolean
}

interface Bucket {
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

  function take(service: string, operation: string, now: number): boolean {
    const key = keyOf(service, operation)
    const rate = rates.get(key) ?? rates.get(keyOf(service, '*'))
    if (rate === undefined || rate.perSecond === Number.POSITIVE_INFINITY) return true
    const capacity = rate.burst ?? Math.max(1, rate.perSecond)
    const bucket = buckets.get(key) ?? { tokens: capacity, filledAt: now }
    buckets.set(key, bucket)
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.filledAt) / 1000) * rate.perSecond)
    bucket.filledAt = now
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }

  for (const rate of initial) set(rate)
  return { set, take }
}

function isOf({ service, operation }: Rate, key: string): boolean {
  return operation === undefined ? key.startsWith(keyOf(service, '')) : key === keyOf(service, operation)
}

function keyOf(service: string, operation: string): string {
  return `${service}:${operation}`
}
