import type {
  EC2Client,
  IpPermission,
  NetworkInterface as WireNetworkInterface,
  SecurityGroup as WireSecurityGroup,
  Subnet as WireSubnet,
} from '@aws-sdk/client-ec2'
import type { Call } from '../../call.js'
import type { SecurityGroup, SecurityGroupId, Subnet, SubnetId, VpcId } from '../../model/network.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { callAws } from '../call/call-aws.js'
import { nameCredentialsErrors } from '../call/credentials.js'
import { rethrow } from '../call/late-client.js'
import { readPages } from '../call/pages.js'

export type { EC2Client } from '@aws-sdk/client-ec2'

export interface Ec2Call extends Call {
  readonly ec2: EC2Client
}

/** EC2 takes at most 200 values in one filter. */
const MAX_FILTER_VALUES = 200
const PAGE_SIZE = 1000
const NFS_PORT = 2049

/** Reads at most 200 subnets, in EC2's order. An id that is gone is absent, not an error: they are read with a filter. */
export function describeSubnets(call: Ec2Call, subnetIds: readonly SubnetId[]): AwsResult<readonly Subnet[]> {
  const request = ec2Request('DescribeSubnets', `the ${subnetIds.length} subnets`)
  const filter = { Filters: [{ Name: 'subnet-id', Values: subnetIds.slice(0, MAX_FILTER_VALUES) }] }
  const readPage = (next: string | undefined) => {
    const send = async (abortSignal: AbortSignal) => {
      const { DescribeSubnetsCommand } = await import('@aws-sdk/client-ec2').catch(rethrow)
      const command = new DescribeSubnetsCommand(next === undefined ? filter : { ...filter, NextToken: next })
      return call.ec2.send(nameCredentialsErrors(command), { abortSignal })
    }
    return callAws(call, request, send).map(({ Subnets = [], NextToken }) => ({
      items: Subnets.map(subnetOf),
      next: NextToken || undefined,
    }))
  }
  return readPages(call, { pending: 'reading the subnets', readPage })
}

/** Filters by VPC, optionally with patterns of names; by tag; or by id. */
export type SecurityGroupFilter =
  | { readonly vpcId: VpcId; readonly groupNames?: readonly string[] }
  | { readonly tag: string; readonly value: string }
  | { readonly groupId: SecurityGroupId }

/** Reads security groups. Uses filters even for names: EC2's `GroupNames` works in a default VPC only. */
export function describeSecurityGroups(call: Ec2Call, where: SecurityGroupFilter): AwsResult<readonly SecurityGroup[]> {
  const request = ec2Request('DescribeSecurityGroups', 'the NFS security groups')
  const filter = { Filters: filtersOf(where), MaxResults: PAGE_SIZE }
  const readPage = (next: string | undefined) => {
    const send = async (abortSignal: AbortSignal) => {
      const { DescribeSecurityGroupsCommand } = await import('@aws-sdk/client-ec2').catch(rethrow)
      const command = new DescribeSecurityGroupsCommand(next === undefined ? filter : { ...filter, NextToken: next })
      return call.ec2.send(nameCredentialsErrors(command), { abortSignal })
    }
    return callAws(call, request, send).map(({ SecurityGroups = [], NextToken }) => ({
      items: SecurityGroups.map(securityGroupOf),
      next: NextToken || undefined,
    }))
  }
  return readPages(call, { pending: 'reading the NFS security groups', readPage })
}

export interface NetworkInterface {
  readonly networkInterfaceId: string
  readonly securityGroupIds: readonly SecurityGroupId[]
}

/** Filters by id, or by the groups that the interface carries; at most 200 values. */
export type NetworkInterfaceFilter =
  | { readonly networkInterfaceIds: readonly string[] }
  | { readonly groupIds: readonly SecurityGroupId[] }

export function describeNetworkInterfaces(
  call: Ec2Call,
  where: NetworkInterfaceFilter,
): AwsResult<readonly NetworkInterface[]> {
  const request = ec2Request('DescribeNetworkInterfaces', 'the network interfaces of the mount targets')
  const [Name, values] =
    'groupIds' in where ? ['group-id', where.groupIds] : ['network-interface-id', where.networkInterfaceIds]
  const filter = { Filters: [{ Name, Values: values.slice(0, MAX_FILTER_VALUES) }], MaxResults: PAGE_SIZE }
  const readPage = (next: string | undefined) => {
    const send = async (abortSignal: AbortSignal) => {
      const { DescribeNetworkInterfacesCommand } = await import('@aws-sdk/client-ec2').catch(rethrow)
      const command = new DescribeNetworkInterfacesCommand(next === undefined ? filter : { ...filter, NextToken: next })
      return call.ec2.send(nameCredentialsErrors(command), { abortSignal })
    }
    return callAws(call, request, send).map(({ NetworkInterfaces = [], NextToken }) => ({
      items: NetworkInterfaces.map(networkInterfaceOf),
      next: NextToken || undefined,
    }))
  }
  return readPages(call, { pending: 'reading the network interfaces', readPage })
}

export function ec2Request(operation: string, resource: string): AwsRequest {
  return { service: 'ec2', operation, resource }
}

function filtersOf(where: SecurityGroupFilter): { Name: string; Values: string[] }[] {
  if ('groupId' in where) return [{ Name: 'group-id', Values: [where.groupId] }]
  if ('tag' in where) return [{ Name: `tag:${where.tag}`, Values: [where.value] }]
  const inVpc = { Name: 'vpc-id', Values: [where.vpcId] }
  return where.groupNames === undefined ? [inVpc] : [inVpc, { Name: 'group-name', Values: [...where.groupNames] }]
}

function subnetOf(subnet: WireSubnet): Subnet {
  return {
    subnetId: subnet.SubnetId as SubnetId,
    vpcId: subnet.VpcId as VpcId,
    zoneId: subnet.AvailabilityZoneId ?? '',
    zoneName: subnet.AvailabilityZone ?? '',
    cidrBlocks: subnet.CidrBlock === undefined ? ipv6BlocksOf(subnet) : [subnet.CidrBlock],
    availableIpAddressCount: subnet.AvailableIpAddressCount ?? 0,
  }
}

function ipv6BlocksOf({ Ipv6CidrBlockAssociationSet = [] }: WireSubnet): string[] {
  return Ipv6CidrBlockAssociationSet.flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? [])
}

function networkInterfaceOf({ NetworkInterfaceId, Groups = [] }: WireNetworkInterface): NetworkInterface {
  return {
    networkInterfaceId: NetworkInterfaceId ?? '',
    securityGroupIds: Groups.map(({ GroupId }) => GroupId as SecurityGroupId),
  }
}

function securityGroupOf(group: WireSecurityGroup): SecurityGroup {
  return {
    groupId: group.GroupId as SecurityGroupId,
    groupName: group.GroupName ?? '',
    vpcId: group.VpcId as VpcId,
    tags: Object.fromEntries((group.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? ''])),
    nfsCidrs: (group.IpPermissions ?? []).filter(admitsNfs).flatMap(cidrsOf),
    nfsSourceIds: (group.IpPermissions ?? []).filter(admitsNfs).flatMap(sourcesOf),
  }
}

function admitsNfs({ IpProtocol, FromPort = 0, ToPort = 65_535 }: IpPermission): boolean {
  return IpProtocol === '-1' || (IpProtocol === 'tcp' && FromPort <= NFS_PORT && ToPort >= NFS_PORT)
}

function cidrsOf({ IpRanges = [], Ipv6Ranges = [] }: IpPermission): string[] {
  return [...IpRanges.flatMap(({ CidrIp }) => CidrIp ?? []), ...Ipv6Ranges.flatMap(({ CidrIpv6 }) => CidrIpv6 ?? [])]
}

function sourcesOf({ UserIdGroupPairs = [] }: IpPermission): SecurityGroupId[] {
  return UserIdGroupPairs.flatMap(({ GroupId }) => (GroupId === undefined ? [] : [GroupId as SecurityGroupId]))
}
