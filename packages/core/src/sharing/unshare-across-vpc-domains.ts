import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import { type OutOfPatienceError, type Patience, withPatience } from '../call.js'
import { type StudioEfsContext, withDefaults } from '../context.js'
import {
  type ClearDomainDefaultError,
  type ClearDomainDefaultInput,
  clearDefaultStep,
  clearFields,
} from '../domains/clear-domain-default.js'
import type { InvalidInputError } from '../errors.js'
import type { DomainFileSystemsChange } from '../model/change.js'
import type { FileSystemId } from '../model/ids.js'
import type { VpcId } from '../model/network.js'
import { type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import { type DomainResult, forEachDomain, overallOutcome } from './domain-results.js'
import { vpcFields } from './share-fields.js'
import { readVpcDomains } from './vpc-domains.js'

export interface UnshareAcrossVpcDomainsInput extends Omit<ClearDomainDefaultInput, 'domainId'> {
  readonly vpcId: string
  /** Only these domains. Default: every domain of the VPC. */
  readonly includeDomainIds?: readonly string[]
  /** None of these. */
  readonly excludeDomainIds?: readonly string[]
  /** How long one domain may take, in milliseconds. Default 120,000. */
  readonly domainTimeoutMs?: number
}

export type UnsharedDomain = DomainResult<
  { readonly changes: readonly DomainFileSystemsChange[] },
  ClearDomainDefaultError
>

export interface UnshareAcrossVpcDomainsOutput {
  readonly vpcId: VpcId
  readonly fileSystemId: FileSystemId
  /** `partial` when at least one domain failed. */
  readonly outcome: 'complete' | 'partial'
  readonly domains: readonly UnsharedDomain[]
  readonly changes: readonly DomainFileSystemsChange[]
}

export type UnshareAcrossVpcDomainsError = InvalidInputError | AwsError | OutOfPatienceError

/**
 * No domain of the VPC has the file system as a default; everything else in these lists is as it was. Mount targets,
 * security groups and directories stay: profiles or other domains may still use them, and `removeFileSystem` takes them
 * away.
 */
export function unshareAcrossVpcDomains(
  context: Pick<StudioEfsContext, 'sagemaker' | 'clock' | 'logger' | 'domainCache'>,
  input: UnshareAcrossVpcDomainsInput,
): ResultAsync<UnshareAcrossVpcDomainsOutput, UnshareAcrossVpcDomainsError> {
  const complete = withDefaults(context)
  return parseInput(input, unshareFields).asyncAndThen(
    (wish) => new ResultAsync(withPatience(complete.clock, wish, (patience) => unshare(complete, wish, patience))),
  )
}

const unshareFields = { ...clearFields, ...vpcFields }

async function unshare(
  context: Parameters<typeof unshareAcrossVpcDomains>[0] & ReturnType<typeof withDefaults>,
  wish: ParsedFields<typeof unshareFields>,
  patience: Patience,
): Promise<Result<UnshareAcrossVpcDomainsOutput, UnshareAcrossVpcDomainsError>> {
  const found = await readVpcDomains(context, wish, patience)
  if (found.isErr()) return err(found.error)
  const clear = async (domain: Parameters<typeof clearDefaultStep>[1], own: Patience) =>
    (await clearDefaultStep(context, domain, wish, own)).map((changes) => ({ changes }))
  const domains = await forEachDomain(context, found.value, wish.domainTimeoutMs, clear, patience)
  const changes = domains.flatMap((result) => ('changes' in result ? result.changes : []))
  return ok({ vpcId: wish.vpcId, fileSystemId: wish.fileSystemId, outcome: overallOutcome(domains), domains, changes })
}
