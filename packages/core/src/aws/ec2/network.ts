import type { EC2Client } from '@aws-sdk/client-ec2'
import type { Call } from '../../call.js'
import {
  type NfsPeers,
  parseCidr,
  parseNetworkInterfaceId,
  parseSecurityGroupId,
  parseSubnetId,
  parseVpcId,
  parseZone,
  type SecurityGroup,
  type SecurityGroupId,
  type Subnet,
  type SubnetId,
  type VpcId,
} from '../../model/network.js'
import { type FieldParser, optional, type ParsedBy, unparsed } from '../../model/parse/parse-input.js'
import { comparedText, membersOf, optionalList, parseTagList } from '../../model/parse/parse-member.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { rethrow } from '../call/late-client.js'
import { readList } from '../call/read-list.js'

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
  return readList(call, {
    request,
    pending: 'reading the subnets',
    command: async (next) => {
      const { DescribeSubnetsCommand } = await import('@aws-sdk/client-ec2').catch(rethrow)
      return new DescribeSubnetsCommand(next === undefined ? filter : { ...filter, NextToken: next })
    },
    send: (command, abortSignal) => call.ec2.send(command, { abortSignal }),
    items: ({ Subnets }) => ['Subnets', Subnets],
    next: ({ NextToken }) => NextToken,
    parse: parseSubnet,
  })
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
  return readList(call, {
    request,
    command: async (next) => {
      const { DescribeSecurityGroupsCommand } = await import('@aws-sdk/client-ec2').catch(rethrow)
      return new DescribeSecurityGroupsCommand(next === undefined ? filter : { ...filter, NextToken: next })
    },
    send: (command, abortSignal) => call.ec2.send(command, { abortSignal }),
    items: ({ SecurityGroups }) => ['SecurityGroups', SecurityGroups],
    next: ({ NextToken }) => NextToken,
    parse: parseSecurityGroup,
  })
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
  return readList(call, {
    request,
    pending: 'reading the network interfaces',
    command: async (next) => {
      const { DescribeNetworkInterfacesCommand } = await import('@aws-sdk/client-ec2').catch(rethrow)
      return new DescribeNetworkInterfacesCommand(next === undefined ? filter : { ...filter, NextToken: next })
    },
    send: (command, abortSignal) => call.ec2.send(command, { abortSignal }),
    items: ({ NetworkInterfaces }) => ['NetworkInterfaces', NetworkInterfaces],
    next: ({ NextToken }) => NextToken,
    parse: parseNetworkInterface,
  })
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

const parseWireSubnet = membersOf({
  SubnetId: parseSubnetId,
  VpcId: parseVpcId,
  AvailabilityZoneId: parseZone,
  AvailabilityZone: optional(parseZone, undefined),
  CidrBlock: optional(parseCidr, undefined),
  Ipv6CidrBlockAssociationSet: optionalList(membersOf({ Ipv6CidrBlock: optional(parseCidr, undefined) })),
  AvailableIpAddressCount: unparsed,
})

const parseSubnet: FieldParser<Subnet> = (value, field) =>
  parseWireSubnet(value, field).map((subnet) => {
    const { CidrBlock: ipv4, Ipv6CidrBlockAssociationSet: ipv6, AvailableIpAddressCount: free } = subnet
    return {
      subnetId: subnet.SubnetId,
      vpcId: subnet.VpcId,
      zoneId: subnet.AvailabilityZoneId,
      zoneName: subnet.AvailabilityZone ?? '',
      cidrBlocks: ipv4 === undefined ? ipv6.flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? []) : [ipv4],
      availableIpAddressCount: typeof free === 'number' ? free : 0,
    }
  })

const parseWireInterface = membersOf({
  NetworkInterfaceId: parseNetworkInterfaceId,
  Groups: optionalList(membersOf({ GroupId: parseSecurityGroupId })),
})

const parseNetworkInterface: FieldParser<NetworkInterface> = (value, field) =>
  parseWireInterface(value, field).map(({ NetworkInterfaceId: networkInterfaceId, Groups: groups }) => ({
    networkInterfaceId,
    securityGroupIds: groups.map(({ GroupId }) => GroupId),
  }))

const parsePermission = membersOf({
  IpProtocol: comparedText,
  FromPort: unparsed,
  ToPort: unparsed,
  IpRanges: optionalList(membersOf({ CidrIp: optional(parseCidr, undefined) })),
  Ipv6Ranges: optionalList(membersOf({ CidrIpv6: optional(parseCidr, undefined) })),
  UserIdGroupPairs: optionalList(membersOf({ GroupId: unparsed })),
  PrefixListIds: optionalList(membersOf({ PrefixListId: comparedText })),
})

type Permission = ParsedBy<typeof parsePermission>

const parseWireGroup = membersOf({
  GroupId: parseSecurityGroupId,
  GroupName: comparedText,
  VpcId: parseVpcId,
  Tags: parseTagList,
  IpPermissions: optionalList(parsePermission),
  IpPermissionsEgress: optionalList(parsePermission),
})

const parseSecurityGroup: FieldParser<SecurityGroup> = (value, field) =>
  parseWireGroup(value, field).map(({ GroupId: groupId, GroupName: groupName = '', VpcId: vpcId, ...group }) => {
    const admitting = group.IpPermissions.filter(admitsNfs)
    return {
      groupId,
      groupName,
      vpcId,
      tags: group.Tags,
      nfsCidrs: admitting.flatMap(cidrsOf),
      nfsSourceIds: admitting.flatMap(sourcesOf),
      nfsPrefixListIds: admitting.flatMap(prefixListsOf),
      nfsEgress: peersOf(group.IpPermissionsEgress.filter(admitsNfs)),
    }
  })

function admitsNfs({ IpProtocol: protocol, FromPort: from, ToPort: to }: Permission): boolean {
  const [first, last] = [typeof from === 'number' ? from : 0, typeof to === 'number' ? to : 65_535]
  return protocol === '-1' || (protocol === 'tcp' && first <= NFS_PORT && last >= NFS_PORT)
}

function peersOf(permissions: readonly Permission[]): NfsPeers {
  return {
    cidrs: permissions.flatMap(cidrsOf),
    groupIds: permissions.flatMap(sourcesOf),
    prefixListIds: permissions.flatMap(prefixListsOf),
  }
}

function prefixListsOf({ PrefixListIds: lists }: Permission): string[] {
  return lists.flatMap(({ PrefixListId }) => PrefixListId ?? [])
}

function cidrsOf({ IpRanges: ipv4, Ipv6Ranges: ipv6 }: Permission): string[] {
  return [...ipv4.flatMap(({ CidrIp }) => CidrIp ?? []), ...ipv6.flatMap(({ CidrIpv6 }) => CidrIpv6 ?? [])]
}

/** Leaves out groups that are named in another way, as in a VPC that is peered with one of EC2-Classic. */
function sourcesOf({ UserIdGroupPairs: pairs }: Permission): SecurityGroupId[] {
  return pairs.flatMap(({ GroupId }) => parseSecurityGroupId(GroupId).unwrapOr([] as never))
}
