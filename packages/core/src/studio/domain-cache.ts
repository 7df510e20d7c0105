import { ok, okAsync, type ResultAsync, safeTry } from 'neverthrow'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { waitForDomain } from '../aws/sagemaker/wait-until-ready.js'
import { oneAtATime } from '../keyed-queue.js'
import type { DomainId } from '../model/ids.js'
import type { Domain } from '../model/studio-resource.js'

/** Remembers domains for a while, so that a burst of profiles reads their domain once. */
export interface DomainCache {
  /** Domain as it was last read, unless that reading is too old at `now`. */
  get(domainId: DomainId, now: number): Domain | undefined
  /** `askedAt`: when the read began. A read that began before the domain was last forgotten is not kept. */
  set(domain: Domain, askedAt: number): void
  /** Forgets a domain whose settings were changed. */
  delete(domainId: DomainId, now: number): void
  /** Checks of file systems that found nothing wrong. Default: every call checks. */
  readonly fileSystemChecks?: FileSystemChecks
}

/** Remembers for which file systems and domains a check was done, for as long as a domain is kept. */
export interface FileSystemChecks {
  /** True while the check counts; `now` in milliseconds of the clock. */
  has(key: string, now: number): boolean
  /** Remembers a check that passed. */
  add(key: string, now: number): void
}

/** A call that reads domains and user profiles, and updates their lists of file systems. */
export interface StudioCall extends SageMakerCall {
  readonly domainCache?: DomainCache | undefined
}

/** Parts of a `StudioCall` that exist before its deadline begins. */
export type StudioContext = Pick<StudioCall, 'sagemaker' | 'domainCache' | 'clock' | 'logger'>

export const DEFAULT_DOMAIN_CACHE_MS = 60_000

/**
 * Keeps each domain for `maxAgeMs` milliseconds (default 60,000). A domain's POSIX identity cannot change while it has
 * profiles; a change of its default file systems is seen at the latest when the entry expires.
 */
export function createDomainCache(options: { readonly maxAgeMs?: number } = {}): DomainCache {
  const maxAgeMs = options.maxAgeMs ?? DEFAULT_DOMAIN_CACHE_MS
  const entries = new Map<DomainId, { readonly domain: Domain; readonly askedAt: number }>()
  const forgottenAt = new Map<DomainId, number>()
  const checkedAt = new Map<string, number>()
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
    fileSystemChecks: {
      has: (key, now) => now - (checkedAt.get(key) ?? Number.NEGATIVE_INFINITY) < maxAgeMs,
      add: (key, now) => checkedAt.set(key, now),
    },
  }
}

/** Reads the domain from the cache while it is fresh there, else from SageMaker once it is ready. */
export function readDomain(call: StudioCall, domainId: DomainId): ResultAsync<Domain, ReadinessError> {
  const { clock, domainCache } = call
  if (domainCache === undefined) return waitForDomain(call, domainId, undefined)
  const cached = domainCache.get(domainId, clock.now())
  if (cached !== undefined) return okAsync(cached)
  return oneAtATime(call, `the reading of domain ${domainId}`, () =>
    safeTry<Domain, ReadinessError>(async function* () {
      const readMeanwhile = domainCache.get(domainId, clock.now())
      if (readMeanwhile !== undefined) return ok(readMeanwhile)
      const askedAt = clock.now()
      const domain = yield* waitForDomain(call, domainId, undefined)
      domainCache.set(domain, askedAt)
      return ok(domain)
    }),
  )
}
