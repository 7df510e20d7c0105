import { err, ok, type Result, ResultAsync } from 'neverthrow'
import type { AwsResult } from '../aws/call/aws-error.js'
import { describeSecurityGroups, describeSubnets, type Ec2Call } from '../aws/ec2/network.js'
import { describeFileSystems, type EfsCall } from '../aws/efs/file-systems.js'
import type { EfsFileSystem } from '../model/efs.js'
import type { DomainId, FileSystemId } from '../model/ids.js'
import type { SecurityGroup, Subnet, VpcId } from '../model/network.js'
import type { Domain } from '../model/studio-resource.js'
import { readSharedNfsGroups } from '../network/groups/shared-nfs-groups.js'
import { SubnetsGoneError } from '../network/plan/domain-subnets.js'
import { goneSubnets } from '../network/plan/mount-causes.js'
import { DOMAIN_GROUP_NAMES, inboundGroupName } from '../network/plan/ownership.js'
import { NfsSecurityGroupMissingError, nfsGroupsOf } from '../network/plan/security-group-choice.js'
import { readMountTargetsWithGroups } from '../network/read.js'
import type { SharingDomain, SharingSnapshot } from './plan/sharing-plan.js'

/** EC2 takes at most 200 values in one filter. */
const MAX_SUBNETS_PER_CALL = 200
const MISSING_GROUP_HINT = "Run ensureFileSystemForDomain for it with missingSecurityGroup: 'create', then run again."

export type UnreachableError = NfsSecurityGroupMissingError | SubnetsGoneError

export interface NetworkOfDomains {
  readonly domains: readonly SharingDomain[]
  /** Domains without an NFS group or without a subnet, which no mount target can admit. */
  readonly unreachable: ReadonlyMap<DomainId, UnreachableError>
}

export type SharedFileSystem = Pick<SharingSnapshot, 'fileSystem' | 'targets' | 'sharedGroups'>

/** Reads the file system, its mount targets, and the shared groups that admit several domains to it. */
export function readSharedFileSystem(call: EfsCall & Ec2Call, fileSystemId: FileSystemId): AwsResult<SharedFileSystem> {
  return ResultAsync.combine([
    describeFileSystems(call, { fileSystemId }),
    readMountTargetsWithGroups(call, fileSystemId),
    readSharedNfsGroups(call, fileSystemId),
  ] as const).map(([fileSystems, targets, sharedGroups]) => ({
    fileSystem: fileSystems[0] as EfsFileSystem,
    targets,
    sharedGroups,
  }))
}

/** Reads subnets and NFS groups of all domains at once; groups of other domains of the VPC are read and left out. */
export function readNetworkOfDomains(
  call: Ec2Call,
  vpcId: VpcId,
  domains: readonly Domain[],
): AwsResult<NetworkOfDomains> {
  return ResultAsync.combine([
    readSubnets(call, domains),
    describeSecurityGroups(call, { vpcId, groupNames: DOMAIN_GROUP_NAMES }),
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

function readSubnets(call: Ec2Call, domains: readonly Domain[]): AwsResult<readonly Subnet[]> {
  const ids = [...new Set(domains.flatMap(({ subnetIds }) => subnetIds))]
  const chunks = chunksOf(ids, MAX_SUBNETS_PER_CALL)
  return ResultAsync.combine(chunks.map((chunk) => describeSubnets(call, chunk))).map((found) => found.flat())
}

function sharingDomainOf(
  { domainId, subnetIds }: Domain,
  existing: readonly Subnet[],
  groups: readonly SecurityGroup[],
): Result<SharingDomain, UnreachableError> {
  const { inbound, outbound, own, foreign } = nfsGroupsOf(groups, { domainId, securityGroupId: undefined })
  const subnets = existing.filter(({ subnetId }) => subnetIds.includes(subnetId))
  const goneSubnetIds = goneSubnets(subnetIds, subnets)
  if (subnets.length === 0 && goneSubnetIds.length > 0)
    return err(new SubnetsGoneError({ domainId, subnetIds: goneSubnetIds }))
  const admitting = inbound ?? own
  if (admitting !== undefined)
    return ok({ domainId, subnets, goneSubnetIds, inbound: admitting, outbound: inbound && outbound })
  const groupName = inboundGroupName(domainId)
  const foreignGroupId = foreign.find((group) => group.groupName === groupName)?.groupId
  return err(new NfsSecurityGroupMissingError({ domainId, groupName, foreignGroupId, hint: MISSING_GROUP_HINT }))
}

function chunksOf<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size))
}
