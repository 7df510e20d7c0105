import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { AwsError } from '../aws/call/aws-error.js'
import { describeSecurityGroups, describeSubnets } from '../aws/ec2/network.js'
import { describeFileSystems } from '../aws/efs/file-systems.js'
import type { OutOfPatienceError, Patience } from '../call.js'
import { type PictureContext, readGuardedTargets } from '../file-systems/read.js'
import type { EfsFileSystem } from '../model/efs.js'
import type { DomainId, FileSystemId } from '../model/ids.js'
import type { SecurityGroup, Subnet, VpcId } from '../model/network.js'
import type { Domain } from '../model/studio-resource.js'
import { SubnetsGoneError } from '../network/plan/domain-subnets.js'
import { DOMAIN_GROUP_NAMES, FILE_SYSTEM_TAG, inboundGroupName, isSharingGroup } from '../network/plan/ownership.js'
import { nfsGroupsOf } from '../network/plan/security-group-choice.js'
import { NfsSecurityGroupMissingError } from '../network/plan/security-group-choice-error.js'
import type { SharingDomain, SharingPicture } from './plan/sharing-plan.js'

/** EC2 takes at most 200 values in one filter. */
const SUBNETS_A_CALL = 200
const WHAT_TO_DO = "Run ensureFileSystemForDomain for it with missingSecurityGroup: 'create', then run again."

export type UnreachableError = NfsSecurityGroupMissingError | SubnetsGoneError

export interface NetworkOfDomains {
  readonly domains: readonly SharingDomain[]
  /** The domains that nothing can admit, since they have no NFS group or no subnet. */
  readonly unreachable: ReadonlyMap<DomainId, UnreachableError>
}

type Read<T> = ResultAsync<T, AwsError | OutOfPatienceError>

/** The file system with its mount targets, and the groups of ours that admit several domains to it. */
export function readSharedFileSystem(
  context: PictureContext,
  fileSystemId: FileSystemId,
  patience: Patience,
): Read<Pick<SharingPicture, 'fileSystem' | 'targets' | 'sharingGroups'>> {
  return ResultAsync.combine([
    describeFileSystems(context, { fileSystemId }, patience),
    readGuardedTargets(context, fileSystemId, patience),
    readSharingGroups(context, fileSystemId, patience),
  ] as const).map(([fileSystems, targets, sharingGroups]) => ({
    fileSystem: fileSystems[0] as EfsFileSystem,
    targets,
    sharingGroups,
  }))
}

/** The groups of ours that admit several domains to the file system, in the order of their names. */
export function readSharingGroups(
  context: PictureContext,
  fileSystemId: FileSystemId,
  patience: Patience,
): Read<readonly SecurityGroup[]> {
  return describeSecurityGroups(context, { tag: FILE_SYSTEM_TAG, value: fileSystemId }, patience).map((tagged) =>
    tagged
      .filter(isSharingGroup)
      .toSorted((a, b) => a.groupName.length - b.groupName.length || a.groupName.localeCompare(b.groupName)),
  )
}

/** The subnets and NFS groups of all domains at once; the groups of other domains of the VPC come along. */
export function readNetworkOfDomains(
  context: PictureContext,
  vpcId: VpcId,
  domains: readonly Domain[],
  patience: Patience,
): Read<NetworkOfDomains> {
  return ResultAsync.combine([
    readSubnets(context, domains, patience),
    describeSecurityGroups(context, { vpcId, groupNames: DOMAIN_GROUP_NAMES }, patience),
  ] as const).map(([subnets, groups]) => {
    const found = domains.map((domain) => ({ domain, network: sharingDomainOf(domain, subnets, groups) }))
    return {
      domains: found.flatMap(({ network }) => (network.isOk() ? [network.value] : [])),
      unreachable: new Map(
        found.flatMap(({ domain, network }) => (network.isErr() ? [[domain.domainId, network.error] as const] : [])),
      ),
    }
  })
}

function readSubnets(context: PictureContext, domains: readonly Domain[], patience: Patience): Read<readonly Subnet[]> {
  const ids = [...new Set(domains.flatMap(({ subnetIds }) => subnetIds))]
  const calls = chunksOf(ids, SUBNETS_A_CALL).map((chunk) => describeSubnets(context, chunk, patience))
  return ResultAsync.combine(calls).map((chunks) => chunks.flat())
}

function sharingDomainOf(
  { domainId, subnetIds }: Domain,
  there: readonly Subnet[],
  groups: readonly SecurityGroup[],
): Result<SharingDomain, UnreachableError> {
  const { inbound, outbound, own, foreign } = nfsGroupsOf(groups, { domainId, securityGroupId: undefined })
  const subnets = there.filter(({ subnetId }) => subnetIds.includes(subnetId))
  const goneSubnetIds = subnetIds.filter((id) => !subnets.some(({ subnetId }) => subnetId === id))
  if (subnets.length === 0 && goneSubnetIds.length > 0) return err(new SubnetsGoneError(domainId, goneSubnetIds))
  const admitting = inbound ?? own
  if (admitting !== undefined)
    return ok({ domainId, subnets, goneSubnetIds, inbound: admitting, outbound: inbound && outbound })
  const groupName = inboundGroupName(domainId)
  const impostor = foreign.find((group) => group.groupName === groupName)
  return err(new NfsSecurityGroupMissingError(domainId, groupName, impostor?.groupId, WHAT_TO_DO))
}

function chunksOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size))
}
