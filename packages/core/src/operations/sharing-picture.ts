import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { AwsError } from '../aws/aws-error.js'
import { describeSecurityGroups, describeSubnets } from '../aws/ec2.js'
import { describeFileSystems } from '../aws/efs.js'
import type { DomainId } from '../model/domain-id.js'
import type { EfsFileSystem } from '../model/efs-file-system.js'
import type { FileSystemId } from '../model/file-system-id.js'
import type { SecurityGroup, Subnet, VpcId } from '../model/network.js'
import type { Domain } from '../model/studio-resource.js'
import type { OutOfPatienceError, Patience } from '../patience.js'
import { FILE_SYSTEM_TAG, inboundGroupName, isManagedFor, isOwn, outboundGroupName } from '../policy/ownership.js'
import { NfsSecurityGroupMissingError } from '../policy/security-group-choice-error.js'
import type { SharingDomain, SharingPicture } from '../policy/sharing-plan.js'
import { type PictureContext, readGuardedTargets } from './file-system-picture.js'

/** EC2 takes at most 200 values in one filter, and each domain has two names. */
const DOMAINS_A_CALL = 100
const SUBNETS_A_CALL = 200

export interface NetworkOfDomains {
  readonly picture: SharingPicture
  /** The domains that SageMaker made no NFS groups for: nothing can admit their spaces. */
  readonly unreachable: ReadonlyMap<DomainId, NfsSecurityGroupMissingError>
}

type ReadError = AwsError | OutOfPatienceError

/** The file system, its mount targets, and the subnets and NFS groups of all domains at once. */
export async function readSharingPicture(
  context: PictureContext,
  wish: { readonly vpcId: VpcId; readonly fileSystemId: FileSystemId },
  domains: readonly Domain[],
  patience: Patience,
): Promise<Result<NetworkOfDomains, ReadError>> {
  const { vpcId, fileSystemId } = wish
  const read = await ResultAsync.combine([
    describeFileSystems(context, { fileSystemId }, patience),
    readGuardedTargets(context, fileSystemId, patience),
    readSubnets(context, domains, patience),
    readDomainGroups(context, vpcId, domains, patience),
    describeSecurityGroups(context, { tag: FILE_SYSTEM_TAG, value: fileSystemId }, patience),
  ] as const)
  if (read.isErr()) return err(read.error)
  const [fileSystems, targets, subnets, groups, tagged] = read.value
  const fileSystem = fileSystems[0] as EfsFileSystem
  const found = domains.map((domain) => sharingDomainOf(domain, subnets, groups))
  const sharingGroups = tagged
    .filter((group) => isOwn(group.tags) && group.groupName.startsWith(`studio-efs-nfs-${fileSystemId}`))
    .toSorted((a, b) => a.groupName.length - b.groupName.length || a.groupName.localeCompare(b.groupName))
  const reachable = found.flatMap((domain) => (domain.isOk() ? [domain.value] : []))
  const unreachable = found.flatMap((domain) => (domain.isErr() ? [domain.error] : []))
  return ok({
    picture: { vpcId, fileSystem, targets, sharingGroups, domains: reachable },
    unreachable: new Map(unreachable.map((error) => [error.domainId as DomainId, error])),
  })
}

function readSubnets(
  context: PictureContext,
  domains: readonly Domain[],
  patience: Patience,
): ResultAsync<readonly Subnet[], ReadError> {
  const ids = [...new Set(domains.flatMap(({ subnetIds }) => subnetIds))]
  const calls = chunksOf(ids, SUBNETS_A_CALL).map((chunk) => describeSubnets(context, chunk, patience))
  return ResultAsync.combine(calls).map((chunks) => chunks.flat())
}

function readDomainGroups(
  context: PictureContext,
  vpcId: VpcId,
  domains: readonly Domain[],
  patience: Patience,
): ResultAsync<readonly SecurityGroup[], ReadError> {
  const calls = chunksOf(domains, DOMAINS_A_CALL).map((chunk) => {
    const groupNames = chunk.flatMap(({ domainId }) => [inboundGroupName(domainId), outboundGroupName(domainId)])
    return describeSecurityGroups(context, { vpcId, groupNames }, patience)
  })
  return ResultAsync.combine(calls).map((chunks) => chunks.flat())
}

function sharingDomainOf(
  { domainId, subnetIds }: Domain,
  subnets: readonly Subnet[],
  groups: readonly SecurityGroup[],
): Result<SharingDomain, NfsSecurityGroupMissingError> {
  const called = (name: string) => groups.find(({ groupName }) => groupName === name)
  const [inbound, outbound] = [called(inboundGroupName(domainId)), called(outboundGroupName(domainId))]
  const own = subnets.filter(({ subnetId }) => subnetIds.includes(subnetId))
  const isManaged = (group: SecurityGroup) => isManagedFor(domainId, group.tags)
  if (inbound && outbound && isManaged(inbound) && isManaged(outbound))
    return ok({ domainId, subnets: own, inbound, outbound })
  return err(new NfsSecurityGroupMissingError(domainId, inboundGroupName(domainId), inbound?.groupId))
}

function chunksOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size))
}
