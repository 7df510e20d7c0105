import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { AwsError } from '../aws/aws-error.js'
import { type StudioEfsContext, withDefaults } from '../context.js'
import type { InvalidInputError } from '../errors.js'
import type { DomainId } from '../model/domain-id.js'
import type { EfsFileSystem } from '../model/efs-file-system.js'
import { type FileSystemId, parseFileSystemId } from '../model/file-system-id.js'
import type { VpcId } from '../model/network.js'
import { parseInput } from '../model/parse-input.js'
import type { Domain } from '../model/studio-resource.js'
import { type CallOptions, type OutOfPatienceError, type Patience, withPatience } from '../patience.js'
import { groupBy } from '../policy/directory-batch.js'
import { type MountObstacle, mountObstacles } from '../policy/mountability.js'
import { callFields } from './call-fields.js'
import { readSharingListings, type SharingListing } from './sharing-listings.js'
import { readSharingPicture } from './sharing-picture.js'

export interface DescribeSharingInput extends CallOptions {
  readonly fileSystemId: string
}

/** A domain that lists the file system itself or through one of its profiles. */
export interface SharingDomainReport {
  readonly domainId: DomainId
  readonly domainName: string | undefined
  readonly vpcId: VpcId | undefined
  readonly listings: readonly SharingListing[]
  /** What is missing for its spaces to mount the file system; empty when nothing is. */
  readonly obstacles: readonly MountObstacle[]
}

export interface DescribeSharingOutput {
  readonly fileSystemId: FileSystemId
  /** Undefined when no domain lists it: it is not looked up then. */
  readonly fileSystem: EfsFileSystem | undefined
  readonly domains: readonly SharingDomainReport[]
}

export type DescribeSharingError = InvalidInputError | AwsError | OutOfPatienceError

/**
 * Says which domains and profiles of the Region list the file system, at which path and through which half, and what is
 * missing for them to mount it. Reads every domain and profile, and writes nothing.
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
  const { timeoutMs, signal } = callFields
  return parseInput(input, { fileSystemId: parseFileSystemId, timeoutMs, signal }).asyncAndThen(
    (wish) =>
      new ResultAsync(
        withPatience(complete.clock, wish, (patience) => describe(complete, wish.fileSystemId, patience)),
      ),
  )
}

type DescribeContext = Parameters<typeof describeSharing>[0] & ReturnType<typeof withDefaults>

async function describe(
  context: DescribeContext,
  fileSystemId: FileSystemId,
  patience: Patience,
): Promise<Result<DescribeSharingOutput, AwsError | OutOfPatienceError>> {
  const read = await readSharingListings(context, fileSystemId, patience)
  if (read.isErr()) return err(read.error)
  const { domains, listings } = read.value
  const concerned = domains.filter(({ domainId }) => listings.some((listing) => listing.domainId === domainId))
  const reports: SharingDomainReport[] = []
  let fileSystem: EfsFileSystem | undefined
  for (const [vpcId, neighbours] of groupBy(concerned, (domain) => domain.vpcId)) {
    const looked = await lookAtVpc(context, { vpcId, fileSystemId }, neighbours, patience)
    if (looked.isErr()) return err(looked.error)
    fileSystem ??= looked.value.fileSystem
    for (const domain of neighbours) {
      const { domainId, domainName } = domain
      const own = listings.filter((listing) => listing.domainId === domainId)
      const obstacles = looked.value.obstacles.get(domainId) ?? []
      reports.push({ domainId, domainName, vpcId, listings: own, obstacles })
    }
  }
  return ok({ fileSystemId, fileSystem, domains: reports })
}

interface VpcLook {
  readonly fileSystem: EfsFileSystem | undefined
  readonly obstacles: ReadonlyMap<DomainId, readonly MountObstacle[]>
}

async function lookAtVpc(
  context: DescribeContext,
  { vpcId, fileSystemId }: { readonly vpcId: VpcId | undefined; readonly fileSystemId: FileSystemId },
  domains: readonly Domain[],
  patience: Patience,
): Promise<Result<VpcLook, AwsError | OutOfPatienceError>> {
  if (vpcId === undefined) {
    const obstacles = domains.map(({ domainId }) => [domainId, [{ kind: 'no-vpc' }]] as const)
    return ok({ fileSystem: undefined, obstacles: new Map(obstacles) })
  }
  const network = await readSharingPicture(context, { vpcId, fileSystemId }, domains, patience)
  return network.map(({ picture, unreachable }) => ({
    fileSystem: picture.fileSystem,
    obstacles: new Map<DomainId, readonly MountObstacle[]>([
      ...[...unreachable.keys()].map((domainId) => [domainId, [{ kind: 'no-nfs-security-group' as const }]] as const),
      ...picture.domains.map((domain) => [domain.domainId, mountObstacles(picture, domain)] as const),
    ]),
  }))
}
