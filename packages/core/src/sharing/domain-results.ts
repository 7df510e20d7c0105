import { err, type Result } from 'neverthrow'
import pLimit from 'p-limit'
import type { SageMakerClient } from '../aws/sagemaker/describe-and-update.js'
import type { ReadinessError } from '../aws/sagemaker/wait-until-ready.js'
import type { Patience } from '../call.js'
import type { DomainId } from '../model/ids.js'
import type { Domain } from '../model/studio-resource.js'
import type { DomainCache } from '../studio/domain-cache.js'
import { inDomainTurn } from '../studio/domain-turn.js'
import type { Clock } from '../time/clock.js'
import {
  DOMAINS_AT_ONCE,
  type DomainFound,
  readyDomain,
  type SkippedReason,
  withDomainPatience,
} from './vpc-domains.js'

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
    const done = await withDomainPatience(context, domainTimeoutMs, patience, (own) =>
      inDomainTurn(context, domainId, own, async (): Promise<Result<Done, E | ReadinessError>> => {
        const ready = await readyDomain(context, found.domain, own)
        return ready.isErr() ? err(ready.error) : work(ready.value, own)
      }),
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
