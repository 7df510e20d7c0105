import { type ReadinessError, readinessOf, UnusableStatusError } from '../../aws/sagemaker/readiness.js'
import type { CreatedAt } from '../../aws/sagemaker/visibility-plan.js'
import { describeVisibleDomain } from '../../aws/sagemaker/wait-until-ready.js'
import type { DomainId } from '../../model/ids.js'
import type { Domain } from '../../model/studio-resource.js'
import type { StudioCall } from '../../studio/domain-cache.js'
import { pollDelayMs } from '../../time/backoff.js'

export type DomainProbe =
  | { readonly kind: 'ready'; readonly domain: Domain }
  /** It is being created or changed: probe it again later. */
  | { readonly kind: 'pending'; readonly status: string }
  /** It does not exist, or is in a state that no waiting mends. */
  | { readonly kind: 'unusable'; readonly error: ReadinessError }
  | { readonly kind: 'failed'; readonly error: ReadinessError }

/** The domains of one run: each is read once, however many of its profiles need it at the same time. */
export interface RunDomains {
  probe(domainId: DomainId, reading?: DomainReading): Promise<DomainProbe>
}

export interface DomainReading {
  /** Limits the reading. Default: the run's. */
  readonly call?: StudioCall
  /** Default `long-ago`: the domain has profiles, or was listed. */
  readonly createdAt: CreatedAt
}

/** A run can take hours, and a domain's default file systems can change meanwhile. */
const KEEP_MS = 600_000

export function createRunDomains(runCall: StudioCall): RunDomains {
  const probes = new Map<DomainId, { readonly until: number; readonly probe: Promise<DomainProbe> }>()
  const { clock } = runCall
  return {
    probe(domainId, { call = runCall, createdAt } = { createdAt: 'long-ago' }) {
      const kept = probes.get(domainId)
      if (kept !== undefined && clock.now() < kept.until) return kept.probe
      const probe = probeDomain(call, domainId, createdAt)
      probes.set(domainId, { until: Number.POSITIVE_INFINITY, probe })
      return probe.then((found) => {
        probes.set(domainId, { until: clock.now() + keepMs(found, clock.random()), probe })
        return found
      })
    },
  }
}

function keepMs(found: DomainProbe, random: number): number {
  if (found.kind === 'pending') return pollDelayMs(0, random)
  return found.kind === 'failed' && found.error.retryable ? 0 : KEEP_MS
}

async function probeDomain(call: StudioCall, domainId: DomainId, createdAt: CreatedAt): Promise<DomainProbe> {
  const { clock, domainCache } = call
  const askedAt = clock.now()
  const cached = domainCache?.get(domainId, askedAt)
  if (cached !== undefined) return { kind: 'ready', domain: cached }
  const read = await describeVisibleDomain(call, domainId, createdAt)
  if (read.isErr())
    return { kind: read.error.name === 'ResourceNotFoundError' ? 'unusable' : 'failed', error: read.error }
  const { status, failureReason } = read.value
  const readiness = readinessOf(status)
  if (readiness === 'settling') return { kind: 'pending', status }
  if (readiness === 'unusable')
    return {
      kind: 'unusable',
      error: new UnusableStatusError({ resource: `domain ${domainId}`, status, failureReason }),
    }
  domainCache?.set(read.value, askedAt)
  return { kind: 'ready', domain: read.value }
}
