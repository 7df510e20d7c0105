import { ok, okAsync, type Result, ResultAsync } from 'neverthrow'
import { type ReadinessError, waitForDomain } from '../aws/readiness.js'
import type { SageMakerClient } from '../aws/sagemaker.js'
import type { Clock } from '../clock.js'
import type { DomainId } from '../model/domain-id.js'
import type { Domain } from '../model/studio-resource.js'
import type { Patience } from '../patience.js'
import { oneAtATime } from './one-at-a-time.js'

/** Remembers domains for a while, so that a burst of profiles reads their domain once. */
export interface DomainCache {
  get(domainId: DomainId, now: number): Domain | undefined
  set(domain: Domain, now: number): void
  /** Forgets a domain whose settings were changed. */
  delete(domainId: DomainId): void
}

export const DEFAULT_DOMAIN_CACHE_MS = 60_000

/**
 * Keeps each domain for `maxAgeMs` milliseconds (default 60,000). A domain's POSIX identity cannot change while it has
 * profiles; a change of its default file systems is seen at the latest when the entry expires.
 */
export function createDomainCache(options: { readonly maxAgeMs?: number } = {}): DomainCache {
  const maxAgeMs = options.maxAgeMs ?? DEFAULT_DOMAIN_CACHE_MS
  const entries = new Map<DomainId, { readonly domain: Domain; readonly readAt: number }>()
  return {
    get(domainId, now) {
      const entry = entries.get(domainId)
      return entry !== undefined && now - entry.readAt < maxAgeMs ? entry.domain : undefined
    },
    set(domain, now) {
      entries.set(domain.domainId, { domain, readAt: now })
    },
    delete(domainId) {
      entries.delete(domainId)
    },
  }
}

/** The domain, from the cache while it is fresh there, else as SageMaker describes it once it is ready. */
export function readDomain(
  context: { readonly sagemaker: SageMakerClient; readonly clock: Clock; readonly domainCache?: DomainCache },
  domainId: DomainId,
  patience: Patience,
): ResultAsync<Domain, ReadinessError> {
  const { clock, domainCache } = context
  if (domainCache === undefined) return waitForDomain(context, domainId, patience)
  const cached = domainCache.get(domainId, clock.now())
  if (cached !== undefined) return okAsync(cached)
  const readOnce = async (): Promise<Result<Domain, ReadinessError>> => {
    const readMeanwhile = domainCache.get(domainId, clock.now())
    if (readMeanwhile !== undefined) return ok(readMeanwhile)
    const read = await waitForDomain(context, domainId, patience)
    if (read.isOk()) domainCache.set(read.value, clock.now())
    return read
  }
  return new ResultAsync(oneAtATime(`the reading of domain ${domainId}`, patience, readOnce))
}
