import { err, type Result } from 'neverthrow'
import pLimit from 'p-limit'
import { type ReadinessError, UnusableStatusError, waitForDomain } from '../aws/readiness.js'
import type { SageMakerClient } from '../aws/sagemaker.js'
import type { Clock } from '../clock.js'
import type { DomainId } from '../model/domain-id.js'
import type { Domain } from '../model/studio-resource.js'
import { type Patience, withPatience } from '../patience.js'
import { readinessOf } from '../policy/readiness.js'
import type { DomainCache } from './domain-cache.js'
import { inDomainTurn } from './domain-turn.js'
import { DOMAINS_AT_ONCE, type DomainFound, type SkippedReason } from './vpc-domains.js'

/** What came of one domain of a VPC. */
export type DomainResult<Done, E> =
  | ({ readonly domainId: DomainId; readonly outcome: 'changed' | 'unchanged' } & Done)
  | { readonly domainId: DomainId; readonly outcome: 'skipped'; readonly reason: SkippedReason }
  | { readonly domainId: DomainId; readonly outcome: 'failed'; readonly error: E | ReadinessError }

export interface ForEachDomainContext {
  readonly sagemaker: SageMakerClient
  readonly clock: Clock
  readonly domainCache?: DomainCache
}

/** Works on every domain that was found, a few at a time; one that fails, or takes too long, does not stop the others. */
export function forEachDomain<Done extends { readonly changes: readonly unknown[] }, E>(
  context: ForEachDomainContext,
  domains: readonly DomainFound[],
  domainTimeoutMs: number,
  work: (domain: Domain, patience: Patience) => Promise<Result<Done, E>>,
  patience: Patience,
): Promise<readonly DomainResult<Done, E>[]> {
  const limit = pLimit(DOMAINS_AT_ONCE)
  const runOne = async (found: DomainFound): Promise<DomainResult<Done, E>> => {
    if (found.kind === 'skipped') return { domainId: found.domainId, outcome: 'skipped', reason: found.reason }
    if (found.kind === 'failed') return { domainId: found.domainId, outcome: 'failed', error: found.error }
    const { domainId } = found.domain
    const timeoutMs = Math.max(1, Math.min(domainTimeoutMs, patience.deadline - context.clock.now()))
    const done = await withPatience(context.clock, { timeoutMs, signal: patience.signal }, (own) =>
      inDomainTurn(context, domainId, own, () => workWhenReady(context, found.domain, work, own)),
    )
    if (done.isErr()) return { domainId, outcome: 'failed', error: done.error }
    return { domainId, outcome: done.value.changes.length > 0 ? 'changed' : 'unchanged', ...done.value }
  }
  return Promise.all(domains.map((found) => limit(() => runOne(found))))
}

/** `partial` when at least one domain failed. */
export function overallOutcome(results: readonly { readonly outcome: string }[]): 'complete' | 'partial' {
  return results.some(({ outcome }) => outcome === 'failed') ? 'partial' : 'complete'
}

async function workWhenReady<Done, E>(
  context: ForEachDomainContext,
  seen: Domain,
  work: (domain: Domain, patience: Patience) => Promise<Result<Done, E>>,
  patience: Patience,
): Promise<Result<Done, E | ReadinessError>> {
  const readiness = readinessOf(seen.status)
  if (readiness === 'ready') return work(seen, patience)
  if (readiness === 'unusable')
    return err(new UnusableStatusError(`domain ${seen.domainId}`, seen.status, seen.failureReason))
  const ready = await waitForDomain(context, seen.domainId, patience)
  return ready.isErr() ? err(ready.error) : work(ready.value, patience)
}
