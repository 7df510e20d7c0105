import type { DocumentedRate, FakeApi } from './fake-api.js'
import type { Rate } from './options.js'
import { operationsOf } from './targets.js'

/** Throttling per operation: a token per request, tokens come back with time. What is set goes before what AWS documents. */
export interface TokenBuckets {
  /** Sets a rate, or replaces the one that was set for the same service and operation. Its buckets start full. */
  set(rate: Rate): void
  /** Takes one token; false when there is none. */
  take(service: string, operation: string, now: number): boolean
}

interface Bucket {
  tokens: number
  filledAt: number
}

export function createTokenBuckets(apis: readonly FakeApi[], initial: readonly Rate[]): TokenBuckets {
  const documented = documentedRates(apis)
  const rates = new Map<string, Rate>()
  const buckets = new Map<string, Bucket>()

  function set(rate: Rate): void {
    operationsOf(apis, rate)
    rates.set(keyOf(rate.service, rate.operation ?? '*'), rate)
    for (const key of buckets.keys()) if (isOf(rate, key)) buckets.delete(key)
  }

  function take(service: string, operation: string, now: number): boolean {
    const key = keyOf(service, operation)
    const rate = rates.get(key) ?? rates.get(keyOf(service, '*')) ?? documented.get(key)
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

function documentedRates(apis: readonly FakeApi[]): ReadonlyMap<string, DocumentedRate> {
  const rates = apis.flatMap(({ model, rates = [] }) => rates.map((rate) => [model.service, rate] as const))
  return new Map(rates.map(([service, rate]) => [keyOf(service, rate.operation), rate]))
}

function keyOf(service: string, operation: string): string {
  return `${service}:${operation}`
}
