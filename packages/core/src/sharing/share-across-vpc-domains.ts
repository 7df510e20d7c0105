import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { type CallOptions, type Patience, withPatience } from '../call.js'
import { type StudioEfsContext, withDefaults } from '../context.js'
import type { SetDomainDefaultError, SetDomainDefaultInput } from '../domains/set-domain-default.js'
import { directoryChanges } from '../drivers/ensure-directory.js'
import type { InvalidInputError } from '../errors.js'
import { type FileSystemFinding, oneZoneFindings } from '../file-systems/plan/file-system-finding.js'
import type {
  DirectoryChange,
  DomainFileSystemsChange,
  ProfileFileSystemsChange,
  SharingChange,
} from '../model/change.js'
import type { DirectoryReceipt } from '../model/directory.js'
import type { FileSystemId } from '../model/ids.js'
import type { VpcId } from '../model/network.js'
import { parseInput } from '../model/parse/parse-input.js'
import type { PosixOwner } from '../model/posix-owner.js'
import type { Domain } from '../model/studio-resource.js'
import { requireDriver } from '../studio/default-fields.js'
import type { HiddenProfile } from '../studio/hidden-profiles.js'
import { setDefaultStep } from '../studio/set-default-step.js'
import { type DomainResult, forEachDomain, overallOutcome } from './domain-results.js'
import { type DirectoryOwnersDifferError, sharedDirectoryOwner } from './plan/sharing-directory-owner.js'
import type { SharingPlan } from './plan/sharing-plan.js'
import { shareDirectoryStep } from './share-directory-step.js'
import { type ShareWish, shareFields } from './share-fields.js'
import {
  applyNetwork,
  type DomainFailures,
  type DomainNetworkError,
  type PlannedNetwork,
  planNetwork,
  type ShareNetworkError,
} from './share-network.js'
import { type DomainFound, readVpcDomains, settleDomains } from './vpc-domains.js'

export interface ShareAcrossVpcDomainsInput
  extends CallOptions,
    Omit<SetDomainDefaultInput, 'domainId' | 'hiddenProfiles'> {
  readonly vpcId: string
  /** Only these domains. Default: every domain of the VPC. */
  readonly includeDomainIds?: readonly string[]
  /** None of these. */
  readonly excludeDomainIds?: readonly string[]
  /** `report` reads every profile of every domain; `skip` (the default) does not. */
  readonly hiddenProfiles?: 'report' | 'skip'
  /** How long one domain may take, and before that be waited for, in milliseconds. Default 120,000. */
  readonly domainTimeoutMs?: number
  /** How many security groups a mount target takes: the account's quota per network interface. Default 5. */
  readonly maxSecurityGroups?: number
  /** How many inbound rules a security group takes: the account's quota. Default 60. */
  readonly maxSecurityGroupRules?: number
}

type DefaultChange = DirectoryChange | DomainFileSystemsChange | ProfileFileSystemsChange

interface DomainDone {
  readonly changes: readonly DefaultChange[]
  readonly profiles: readonly HiddenProfile[]
}

type DomainFailure = SetDomainDefaultError | DomainNetworkError

export type SharedDomain = DomainResult<DomainDone, DomainFailure>

export interface ShareAcrossVpcDomainsOutput {
  readonly vpcId: VpcId
  readonly fileSystemId: FileSystemId
  /** `partial` when at least one domain failed. */
  readonly outcome: 'complete' | 'partial'
  /** How the mount targets admit the domains; undefined when there is none to admit. */
  readonly scheme: SharingPlan['scheme'] | undefined
  /** `one-zone` for a One Zone file system, with the zones of the domains that it cannot serve. */
  readonly findings: readonly FileSystemFinding[]
  /** One for all domains; undefined unless it was to be provisioned, or where that failed. */
  readonly directory: DirectoryReceipt | undefined
  /** One for each domain of the VPC, and for those that are in none. */
  readonly domains: readonly SharedDomain[]
  /** Of the network and of all domains. */
  readonly changes: readonly (SharingChange | DefaultChange)[]
}

export type ShareAcrossVpcDomainsError = InvalidInputError | DirectoryOwnersDifferError | ShareNetworkError

/**
 * Every domain of the VPC has the directory of the file system as its default, and can mount it: mount targets cover the
 * zones of all domains and admit each of them. A domain that fails does not stop the others.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-custom-file-system.html
 * @example
 * const result = await shareAcrossVpcDomains(context, {
 *   vpcId: 'vpc-0123456789abcdef0', fileSystemId: 'fs-0123456789abcdef0', fileSystemPath: '/shared',
 * })
 * if (result.isOk()) console.table(result.value.domains.map(({ domainId, outcome }) => ({ domainId, outcome })))
 */
export function shareAcrossVpcDomains(
  context: Pick<StudioEfsContext, 'sagemaker' | 'efs' | 'ec2' | 'clock' | 'logger' | 'domainCache'> &
    Partial<Pick<StudioEfsContext, 'directories'>>,
  input: ShareAcrossVpcDomainsInput,
): ResultAsync<ShareAcrossVpcDomainsOutput, ShareAcrossVpcDomainsError> {
  const complete = withDefaults(context)
  return parseInput(input, shareFields)
    .andThen((wish) => requireDriver(complete, wish))
    .asyncAndThen(
      (wish) => new ResultAsync(withPatience(complete.clock, wish, (patience) => share(complete, wish, patience))),
    )
}

type ShareContext = Parameters<typeof shareAcrossVpcDomains>[0] & ReturnType<typeof withDefaults>

async function share(
  context: ShareContext,
  wish: ShareWish,
  patience: Patience,
): Promise<Result<ShareAcrossVpcDomainsOutput, ShareAcrossVpcDomainsError>> {
  const listed = await readVpcDomains(context, wish, patience)
  if (listed.isErr()) return err(listed.error)
  const found = await settleDomains(context, listed.value, wish.domainTimeoutMs, patience)
  const domains = found.flatMap((look) => (look.kind === 'found' ? [look.domain] : []))
  const network = await planNetwork(context, wish, domains, patience)
  if (network.isErr()) return err(network.error)
  const reachable = domains.filter(({ domainId }) => !network.value.failures.has(domainId))
  const owner = wish.directory === 'provision' ? sharedDirectoryOwner(reachable, wish) : ok(undefined)
  if (owner.isErr()) return err(owner.error)
  return apply(context, wish, { found, domains, network: network.value, owner: owner.value }, patience)
}

interface SharePlan {
  readonly found: readonly DomainFound[]
  readonly domains: readonly Domain[]
  readonly network: PlannedNetwork
  readonly owner: PosixOwner | undefined
}

/** Network, directory, defaults, in this order. */
async function apply(
  context: ShareContext,
  wish: ShareWish,
  { found, domains, network: planned, owner }: SharePlan,
  patience: Patience,
): Promise<Result<ShareAcrossVpcDomainsOutput, ShareAcrossVpcDomainsError>> {
  const { vpcId, fileSystemId } = wish
  const network = await applyNetwork(context, planned, wish, patience)
  if (network.isErr()) return err(network.error)
  const { failures, recheck } = network.value
  const isWanted = domains.some(({ domainId }) => !failures.has(domainId))
  const directory = await shareDirectoryStep(context, wish, isWanted ? owner : undefined, patience)
  const setDefault = async (domain: Domain, own: Patience): Promise<Result<DomainDone, DomainFailure>> => {
    const failure = failures.get(domain.domainId) ?? (directory.isErr() ? directory.error : undefined)
    return failure === undefined ? setDefaultOf(context, domain, wish, own) : err(failure)
  }
  const done = await forEachDomain(context, found, wish.domainTimeoutMs, setDefault, patience)
  const results = withLateFailures(done, await recheck())
  const made = directory.unwrapOr(undefined)
  const changes: readonly (SharingChange | DefaultChange)[] = [
    ...network.value.changes,
    ...(made === undefined ? [] : directoryChanges(made)),
    ...done.flatMap((result) => ('changes' in result ? result.changes : [])),
  ]
  const { picture, plan } = planned
  return ok({
    vpcId,
    fileSystemId,
    outcome: overallOutcome(results),
    scheme: plan?.scheme,
    findings: oneZoneFindings(picture.fileSystem, plan?.places.uncoveredZoneIds ?? []),
    directory: made,
    domains: results,
    changes,
  })
}

/** The directory is made already. */
async function setDefaultOf(
  context: ShareContext,
  domain: Domain,
  wish: ShareWish,
  patience: Patience,
): Promise<Result<DomainDone, SetDomainDefaultError>> {
  const done = await setDefaultStep(context, domain, { ...wish, directory: 'as-is' }, patience)
  return done.map(({ changes, profiles }) => ({ changes, profiles }))
}

/** A domain whose mount targets lost its group meanwhile has its default, and cannot mount it. What failed first stays. */
function withLateFailures(results: readonly SharedDomain[], late: DomainFailures): readonly SharedDomain[] {
  return results.map((result) => {
    const error = late.get(result.domainId)
    return error === undefined || result.outcome === 'failed'
      ? result
      : { domainId: result.domainId, outcome: 'failed', error }
  })
}
