import { retrying } from '../aws/call/call-aws.js'
import { describeDomain, type SageMakerClient } from '../aws/sagemaker/describe-and-update.js'
import { readinessOf } from '../aws/sagemaker/readiness.js'
import { type ReadinessError, UnusableStatusError } from '../aws/sagemaker/wait-until-ready.js'
import type { Patience } from '../call.js'
import type { DomainId } from '../model/ids.js'
import type { Domain } from '../model/studio-resource.js'
import type { DomainCache } from '../studio/domain-cache.js'
import { pollDelayMs } from '../time/backoff.js'
import type { Clock } from '../time/clock.js'

export type DomainLook =
  | { readonly kind: 'ready'; readonly domain: Domain }
  /** It is being created or changed: ask again later. */
  | { readonly kind: 'settling'; readonly status: string }
  /** It is not there, or in a state that no waiting mends. */
  | { readonly kind: 'unusable'; readonly error: ReadinessError }
  | { readonly kind: 'failed'; readonly error: ReadinessError }

/** The domains of one run: each is read once, however many of its profiles ask at the same time. */
export interface RunDomains {
  /** `patience`: with the reading, if there is to be one. */
  look(domainId: DomainId, patience?: Patience): Promise<DomainLook>
}

interface RunDomainsContext {
  readonly sagemaker: SageMakerClient
  readonly clock: Clock
  readonly domainCache?: DomainCache
}

/** A run can take hours, and a domain's default file systems can change meanwhile. */
const KEPT_MS = 600_000

export function createRunDomains(context: RunDomainsContext, ofTheRun: Patience): RunDomains {
  const looks = new Map<DomainId, { readonly until: number; readonly look: Promise<DomainLook> }>()
  const { clock } = context
  return {
    look(domainId, patience = ofTheRun) {
      const kept = looks.get(domainId)
      if (kept !== undefined && clock.now() < kept.until) return kept.look
      const look = lookAt(context, domainId, patience)
      looks.set(domainId, { until: Number.POSITIVE_INFINITY, look })
      return look.then((seen) => {
        looks.set(domainId, { until: clock.now() + keptMs(seen, clock.random()), look })
        return seen
      })
    },
  }
}

function keptMs(look: DomainLook, random: number): number {
  if (look.kind === 'settling') return pollDelayMs(0, random)
  return look.kind === 'failed' && look.error.retryable ? 0 : KEPT_MS
}

async function lookAt(context: RunDomainsContext, domainId: DomainId, patience: Patience): Promise<DomainLook> {
  const { clock, domainCache } = context
  const askedAt = clock.now()
  const cached = domainCache?.get(domainId, askedAt)
  if (cached !== undefined) return { kind: 'ready', domain: cached }
  const read = await retrying(clock, patience, `reading domain ${domainId}`, () =>
    describeDomain(context, domainId, patience),
  )
  if (read.isErr())
    return { kind: read.error.name === 'ResourceNotFoundError' ? 'unusable' : 'failed', error: read.error }
  const { status, failureReason } = read.value
  const readiness = readinessOf(status)
  if (readiness === 'settling') return { kind: 'settling', status }
  if (readiness === 'unusable')
    return { kind: 'unusable', error: new UnusableStatusError(`domain ${domainId}`, status, failureReason) }
  domainCache?.set(read.value, askedAt)
  return { kind: 'ready', domain: read.value }
}
