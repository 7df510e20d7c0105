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
  /** By NetworkAclId. Every VPC has a default one, which allows everything. */
  readonly networkAcls: Map<string, NetworkAclRecord>
  /** By DhcpOptionsId. */
  readonly dhcpOptions: Map<string, DhcpOptionsRecord>
  /** Ids and tags of the rules that a call tagged or modified; by group, direction and rule. */
  readonly securityGroupRules: Map<string, SecurityGroupRuleRecord>
}

/** VPC in the state of the fake. */
export interface VpcRecord {
  readonly VpcId: string
  readonly OwnerId: string
  readonly CidrBlock: string
  readonly IsDefault: boolean
  readonly InstanceTenancy: 'default' | 'dedicated'
  State: 'pending' | 'available'
  DhcpOptionsId: string
  Tags: Tag[]
  enableDnsSupport: boolean
  enableDnsHostnames: boolean
  enableNetworkAddressUsageMetrics: boolean
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
  MapPublicIpOnLaunch: boolean
  PrivateDnsNameOptionsOnLaunch: PrivateDnsNameOptions
  Tags: Tag[]
}

/** Names of the instances in a subnet. */
export interface PrivateDnsNameOptions {
  readonly HostnameType: string
  readonly EnableResourceNameDnsARecord: boolean
  readonly EnableResourceNameDnsAAAARecord: boolean
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
  Description: string
  /** The AWS service that created it, and to which it is attached; absent when the user did. */
  readonly RequesterId?: string
  readonly PrivateIpAddress: string
  readonly MacAddress: string
  /** Security group ids; a mount target and its interface share the list. */
  SecurityGroups: string[]
  Tags: Tag[]
}

/** Network ACL in the state of the fake. */
export interface NetworkAclRecord {
  readonly NetworkAclId: string
  readonly VpcId: string
  readonly OwnerId: string
  readonly IsDefault: boolean
  Entries: NetworkAclEntry[]
  Tags: Tag[]
  /** Subnets that use it. Subnets that no other ACL names use their VPC's default one. */
  subnetIds: string[]
}

/** A rule; the one with the lowest number that matches decides. */
export interface NetworkAclEntry {
  readonly RuleNumber: number
  /** `-1`: every protocol; `6`: TCP. */
  readonly Protocol: string
  readonly RuleAction: 'allow' | 'deny'
  readonly Egress: boolean
  readonly CidrBlock?: string
  readonly Ipv6CidrBlock?: string
  /** Absent: every port. */
  readonly PortRange?: { readonly From: number; readonly To: number }
}

/** DHCP options in the state of the fake. */
export interface DhcpOptionsRecord {
  readonly DhcpOptionsId: string
  readonly OwnerId: string
  DhcpConfigurations: readonly { readonly Key: string; readonly Values: readonly string[] }[]
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

/** Id and tags of a rule, in the state of the fake. */
export interface SecurityGroupRuleRecord {
  readonly SecurityGroupRuleId: string
  Tags: Tag[]
}

export const DEFAULT_VPC_ID = 'vpc-0de5a017000000000'
export const DEFAULT_DHCP_OPTIONS_ID = 'dopt-0de5a017000000000'

export function createEc2State(): Ec2State {
  return {
    vpcs: new Map(),
    subnets: new Map(),
    securityGroups: new Map(),
    networkInterfaces: new Map(),
    networkAcls: new Map(),
    dhcpOptions: new Map(),
    securityGroupRules: new Map(),
  }
}
