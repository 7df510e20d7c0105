import { StudioEfsError } from '../../errors.js'
import type { MountTarget, MountTargetId } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import type { SecurityGroupId, Subnet, VpcId } from '../../model/network.js'

/** A file system's mount targets all lie in one VPC, and these lie in another one than the domain. */
export class FileSystemInOtherVpcError extends StudioEfsError {
  readonly name = 'FileSystemInOtherVpcError'
  constructor(
    readonly fileSystemId: FileSystemId,
    readonly fileSystemVpcId: VpcId,
    readonly vpcId: VpcId,
  ) {
    super(`${fileSystemId} has its mount targets in ${fileSystemVpcId}, and the domain is in ${vpcId}.`, {
      retryable: false,
      hint: 'Name a file system of that VPC, or leave fileSystemId out and have one made.',
    })
  }
}

/** EFS could not make a mount target, or it broke afterwards. EFS itself names no reason. */
export class MountTargetFailedError extends StudioEfsError {
  readonly name = 'MountTargetFailedError'
  readonly mountTargetId: MountTargetId
  readonly subnetId: string
  readonly zoneId: string
  constructor({ mountTargetId, subnetId, zoneId, zoneName, networkInterfaceId }: MountTarget) {
    const found = `Mount target ${mountTargetId} in ${subnetId} (${zoneName}, ${zoneId}) ended in the state "error".`
    const reason = `EFS names no reason; ${networkInterfaceId === undefined ? 'it got no network interface' : `its network interface is ${networkInterfaceId}`}.`
    super(`${found} ${reason}`, {
      retryable: false,
      hint: 'Look for a lack of addresses in the subnet, the quota of network interfaces, or a policy against creating them; then delete this mount target and run again.',
    })
    this.mountTargetId = mountTargetId
    this.subnetId = subnetId
    this.zoneId = zoneId
  }
}

/** No subnet of the zone has an IP address left for a mount target. Nothing was written. */
export class NoFreeAddressesError extends StudioEfsError {
  readonly name = 'NoFreeAddressesError'
  readonly zoneId: string
  readonly subnetIds: readonly string[]
  constructor(subnets: readonly Subnet[]) {
    const subnetIds = subnets.map(({ subnetId }) => subnetId)
    const zone = `${subnets[0]?.zoneName} (${subnets[0]?.zoneId})`
    super(`No free IP address for a mount target in ${zone}: ${subnetIds.join(', ')} ${areIs(subnetIds)} full.`, {
      retryable: false,
      hint: 'Free one address there, or give the domain a subnet in this zone that has some.',
    })
    this.zoneId = subnets[0]?.zoneId ?? ''
    this.subnetIds = subnetIds
  }
}

/** The mount target would have more security groups than it can carry. Nothing was written. */
export class TooManySecurityGroupsError extends StudioEfsError {
  readonly name = 'TooManySecurityGroupsError'
  constructor(
    /** Undefined for one that is still to be made. */
    readonly mountTargetId: MountTargetId | undefined,
    readonly securityGroupIds: readonly SecurityGroupId[],
    readonly groupName: string,
    readonly limit: number,
  ) {
    const carried = securityGroupIds.length === 0 ? '' : `it carries ${securityGroupIds.join(', ')}, and `
    super(
      `No room for ${groupName} on ${mountTargetId ?? 'a new mount target'}: ${carried}at most ${limit} are allowed.`,
      {
        retryable: false,
        hint: 'Take one off that is no longer used; or run shareAcrossVpcDomains for all domains of the VPC, which puts one group in the place of theirs; or leave out domains that SageMaker made no group for; or, if the account has a higher quota of groups per network interface, set maxSecurityGroups.',
      },
    )
  }
}

/** A One Zone file system in a zone where the domain has no subnet: none of its spaces could mount it. */
export class OneZoneElsewhereError extends StudioEfsError {
  readonly name = 'OneZoneElsewhereError'
  constructor(
    readonly fileSystemId: FileSystemId,
    readonly zoneId: string,
    readonly domainZoneIds: readonly string[],
  ) {
    super(`${fileSystemId} is a One Zone file system of ${zoneId}, and the domain is in ${domainZoneIds.join(', ')}.`, {
      retryable: false,
      hint: 'Name a Regional file system, or leave fileSystemId out and have one made.',
    })
  }
}

function areIs(items: readonly unknown[]): string {
  return items.length === 1 ? 'is' : 'are'
}
