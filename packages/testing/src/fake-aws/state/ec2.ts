import type { Tag } from './record.js'

/** EC2 resources of the fake. */
export interface Ec2State {
  /** By VpcId. */
  readonly vpcs: Map<string, VpcRecord>
  /** By SubnetId. */
  readonly subnets: Map<string, SubnetRecord>
  /** By GroupId. */
  readonly securityGroups: Map<string, SecurityGroupRecord>
  /** By NetworkInterfaceId; includes those of EFS mount targets. */
  readonly networkInterfaces: Map<string, NetworkInterfaceRecord>
}

/** VPC in the state of the fake. */
export interface VpcRecord {
  readonly VpcId: string
  readonly OwnerId: string
  readonly CidrBlock: string
  readonly IsDefault: boolean
  State: 'pending' | 'available'
  Tags: Tag[]
}

/** Subnet in the state of the fake. */
export interface SubnetRecord {
  readonly SubnetId: string
  readonly VpcId: string
  readonly OwnerId: string
  readonly CidrBlock: string
  /** Name such as `eu-west-1a`: an alias that differs between accounts. */
  readonly AvailabilityZone: string
  /** Id such as `euw1-az1`: the same zone in every account. */
  readonly AvailabilityZoneId: string
  readonly DefaultForAz: boolean
  State: 'pending' | 'available'
  AvailableIpAddressCount: number
  Tags: Tag[]
}

/** Security group in the state of the fake. */
export interface SecurityGroupRecord {
  readonly GroupId: string
  readonly GroupName: string
  readonly Description: string
  readonly VpcId: string
  readonly OwnerId: string
  IpPermissions: IpPermission[]
  IpPermissionsEgress: IpPermission[]
  Tags: Tag[]
}

/** Network interface in the state of the fake. */
export interface NetworkInterfaceRecord {
  readonly NetworkInterfaceId: string
  readonly SubnetId: string
  readonly VpcId: string
  readonly OwnerId: string
  readonly AvailabilityZone: string
  readonly AvailabilityZoneId: string
  readonly Description: string
  /** The AWS service that created it; absent when the user did. */
  readonly RequesterId?: string
  readonly PrivateIpAddress: string
  readonly MacAddress: string
  /** Security group ids; a mount target and its interface share the list. */
  SecurityGroups: string[]
  Tags: Tag[]
}

/** Rule of a security group, as EC2 describes it. */
export interface IpPermission {
  readonly IpProtocol: string
  readonly FromPort?: number
  readonly ToPort?: number
  readonly UserIdGroupPairs?: readonly {
    readonly GroupId: string
    readonly UserId?: string
    readonly Description?: string
  }[]
  readonly IpRanges?: readonly { readonly CidrIp: string; readonly Description?: string }[]
  readonly Ipv6Ranges?: readonly { readonly CidrIpv6: string; readonly Description?: string }[]
  readonly PrefixListIds?: readonly { readonly PrefixListId: string; readonly Description?: string }[]
}

export const DEFAULT_VPC_ID = 'vpc-0de5a017000000000'

export function createEc2State(): Ec2State {
  return { vpcs: new Map(), subnets: new Map(), securityGroups: new Map(), networkInterfaces: new Map() }
}
