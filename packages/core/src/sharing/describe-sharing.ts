import { err, ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import type { AwsError, AwsResult } from '../aws/call/aws-error.js'
import type { Ec2Call } from '../aws/ec2/network.js'
import type { EfsCall } from '../aws/efs/file-systems.js'
import type { SageMakerCall } from '../aws/sagemaker/describe-and-update.js'
import { type CallEndedError, withDeadline } from '../call.js'
import { type WaitOptions, waitFields } from '../call-options.js'
import { requireParts, type StudioEfsContext, withDefaults } from '../context.js'
import { groupBy } from '../group-by.js'
import type { EfsFileSystem } from '../model/efs.js'
import { type DomainId, type FileSystemId, parseFileSystemId } from '../model/ids.js'
import { parseVpcId, type VpcId } from '../model/network.js'
import { type FieldParser, optional, type ParsedFields, parseInput } from '../model/parse/parse-input.js'
import type { Domain } from '../model/studio-resource.js'
import { readListings, type SharingListing } from '../studio/listings.js'
import type { InvalidInputError } from '../studio-efs-error.js'
import { type MountObstacle, mountObstacles, subnetObstacles } from './plan/mountability.js'
import { readNetworkOfDomains, readSharedFileSystem, type SharedFileSystem, type UnreachableError } from './read.js'

/** Input of {@link describeSharing}. */
export interface DescribeSharingInput extends WaitOptions {
  readonly fileSystemId: string
  /** Also reports the domains of this VPC that do not list the file system. Default: the VPC of its mount targets. */
  readonly vpcId?: string
}

/** A domain that lists the file system, itself or through one of its profiles or spaces, or that lies in its VPC. */
export interface SharingDomainReport {
  readonly domainId: DomainId
  readonly domainName: string | undefined
  readonly vpcId: VpcId | undefined
  /** Empty for a domain that only lies in the VPC. */
  readonly listings: readonly SharingListing[]
  /** Reasons why its spaces cannot mount the file system; empty when they can. */
  readonly obstacles: readonly MountObstacle[]
}

/** Report of {@link describeSharing}: who lists the file system, and what keeps their spaces from mounting it. */
export interface DescribeSharingOutput {
  readonly fileSystemId: FileSystemId
  /** Undefined for a file system that no longer exists. */
  readonly fileSystem: EfsFileSystem | undefined
  readonly domains: readonly SharingDomainReport[]
}

/** Errors of {@link describeSharing}. */
export type DescribeSharingError = InvalidInputError | AwsError | CallEndedError

/**
 * Reports the domains, profiles and spaces of the Region that list the file system, at which path and for which spaces,
 * and what keeps them, and the other domains of the VPC, from mounting it. Reads every one of them, and writes nothing.
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
  return parseInput(input, fields)
    .andThen(requireParts(context, ['sagemaker', 'efs', 'ec2']))
    .asyncAndThen((spec) => withDeadline(complete, spec, (call) => describe(call, spec)))
}

const { timeoutMs, signal, onProgress } = waitFields
const fields = {
  fileSystemId: parseFileSystemId,
  vpcId: optional(parseVpcId, undefined),
  timeoutMs,
  signal,
  onProgress,
} satisfies Record<keyof Required<DescribeSharingInput>, FieldParser<unknown>>

function describe(
  call: SageMakerCall & EfsCall & Ec2Call,
  { fileSystemId, vpcId: givenVpcId }: ParsedFields<typeof fields>,
): AwsResult<DescribeSharingOutput> {
  return safeTry(async function* () {
    const [{ domains, listings }, storage] = yield* ResultAsync.combine([
      readListings(call, fileSystemId),
      readStorage(call, fileSystemId),
    ] as const)
    const home = givenVpcId ?? storage?.targets[0]?.vpcId
    const listingsBy = groupBy(listings, ({ domainId }) => domainId)
    const concerned = domains.filter(
      ({ domainId, vpcId }) => listingsBy.has(domainId) || (vpcId !== undefined && vpcId === home),
    )
    const reports: SharingDomainReport[] = []
    for (const [vpcId, neighbours] of groupBy(concerned, (domain) => domain.vpcId)) {
      const obstacles = yield* readObstacles(call, { storage, vpcId, domains: neighbours })
      for (const { domainId, domainName } of neighbours) {
        const found = { listings: listingsBy.get(domainId) ?? [], obstacles: obstacles.get(domainId) ?? [] }
        reports.push({ domainId, domainName, vpcId, ...found })
      }
    }
    return ok({ fileSystemId, fileSystem: storage?.fileSystem, domains: reports })
  })
}

/** Reads the file system with its mount targets and groups; undefined when it no longer exists. */
function readStorage(call: EfsCall & Ec2Call, fileSystemId: FileSystemId): AwsResult<SharedFileSystem | undefined> {
  return readSharedFileSystem(call, fileSystemId)
    .map((storage): SharedFileSystem | undefined => storage)
    .orElse((error) => (error.name === 'ResourceNotFoundError' ? ok(undefined) : err(error)))
}

interface DomainsOfVpc {
  readonly storage: SharedFileSystem | undefined
  /** Undefined for domains that are not tied to a VPC. */
  readonly vpcId: VpcId | undefined
  readonly domains: readonly Domain[]
}

function readObstacles(
  call: Ec2Call,
  { storage, vpcId, domains }: DomainsOfVpc,
): AwsResult<ReadonlyMap<DomainId, readonly MountObstacle[]>> {
  if (storage === undefined) return okAsync(sameForAll(domains, { kind: 'file-system-gone' }))
  if (vpcId === undefined) return okAsync(sameForAll(domains, { kind: 'no-vpc' }))
  return readNetworkOfDomains(call, vpcId, domains).map(({ domains: reachable, unreachable }) => {
    const snapshot = { vpcId, ...storage, domains: reachable }
    return new Map<DomainId, readonly MountObstacle[]>([
      ...[...unreachable].map(([domainId, error]) => [domainId, obstaclesOf(error)] as const),
      ...reachable.map((domain) => [domain.domainId, mountObstacles(snapshot, domain)] as const),
    ])
  })
}

function sameForAll(domains: readonly Domain[], obstacle: MountObstacle) {
  return new Map(domains.map(({ domainId }) => [domainId, [obstacle]] as const))
}

function obstaclesOf(error: UnreachableError): readonly MountObstacle[] {
  return error.name === 'SubnetsGoneError' ? subnetObstacles(error.subnetIds) : [{ kind: 'no-nfs-security-group' }]
}
