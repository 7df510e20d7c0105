import { ok, type ResultAsync, safeTry } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import { type CallEndedError, withDeadline } from '../call.js'
import type { CallOptions } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import type { DomainFileSystemsChange } from '../model/change.js'
import type { FileSystemId } from '../model/ids.js'
import type { VpcId } from '../model/network.js'
import { type FieldParser, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import { kindOf, type SpaceSummary } from '../model/space.js'
import { type ClearDefaultError, type ClearDefaultInput, clearDefault, clearFields } from '../studio/clear-default.js'
import type { StudioCall } from '../studio/domain-cache.js'
import { type StillListedBy, spacesStillListing } from '../studio/spaces-still-listing.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import { type DomainResult, forEachDomain, overallOutcome, readVpcDomains, vpcFields } from './vpc-domains.js'

/** Input of {@link unshareAcrossVpcDomains}. */
export interface UnshareAcrossVpcDomainsInput extends CallOptions, ClearDefaultInput {
  readonly vpcId: string
  /** Only these domains. Default: every domain of the VPC. */
  readonly includeDomainIds?: readonly string[]
  /** Domains to leave out. */
  readonly excludeDomainIds?: readonly string[]
  /** Time for one domain, in milliseconds. Default 120,000. */
  readonly domainTimeoutMs?: number
}

/** Outcome of one domain of the VPC. */
export type UnsharedDomain = DomainResult<
  { readonly changes: readonly DomainFileSystemsChange[] },
  InvalidInputError | ClearDefaultError
>

/** Result of {@link unshareAcrossVpcDomains}: what changed, or would change in a dry run. */
export interface UnshareAcrossVpcDomainsOutput {
  readonly vpcId: VpcId
  readonly fileSystemId: FileSystemId
  /** `partial` when at least one domain failed. */
  readonly outcome: 'complete' | 'partial'
  readonly domains: readonly UnsharedDomain[]
  readonly changes: readonly DomainFileSystemsChange[]
  /** Spaces of these domains, of the `scope`, that still list it, and mount it at their next start if they can. */
  readonly stillListedBy: StillListedBy
}

/** Errors of {@link unshareAcrossVpcDomains}. */
export type UnshareAcrossVpcDomainsError = InvalidInputError | AwsError | CallEndedError

/**
 * No domain of the VPC has the file system as a default; everything else in these lists is as it was. Mount targets,
 * security groups and directories stay: profiles or other domains may still use them, and `removeFileSystem` removes them.
 * Spaces keep their own lists: `stillListedBy` names those that list the file system, and `detachFromSpaces` takes it off.
 */
export function unshareAcrossVpcDomains(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'>,
  input: UnshareAcrossVpcDomainsInput,
): ResultAsync<UnshareAcrossVpcDomainsOutput, UnshareAcrossVpcDomainsError> {
  const complete = withDefaults(context)
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker']))
    .asyncAndThen((spec) => withDeadline(complete, spec, (call) => unshare(call, spec)))
}

const fields = { ...clearFields, ...vpcFields } satisfies Record<
  keyof Required<UnshareAcrossVpcDomainsInput>,
  FieldParser<unknown>
>

function unshare(
  call: StudioCall,
  spec: ParsedFields<typeof fields>,
): ResultAsync<UnshareAcrossVpcDomainsOutput, UnshareAcrossVpcDomainsError> {
  return safeTry(async function* () {
    const { vpcId, fileSystemId, domainTimeoutMs } = spec
    const found = yield* readVpcDomains(call, spec)
    const domains = await forEachDomain(call, { domains: found, domainTimeoutMs }, (own, domain) =>
      clearDefault(own, domain, spec).map((changes) => ({ changes })),
    )
    const changes = domains.flatMap((result) => ('changes' in result ? result.changes : []))
    const ids = new Set(found.flatMap((each) => (each.kind === 'found' ? each.domain.domainId : [])))
    const isWanted = (space: SpaceSummary) =>
      ids.has(space.domainId) && (spec.scope === 'both' || kindOf(space) === spec.scope)
    const stillListedBy = await spacesStillListing(call, { fileSystemId, domainId: undefined, isWanted })
    return ok({ vpcId, fileSystemId, outcome: overallOutcome(domains), domains, changes, stillListedBy })
  })
}
