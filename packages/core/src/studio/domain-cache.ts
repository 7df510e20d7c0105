import { ok, okAsync, type Result, ResultAsync } from 'neverthrow'
import type { SageMakerClient } from '../aws/sagemaker/describe-and-update.js'
import { type ReadinessError, waitForDomain } from '../aws/sagemaker/wait-until-ready.js'
import type { Patience } from '../call.js'
import { oneAtATime } from '../keyed-queue.js'
import type { DomainId } from '../model/ids.js'
import type { Domain } from '../model/studio-resource.js'
import type { Clock } from '../time/clock.js'

/** Remembers domains for a while, so that a burst of profiles reads their domain once. */
export interface DomainCache {
  get(domainId: DomainId, now: number): Domain | undefined
  /** `askedAt`: when its reading began. One that began before the domain was last forgotten is not kept. */
  set(domain: Domain, askedAt: number): void
  /** Forgets a domain whose settings were changed. */
  delete(domainId: DomainId, now: number): void
}

export const DEFAULT_DOMAIN_CACHE_MS = 60_000

/**
 * Keeps each domain for `maxAgeMs` milliseconds (default 60,000). A domain's POSIX identity cannot change while it has
 * profiles; a change of its default file systems is seen at the latest when the entry expires.
 */
export function createDomainCache(options: { readonly maxAgeMs?: number } = {}): DomainCache {
  const maxAgeMs = options.maxAgeMs ?? DEFAULT_DOMAIN_CACHE_MS
  const entries = new Map<DomainId, { readonly domain: Domain; readonly askedAt: number }>()
  const forgottenAt = new Map<DomainId, number>()
  return {
    get(domainId, now) {
      const entry = entries.get(domainId)
      return entry !== undefined && now - entry.askedAt < maxAgeMs ? entry.domain : undefined
    },
    set(domain, askedAt) {
      const { domainId } = domain
      if (askedAt > (forgottenAt.get(domainId) ?? Number.NEGATIVE_INFINITY)) entries.set(domainId, { domain, askedAt })
    },
    delete(domainId, now) {
      entries.delete(domainId)
      forgottenAt.set(domainId, now)
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
    const askedAt = clock.now()
    const read = await waitForDomain(context, domainId, patience)
    if (read.isOk()) domainCache.set(read.value, askedAt)
    return read
  }
  return new ResultAsync(oneAtATime(`the reading of domain ${domainId}`, patience, readOnce))
}
