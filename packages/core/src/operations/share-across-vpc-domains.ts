import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { type StudioEfsContext, withDefaults } from '../context.js'
import type { InvalidInputError } from '../errors.js'
import type { DirectoryChange, DomainFileSystemsChange, ProfileFileSystemsChange } from '../model/change.js'
import type { FileSystemId } from '../model/file-system-id.js'
import type { SharingChange } from '../model/infrastructure-change.js'
import type { VpcId } from '../model/network.js'
import { parseInput } from '../model/parse-input.js'
import type { Domain } from '../model/studio-resource.js'
import { type CallOptions, type Patience, withPatience } from '../patience.js'
import type { NfsSecurityGroupMissingError } from '../policy/security-group-choice-error.js'
import { sharingChanges } from '../policy/sharing-changes.js'
import { planSharing, type SharingPlan, type SharingPlanError } from '../policy/sharing-plan.js'
import { requireDriver } from './domain-default-fields.js'
import { type DomainResult, forEachDomain, overallOutcome } from './domain-results.js'
import type { HiddenProfile } from './hidden-profiles-step.js'
import { setDefaultStep } from './set-default-step.js'
import type { SetDomainDefaultError, SetDomainDefaultInput } from './set-domain-default.js'
import { type ShareWish, shareFields } from './share-fields.js'
import { applySharing, type SharingApplyError } from './sharing-apply.js'
import { readSharingPicture } from './sharing-picture.js'
import { readVpcDomains } from './vpc-domains.js'

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
  /** How long one domain may take, in milliseconds. Default 120,000. */
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

type DomainFailure = SetDomainDefaultError | NfsSecurityGroupMissingError

export type SharedDomain = DomainResult<DomainDone, DomainFailure>

export interface ShareAcrossVpcDomainsOutput {
  readonly vpcId: VpcId
  readonly fileSystemId: FileSystemId
  /** `partial` when at least one domain failed. */
  readonly outcome: 'complete' | 'partial'
  /** How the mount targets admit the domains; undefined when there is none to admit. */
  readonly scheme: SharingPlan['scheme'] | undefined
  /** One for each domain of the VPC, and for those that are in none. */
  readonly domains: readonly SharedDomain[]
  /** Of the network and of all domains. */
  readonly changes: readonly (SharingChange | DefaultChange)[]
}

export type ShareAcrossVpcDomainsError = InvalidInputError | SharingPlanError | SharingApplyError

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
  const found = await readVpcDomains(context, wish, patience)
  if (found.isErr()) return err(found.error)
  const domains = found.value.flatMap((look) => (look.kind === 'found' ? [look.domain] : []))
  const network = await readSharingPicture(context, wish, domains, patience)
  if (network.isErr()) return err(network.error)
  const { picture, unreachable } = network.value
  const isEmpty = picture.domains.length === 0
  const plan = isEmpty ? ok(undefined) : planSharing(picture, wish)
  if (plan.isErr()) return err(plan.error)
  const planned = plan.value === undefined ? [] : sharingChanges(picture, plan.value)
  const applied =
    plan.value === undefined || wish.dryRun || planned.length === 0
      ? ok(planned)
      : await applySharing(context, { picture, plan: plan.value, limit: wish.maxSecurityGroups }, patience)
  if (applied.isErr()) return err(applied.error)
  const setDefault = async (domain: Domain, own: Patience): Promise<Result<DomainDone, DomainFailure>> => {
    const missing = unreachable.get(domain.domainId)
    return missing === undefined ? setDefaultStep(context, domain, wish, own) : err(missing)
  }
  const results = await forEachDomain(context, found.value, wish.domainTimeoutMs, setDefault, patience)
  return ok({
    vpcId: wish.vpcId,
    fileSystemId: wish.fileSystemId,
    outcome: overallOutcome(results),
    scheme: plan.value?.scheme,
    domains: results,
    changes: [...applied.value, ...results.flatMap((result) => ('changes' in result ? result.changes : []))],
  })
}
