import { err, ok, okAsync, type Result } from 'neverthrow'
import pLimit from 'p-limit'
import type { AwsError } from '../aws/call/aws-error.js'
import { retrying } from '../aws/call/call-aws.js'
import { describeDomain, type SageMakerClient } from '../aws/sagemaker/describe-and-update.js'
import { listDomains } from '../aws/sagemaker/lists.js'
import { readinessOf } from '../aws/sagemaker/readiness.js'
import { type ReadinessError, UnusableStatusError, waitForDomain } from '../aws/sagemaker/wait-until-ready.js'
import { type OutOfPatienceError, type Patience, withPatience } from '../call.js'
import type { DomainId } from '../model/ids.js'
import type { VpcId } from '../model/network.js'
import type { Domain } from '../model/studio-resource.js'
import type { Clock } from '../time/clock.js'

/** How many domains are worked on at once. */
export const DOMAINS_AT_ONCE = 8

export type SkippedReason =
  /** It is on the list of excluded domains. */
  | 'excluded'
  /** It is not tied to a VPC: a domain of Unified Studio. */
  | 'no-vpc'
  /** It was named, and lies in another VPC. */
  | 'other-vpc'
  /** It was deleted after it had been listed. */
  | 'gone'

/** What the VPC's domains turned out to be. */
export type DomainFound =
  | { readonly kind: 'found'; readonly domain: Domain }
  | { readonly kind: 'skipped'; readonly domainId: DomainId; readonly reason: SkippedReason }
  | { readonly kind: 'failed'; readonly domainId: DomainId; readonly error: ReadinessError }

export interface VpcDomainsWish {
  readonly vpcId: VpcId
  /** Undefined: every domain of the VPC. */
  readonly includeDomainIds: readonly DomainId[] | undefined
  readonly excludeDomainIds: readonly DomainId[]
}

interface VpcDomainsContext {
  readonly sagemaker: SageMakerClient
  readonly clock: Clock
}

/** The domains of the VPC. A list of domains has no VPC in it, so each is described, a few at a time. */
export async function readVpcDomains(
  context: VpcDomainsContext,
  wish: VpcDomainsWish,
  patience: Patience,
): Promise<Result<readonly DomainFound[], AwsError | OutOfPatienceError>> {
  const named = wish.includeDomainIds
  const ids = await (named === undefined ? listDomains(context, patience) : okAsync([...new Set(named)]))
  if (ids.isErr()) return err(ids.error)
  const limit = pLimit(DOMAINS_AT_ONCE)
  const looks = await Promise.all(ids.value.map((id) => limit(() => lookAt(context, id, wish, patience))))
  return ok(looks.flatMap((look) => look ?? []))
}

async function lookAt(
  context: VpcDomainsContext,
  domainId: DomainId,
  { vpcId, includeDomainIds, excludeDomainIds }: VpcDomainsWish,
  patience: Patience,
): Promise<DomainFound | undefined> {
  if (excludeDomainIds.includes(domainId)) return { kind: 'skipped', domainId, reason: 'excluded' }
  const describe = () => describeDomain(context, domainId, patience)
  const read = await retrying(context.clock, patience, `reading domain ${domainId}`, describe)
  if (read.isErr()) {
    const isGone = includeDomainIds === undefined && read.error.name === 'ResourceNotFoundError'
    return isGone ? { kind: 'skipped', domainId, reason: 'gone' } : { kind: 'failed', domainId, error: read.error }
  }
  const domain = read.value
  if (domain.vpcId === vpcId) return { kind: 'found', domain }
  if (domain.vpcId === undefined) return { kind: 'skipped', domainId, reason: 'no-vpc' }
  return includeDomainIds === undefined ? undefined : { kind: 'skipped', domainId, reason: 'other-vpc' }
}

/** The same once nothing of the VPC is being created or changed any more: what does not get there in time has failed. */
export async function settleDomains(
  context: VpcDomainsContext,
  found: readonly DomainFound[],
  domainTimeoutMs: number,
  patience: Patience,
): Promise<readonly DomainFound[]> {
  const limit = pLimit(DOMAINS_AT_ONCE)
  return Promise.all(
    found.map((look) => (look.kind === 'found' ? limit(() => settle(context, look, domainTimeoutMs, patience)) : look)),
  )
}

async function settle(
  context: VpcDomainsContext,
  look: DomainFound & { readonly kind: 'found' },
  domainTimeoutMs: number,
  patience: Patience,
): Promise<DomainFound> {
  const { domainId } = look.domain
  const ready = await withDomainPatience(context, domainTimeoutMs, patience, (own) =>
    readyDomain(context, look.domain, own),
  )
  return ready.isOk() ? { kind: 'found', domain: ready.value } : { kind: 'failed', domainId, error: ready.error }
}

/** Runs `work` for as long as one domain may take, and no longer than all of them. */
export function withDomainPatience<T>(
  { clock }: Pick<VpcDomainsContext, 'clock'>,
  domainTimeoutMs: number,
  { signal, deadline }: Patience,
  work: (own: Patience) => Promise<T>,
): Promise<T> {
  const timeoutMs = Math.max(1, Math.min(domainTimeoutMs, deadline - clock.now()))
  return withPatience(clock, { timeoutMs, signal }, work)
}

/** The domain once it may be updated: as it was seen, unless it was being created or changed then. */
export async function readyDomain(
  context: VpcDomainsContext,
  seen: Domain,
  patience: Patience,
): Promise<Result<Domain, ReadinessError>> {
  const { domainId, status, failureReason } = seen
  const readiness = readinessOf(status)
  if (readiness === 'ready') return ok(seen)
  if (readiness === 'unusable') return err(new UnusableStatusError(`domain ${domainId}`, status, failureReason))
  return waitForDomain(context, domainId, patience)
}
