import {
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  type EC2Client,
  type IpPermission,
  type SecurityGroup as WireSecurityGroup,
  type Subnet as WireSubnet,
} from '@aws-sdk/client-ec2'
import type { ResultAsync } from 'neverthrow'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { SecurityGroup, SecurityGroupId, Subnet, SubnetId, VpcId } from '../../model/network.js'
import type { Clock } from '../../time/clock.js'
import type { AwsCall, AwsError } from '../call/aws-error.js'
import { callAws } from '../call/call-aws.js'
import { readPages } from '../call/pages.js'

export type { EC2Client } from '@aws-sdk/client-ec2'

export interface Ec2Context {
  readonly ec2: EC2Client
  readonly clock: Clock
}

export type Ec2Reply<T> = ResultAsync<T, AwsError | OutOfPatienceError>

/** EC2 takes at most 200 values in one filter. */
const MAX_FILTER_VALUES = 200
const PAGE_SIZE = 1000
const NFS_PORT = 2049

/** Those of the subnets that exist, in EC2's order. Asked for with a filter: an id that is gone is absent, not an error. */
export function describeSubnets(
  { ec2, clock }: Ec2Context,
  subnetIds: readonly SubnetId[],
  patience: Patience,
): Ec2Reply<readonly Subnet[]> {
  const call = ec2Call('DescribeSubnets', `the ${subnetIds.length} subnets`)
  const Filters = [{ Name: 'subnet-id', Values: subnetIds.slice(0, MAX_FILTER_VALUES) }]
  const readPage = (next: string | undefined) =>
    callAws(patience, call, (abortSignal) =>
      ec2.send(new DescribeSubnetsCommand(next === undefined ? { Filters } : { Filters, NextToken: next }), {
        abortSignal,
      }),
    ).map(({ Subnets = [], NextToken }) => ({ items: Subnets.map(subnetOf), next: NextToken || undefined }))
  return readPages({ clock, patience, pending: 'reading the subnets' }, readPage)
}

/** What every group that is looked for has in common: names are compared by EC2, all of a VPC's groups without any. */
export type SecurityGroupFilter =
  | { readonly vpcId: VpcId; readonly groupNames?: readonly string[] }
  | { readonly tag: string; readonly value: string }
  | { readonly groupId: SecurityGroupId }

/** The security groups that the filter finds; none is no error. `GroupNames` works in a default VPC only. */
export function describeSecurityGroups(
  { ec2, clock }: Ec2Context,
  where: SecurityGroupFilter,
  patience: Patience,
): Ec2Reply<readonly SecurityGroup[]> {
  const call = ec2Call('DescribeSecurityGroups', 'the NFS security groups')
  const input = { Filters: filtersOf(where), MaxResults: PAGE_SIZE }
  const readPage = (next: string | undefined) =>
    callAws(patience, call, (abortSignal) =>
      ec2.send(new DescribeSecurityGroupsCommand(next === undefined ? input : { ...input, NextToken: next }), {
        abortSignal,
      }),
    ).map(({ SecurityGroups = [], NextToken }) => ({
      items: SecurityGroups.map(securityGroupOf),
      next: NextToken || undefined,
    }))
  return readPages({ clock, patience, pending: 'reading the NFS security groups' }, readPage)
}

/** A network interface with the groups that guard it. */
export interface NetworkInterface {
  readonly networkInterfaceId: string
  readonly securityGroupIds: readonly SecurityGroupId[]
}

/** The network interfaces that have one of these ids, or carry one of these groups. */
export function describeNetworkInterfaces(
  { ec2, clock }: Ec2Context,
  where: { readonly networkInterfaceIds: readonly string[] } | { readonly groupIds: readonly SecurityGroupId[] },
  patience: Patience,
): Ec2Reply<readonly NetworkInterface[]> {
  const call = ec2Call('DescribeNetworkInterfaces', 'the network interfaces of the mount targets')
  const [Name, values] =
    'groupIds' in where ? ['group-id', where.groupIds] : ['network-interface-id', where.networkInterfaceIds]
  const input = { Filters: [{ Name, Values: values.slice(0, MAX_FILTER_VALUES) }], MaxResults: PAGE_SIZE }
  const readPage = (next: string | undefined) =>
    callAws(patience, call, (abortSignal) =>
      ec2.send(new DescribeNetworkInterfacesCommand(next === undefined ? input : { ...input, NextToken: next }), {
        abortSignal,
      }),
    ).map(({ NetworkInterfaces = [], NextToken }) => ({
      items: NetworkInterfaces.map(({ NetworkInterfaceId, Groups = [] }) => ({
        networkInterfaceId: NetworkInterfaceId ?? '',
        securityGroupIds: Groups.map(({ GroupId }) => GroupId as SecurityGroupId),
      })),
      next: NextToken || undefined,
    }))
  return readPages({ clock, patience, pending: 'reading the network interfaces' }, readPage)
}

export function ec2Call(operation: string, resource: string): AwsCall {
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
