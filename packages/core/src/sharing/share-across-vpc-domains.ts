import { err, ok, okAsync, type Result, type ResultAsync, safeTry } from 'neverthrow'
import { withDeadline } from '../call.js'
import type { CallOptions } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { DirectoryDriver } from '../drivers/directory-driver.js'
import { type DirectoryStepError, directoryChanges, ensureDirectory, sharedClaim } from '../drivers/ensure-directory.js'
import { logChange } from '../logger.js'
import type { DirectoryChange, DomainFileSystemsChange, ProfileFileSystemsChange } from '../model/change.js'
import type { SharingChange } from '../model/changes/infrastructure-change.js'
import type { DirectoryReceipt } from '../model/directory.js'
import type { FileSystemId } from '../model/ids.js'
import type { VpcId } from '../model/network.js'
import { type FieldParser, oneOf, optional, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import { parseWholeNumber } from '../model/parse/parse-text.js'
import type { PosixOwner } from '../model/posix-owner.js'
import { parseTags } from '../model/tags.js'
import { type FileSystemFinding, oneZoneFindings } from '../network/plan/file-system-finding.js'
import type { StudioCall } from '../studio/domain-cache.js'
import type { HiddenProfile } from '../studio/hidden-profiles.js'
import {
  defaultFields,
  requireDriver,
  type SetDefaultError,
  type SetDefaultInput,
  setDefault,
} from '../studio/set-default.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import {
  applyNetwork,
  type DomainFailures,
  type DomainNetworkError,
  planNetwork,
  type ShareNetworkError,
  type SharingCall,
} from './network.js'
import { type DirectoryOwnersDifferError, sharedDirectoryOwner } from './plan/sharing-directory-owner.js'
import type { SharingPlan } from './plan/sharing-plan.js'
import {
  type DomainResult,
  forEachDomain,
  overallOutcome,
  readVpcDomains,
  vpcFields,
  waitForVpcDomains,
} from './vpc-domains.js'

/** Input of {@link shareAcrossVpcDomains}. */
export interface ShareAcrossVpcDomainsInput extends CallOptions, Omit<SetDefaultInput, 'hiddenProfiles'> {
  readonly vpcId: string
  /** Only these domains. Default: every domain of the VPC. */
  readonly includeDomainIds?: readonly string[]
  /** Domains to leave out. */
  readonly excludeDomainIds?: readonly string[]
  /** `report` reads every profile of every domain; `skip` (the default) does not. */
  readonly hiddenProfiles?: 'report' | 'skip'
  /** Time for one domain, and before that for the wait until it is ready, in milliseconds. Default 120,000. */
  readonly domainTimeoutMs?: number
  /** Security groups per mount target: the account's quota per network interface. Default 5. */
  readonly maxSecurityGroups?: number
  /** Inbound rules per security group: the account's quota. Default 60. */
  readonly maxSecurityGroupRules?: number
  /** Further tags of every security group that is created, at most 40. Default: none. */
  readonly tags?: Readonly<Record<string, string>>
}

type DefaultChange = DirectoryChange | DomainFileSystemsChange | ProfileFileSystemsChange

interface DomainDone {
  readonly changes: readonly DefaultChange[]
  readonly profiles: readonly HiddenProfile[]
}

type DomainFailure = InvalidInputError | SetDefaultError | DomainNetworkError

/** Outcome of one domain of the VPC. */
export type SharedDomain = DomainResult<DomainDone, DomainFailure>

/** Result of {@link shareAcrossVpcDomains}: what changed, or would change in a dry run. */
export interface ShareAcrossVpcDomainsOutput {
  readonly vpcId: VpcId
  readonly fileSystemId: FileSystemId
  /** `partial` when at least one domain failed. */
  readonly outcome: 'complete' | 'partial'
  /** Scheme by which the mount targets admit the domains; undefined without a domain to admit. */
  readonly scheme: SharingPlan['scheme'] | undefined
  /** `one-zone` for a One Zone file system, with the zones of the domains that it cannot serve. */
  readonly findings: readonly FileSystemFinding[]
  /** Directory of all domains; undefined without `directory: 'provision'`, or where provisioning failed. */
  readonly directory: DirectoryReceipt | undefined
  /** One per domain of the VPC, and one per domain that is in no VPC. */
  readonly domains: readonly SharedDomain[]
  /** Changes of the network and of all domains. */
  readonly changes: readonly (SharingChange | DefaultChange)[]
}

/** Errors of {@link shareAcrossVpcDomains}. */
export type ShareAcrossVpcDomainsError = InvalidInputError | DirectoryOwnersDifferError | ShareNetworkError

/**
 * Every domain of the VPC has the directory of the file system as its default, and can mount it: mount targets cover the
 * zones of all domains and admit each of them. A domain that fails does not stop the others.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/domain-custom-file-system.html
 * @example
 * const result = await shareAcrossVpcDomains(context, {
 *   vpcId: 'vpc-0123456789abcdef0', fileSystemId: 'fs-0123456789abcdef0', fileSystemPath: '/_shared',
 * })
 * if (result.isOk()) console.table(result.value.domains.map(({ domainId, outcome }) => ({ domainId, outcome })))
 */
export function shareAcrossVpcDomains(
  context: Pick<StudioEfsContext, 'sagemaker' | 'efs' | 'ec2' | 'clock' | 'logger' | 'domainCache'> &
    Partial<Pick<StudioEfsContext, 'directories'>>,
  input: ShareAcrossVpcDomainsInput,
): ResultAsync<ShareAcrossVpcDomainsOutput, ShareAcrossVpcDomainsError> {
  const complete = withDefaults(context)
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker', 'efs', 'ec2']))
    .andThen((spec) => requireDriver(complete, spec))
    .asyncAndThen((spec) => {
      const onChange = (change: object) => logChange(complete.logger, change)
      return withDeadline({ ...complete, onChange }, spec, (call) => share(call, spec))
    })
}

const wholeNumber =
  (min: number, max: number): FieldParser<number> =>
  (value, field) =>
    parseWholeNumber(value, field, { min, max })

const fields = {
  ...defaultFields,
  ...vpcFields,
  hiddenProfiles: optional(oneOf('report', 'skip'), 'skip' as const),
  maxSecurityGroups: optional(wholeNumber(1, 16), 5),
  maxSecurityGroupRules: optional(wholeNumber(1, 1000), 60),
  tags: optional(parseTags, {}),
} satisfies Record<keyof Required<ShareAcrossVpcDomainsInput>, FieldParser<unknown>>

type ShareSpec = ParsedFields<typeof fields>

type ShareCall = StudioCall & SharingCall & { readonly directories?: DirectoryDriver | undefined }

/** Network first, then the directory, then the default of each domain that can mount the file system. */
function share(call: ShareCall, spec: ShareSpec): ResultAsync<ShareAcrossVpcDomainsOutput, ShareAcrossVpcDomainsError> {
  return safeTry(async function* () {
    const listed = yield* readVpcDomains(call, spec)
    const vpcDomains = await waitForVpcDomains(call, listed, spec.domainTimeoutMs)
    const domains = vpcDomains.flatMap((each) => (each.kind === 'found' ? [each.domain] : []))
    const planned = yield* planNetwork(call, spec, domains)
    const admitted = domains.filter(({ domainId }) => !planned.failures.has(domainId))
    const owner = yield* spec.directory === 'provision' ? sharedDirectoryOwner(admitted, spec) : ok(undefined)

    const network = yield* applyNetwork(call, planned, spec)
    const isNeeded = domains.some(({ domainId }) => !network.failures.has(domainId))
    const directory = await makeSharedDirectory(call, spec, isNeeded ? owner : undefined)
    const done = await forEachDomain(
      call,
      { domains: vpcDomains, domainTimeoutMs: spec.domainTimeoutMs },
      async (own, domain): Promise<Result<DomainDone, DomainFailure>> => {
        const failure = network.failures.get(domain.domainId) ?? (directory.isErr() ? directory.error : undefined)
        if (failure !== undefined) return err(failure)
        const set = await setDefault(own, domain, { ...spec, directory: 'as-is' })
        return set.map(({ changes, profiles }) => ({ changes, profiles }))
      },
    )
    const results = withLateFailures(done, await network.recheck())

    const made = directory.unwrapOr(undefined)
    const { snapshot, plan } = planned
    return ok({
      vpcId: spec.vpcId,
      fileSystemId: spec.fileSystemId,
      outcome: overallOutcome(results),
      scheme: network.scheme,
      findings: oneZoneFindings(snapshot.fileSystem, plan?.places.uncoveredZoneIds ?? []),
      directory: made,
      domains: results,
      changes: [
        ...network.changes,
        ...(made === undefined ? [] : directoryChanges(made)),
        ...done.flatMap((result) => ('changes' in result ? result.changes : [])),
      ],
    })
  })
}

/** Makes the directory of all domains once. Makes none without an owner. */
function makeSharedDirectory(
  call: ShareCall,
  spec: ShareSpec,
  owner: PosixOwner | undefined,
): ResultAsync<DirectoryReceipt | undefined, DirectoryStepError> {
  const { directories } = call
  const { fileSystemPath: path, mode, foreignDirectories } = spec
  if (owner === undefined || directories === undefined) return okAsync(undefined)
  return ensureDirectory(
    { ...call, directories },
    { path, owner, mode, foreignDirectories, ...sharedClaim(path) },
    spec,
  )
}

/** Fails domains whose mount targets lost their group in the meantime: they have the default and cannot mount it. */
function withLateFailures(results: readonly SharedDomain[], late: DomainFailures): readonly SharedDomain[] {
  return results.map((result) => {
    const error = late.get(result.domainId)
    return error === undefined || result.outcome === 'failed'
      ? result
      : { domainId: result.domainId, outcome: 'failed', error }
  })
}
