import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import { type CallOptions, type OutOfPatienceError, type Patience, withPatience } from '../call.js'
import { callFields } from '../call-options.js'
import { type StudioEfsContext, withDefaults } from '../context.js'
import { groupBy } from '../drivers/paths.js'
import type { InvalidInputError } from '../errors.js'
import type { EfsFileSystem } from '../model/efs.js'
import type { DomainId } from '../model/ids.js'
import { type FileSystemId, parseFileSystemId } from '../model/ids.js'
import { parseVpcId, type VpcId } from '../model/network.js'
import { optional, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import { readListings, type SharingListing } from '../studio/listings.js'
import { readObstacles, readStorage } from './obstacles.js'
import type { MountObstacle } from './plan/mountability.js'

export interface DescribeSharingInput extends CallOptions {
  readonly fileSystemId: string
  /** The domains of this VPC are reported also when they do not list it. Default: the VPC of its mount targets. */
  readonly vpcId?: string
}

/** A domain that lists the file system, itself or through one of its profiles, or that lies in its VPC. */
export interface SharingDomainReport {
  readonly domainId: DomainId
  readonly domainName: string | undefined
  readonly vpcId: VpcId | undefined
  /** None when it only lies in the VPC. */
  readonly listings: readonly SharingListing[]
  /** What is missing for its spaces to mount the file system; empty when nothing is. */
  readonly obstacles: readonly MountObstacle[]
}

export interface DescribeSharingOutput {
  readonly fileSystemId: FileSystemId
  /** Undefined when it is gone. */
  readonly fileSystem: EfsFileSystem | undefined
  readonly domains: readonly SharingDomainReport[]
}

export type DescribeSharingError = InvalidInputError | AwsError | OutOfPatienceError

/**
 * Says which domains and profiles of the Region list the file system, at which path and through which half, and what is
 * missing for them, and for the other domains of the VPC, to mount it. Reads every domain and profile, and writes
 * nothing.
 *
 * @example
 * const result = await describeSharing(context, { fileSystemId: 'fs-0123456789abcdef0' })
 * if (result.isOk()) for (const { domainId, obstacles } of result.value.domains) console.log(domainId, obstacles)
 */
export function describeSharing(
  context: Pick<StudioEfsContext, 'sagemaker' | 'efs' | 'ec2' | 'clock' | 'logger'>,
  input: DescribeSharingInput,
): ResultAsync<DescribeSharingOutput, DescribeSharingError> {
  const complete = withDefaults(context)
  return parseInput(input, fields).asyncAndThen(
    (wish) => new ResultAsync(withPatience(complete.clock, wish, (patience) => describe(complete, wish, patience))),
  )
}

const { timeoutMs, signal } = callFields
const fields = { fileSystemId: parseFileSystemId, vpcId: optional(parseVpcId, undefined), timeoutMs, signal }

async function describe(
  context: Parameters<typeof describeSharing>[0] & ReturnType<typeof withDefaults>,
  { fileSystemId, vpcId: wanted }: ParsedFields<typeof fields>,
  patience: Patience,
): Promise<Result<DescribeSharingOutput, AwsError | OutOfPatienceError>> {
  const read = await ResultAsync.combine([
    new ResultAsync(readListings(context, fileSystemId, patience)),
    readStorage(context, fileSystemId, patience),
  ] as const)
  if (read.isErr()) return err(read.error)
  const [{ domains, listings }, storage] = read.value
  const home = wanted ?? storage?.targets[0]?.vpcId
  const listingsBy = groupBy(listings, ({ domainId }) => domainId)
  const concerned = domains.filter(
    ({ domainId, vpcId }) => listingsBy.has(domainId) || (vpcId !== undefined && vpcId === home),
  )
  const reports: SharingDomainReport[] = []
  for (const [vpcId, neighbours] of groupBy(concerned, (domain) => domain.vpcId)) {
    const obstacles = await readObstacles(context, storage, vpcId, neighbours, patience)
    if (obstacles.isErr()) return err(obstacles.error)
    for (const { domainId, domainName } of neighbours) {
      const found = { listings: listingsBy.get(domainId) ?? [], obstacles: obstacles.value.get(domainId) ?? [] }
      reports.push({ domainId, domainName, vpcId, ...found })
    }
  }
  return ok({ fileSystemId, fileSystem: storage?.fileSystem, domains: reports })
}
