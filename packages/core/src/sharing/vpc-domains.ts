import { ok, okAsync, type Result, ResultAsync, safeTry } from 'neverthrow'
import pLimit from 'p-limit'
import type { AwsResult } from '../aws/call/aws-error.js'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { listDomains } from '../aws/sagemaker/lists.js'
import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import { describeVisibleDomain } from '../aws/sagemaker/wait-until-ready.js'
import { withDeadline } from '../call.js'
import { type DomainId, parseDomainId } from '../model/ids.js'
import { parseVpcId, type VpcId } from '../model/network.js'
import { listOf, optional } from '../model/parse/parse-input.js'
import { parseWholeNumber } from '../model/parse/parse-text.js'
import type { Domain } from '../model/studio-resource.js'
import type { StudioCall } from '../studio/domain-cache.js'
import { inDomainTurn } from '../studio/domain-turn.js'
import { readyDomain } from '../studio/ready-domain.js'

/** Domains under work at once. */
const DOMAINS_IN_FLIGHT = 8
const MAX_DOMAIN_IDS = 10_000

const parseDomainIds = listOf(parseDomainId, { min: 0, max: MAX_DOMAIN_IDS })

/** Parsers of the fields that choose the domains of a VPC. */
export const vpcFields = {
  vpcId: parseVpcId,
  includeDomainIds: optional(parseDomainIds, undefined),
  excludeDomainIds: optional(parseDomainIds, [] as readonly DomainId[]),
  domainTimeoutMs: optional((value, field) => parseWholeNumber(value, field, { min: 1, max: 86_400_000 }), 120_000),
}

export interface VpcDomainsSpec {
  readonly vpcId: VpcId
  /** Undefined: every domain of the VPC. */
  readonly includeDomainIds: readonly DomainId[] | undefined
  readonly excludeDomainIds: readonly DomainId[]
}

/** Reason why a domain was left out. */
export type SkippedReason =
  /** It is on the list of excluded domains. */
  | 'excluded'
  /** It is not tied to a VPC: a domain of Unified Studio. */
  | 'no-vpc'
  /** It was named, and lies in another VPC. */
  | 'other-vpc'
  /** It was deleted after it had been listed. */
  | 'gone'

/** A domain of the VPC, or the reason why it is left out. */
export type VpcDomain =
  | { readonly kind: 'found'; readonly domain: Domain }
  | { readonly kind: 'skipped'; readonly domainId: DomainId; readonly reason: SkippedReason }
  | { readonly kind: 'failed'; readonly domainId: DomainId; readonly error: ReadinessError }

/** Reads the domains of the VPC. ListDomains does not return the VPC, so each domain is described. */
export function readVpcDomains(call: SageMakerCall, spec: VpcDomainsSpec): AwsResult<readonly VpcDomain[]> {
  return safeTry(async function* () {
    const named = spec.includeDomainIds
    const ids = yield* named === undefined ? listDomains(call) : okAsync([...new Set(named)])
    const limit = pLimit(DOMAINS_IN_FLIGHT)
    const domains = await Promise.all(ids.map((id) => limit(() => readVpcDomain(call, id, spec))))
    return ok(domains.flatMap((domain) => domain ?? []))
  })
}

async function readVpcDomain(
  call: SageMakerCall,
  domainId: DomainId,
  { vpcId, includeDomainIds, excludeDomainIds }: VpcDomainsSpec,
): Promise<VpcDomain | undefined> {
  if (excludeDomainIds.includes(domainId)) return { kind: 'skipped', domainId, reason: 'excluded' }
  const createdAt = includeDomainIds === undefined ? 'long-ago' : undefined
  const read = await describeVisibleDomain(call, domainId, createdAt)
  if (read.isErr()) {
    const isGone = includeDomainIds === undefined && read.error.name === 'ResourceNotFoundError'
    return isGone ? { kind: 'skipped', domainId, reason: 'gone' } : { kind: 'failed', domainId, error: read.error }
  }
  const domain = read.value
  if (domain.vpcId === vpcId) return { kind: 'found', domain }
  if (domain.vpcId === undefined) return { kind: 'skipped', domainId, reason: 'no-vpc' }
  return includeDomainIds === undefined ? undefined : { kind: 'skipped', domainId, reason: 'other-vpc' }
}

/** Waits for each domain that is being created or changed. A domain that takes longer than `domainTimeoutMs` has failed. */
export function waitForVpcDomains(
  call: SageMakerCall,
  domains: readonly VpcDomain[],
  domainTimeoutMs: number,
): Promise<readonly VpcDomain[]> {
  const limit = pLimit(DOMAINS_IN_FLIGHT)
  const wait = async (domain: Domain): Promise<VpcDomain> => {
    const ready = await withDomainDeadline(call, domainTimeoutMs, (own) => readyDomain(own, domain))
    return ready.isOk()
      ? { kind: 'found', domain: ready.value }
      : { kind: 'failed', domainId: domain.domainId, error: ready.error }
  }
  return Promise.all(domains.map((each) => (each.kind === 'found' ? limit(() => wait(each.domain)) : each)))
}

/** Outcome of the work on one domain of a VPC. */
export type DomainResult<Done, E> =
  | ({ readonly domainId: DomainId; readonly outcome: 'changed' | 'unchanged' } & Done)
  | { readonly domainId: DomainId; readonly outcome: 'skipped'; readonly reason: SkippedReason }
  | { readonly domainId: DomainId; readonly outcome: 'failed'; readonly error: E | ReadinessError }

/** Work on one domain that is ready, in its turn and within its own deadline. */
export type DomainWork<C extends StudioCall, Done, E> = (call: C, domain: Domain) => PromiseLike<Result<Done, E>>

/** Works on every domain, a few at a time. A domain that fails or takes too long does not stop the others. */
export function forEachDomain<C extends StudioCall, Done extends { readonly changes: readonly unknown[] }, E>(
  call: C,
  { domains, domainTimeoutMs }: { readonly domains: readonly VpcDomain[]; readonly domainTimeoutMs: number },
  work: DomainWork<C, Done, E>,
): Promise<readonly DomainResult<Done, E>[]> {
  const limit = pLimit(DOMAINS_IN_FLIGHT)
  const runOne = async (each: VpcDomain): Promise<DomainResult<Done, E>> => {
    if (each.kind === 'skipped') return { domainId: each.domainId, outcome: 'skipped', reason: each.reason }
    if (each.kind === 'failed') return { domainId: each.domainId, outcome: 'failed', error: each.error }
    const { domainId } = each.domain
    const done = await withDomainDeadline(call, domainTimeoutMs, (own) =>
      inDomainTurn(own, domainId, () =>
        readyDomain(own, each.domain).andThen((domain) => new ResultAsync(Promise.resolve(work(own, domain)))),
      ),
    )
    if (done.isErr()) return { domainId, outcome: 'failed', error: done.error }
    return { domainId, outcome: done.value.changes.length > 0 ? 'changed' : 'unchanged', ...done.value }
  }
  return Promise.all(domains.map((each) => limit(() => runOne(each))))
}

/** `partial` when at least one domain failed. */
export function overallOutcome(results: readonly { readonly outcome: string }[]): 'complete' | 'partial' {
  return results.some(({ outcome }) => outcome === 'failed') ? 'partial' : 'complete'
}

/** Runs `work` for at most `domainTimeoutMs`, and no longer than the whole call. */
function withDomainDeadline<C extends StudioCall, T, E>(
  call: C,
  domainTimeoutMs: number,
  work: (own: C) => PromiseLike<Result<T, E>>,
): ResultAsync<T, E> {
  const timeoutMs = Math.max(1, Math.min(domainTimeoutMs, call.deadline - call.clock.now()))
  return withDeadline(call, { timeoutMs, signal: call.signal }, work)
}
