import type { SubnetRecord, VpcRecord } from '../../state/ec2.js'
import type { Output } from '../../wire/wire.js'
import { arnOf, type World } from '../../world/world.js'
import { subnetNotFound, vpcNotFound } from './errors.js'
import type { FilterTable } from './filters.js'
import { type SelectionInput, select } from './selection.js'

const vpcFilters: FilterTable<VpcRecord> = {
  cidr: ({ CidrBlock }) => [CidrBlock],
  'cidr-block-association.cidr-block': ({ CidrBlock }) => [CidrBlock],
  'dhcp-options-id': ({ DhcpOptionsId }) => [DhcpOptionsId],
  'is-default': ({ IsDefault }) => [IsDefault],
  isDefault: ({ IsDefault }) => [IsDefault],
  'owner-id': ({ OwnerId }) => [OwnerId],
  state: ({ State }) => [State],
  'vpc-id': ({ VpcId }) => [VpcId],
}

export function describeVpcs(world: World, input: SelectionInput & { readonly VpcIds?: readonly string[] }): Output {
  const { vpcs: records } = world.state.ec2
  const collection = { records, idOf: ({ VpcId }: VpcRecord) => VpcId, filters: vpcFilters, notFound: vpcNotFound }
  const { items, NextToken } = select(collection, input.VpcIds, input)
  return { Vpcs: items.map(vpcOutput), NextToken }
}

export function vpcOutput(record: VpcRecord): Output {
  const { enableDnsSupport, enableDnsHostnames, enableNetworkAddressUsageMetrics, ...vpc } = record
  const AssociationId = vpc.VpcId.replace(/^vpc-/, 'vpc-cidr-assoc-')
  const CidrBlockState = { State: 'associated' }
  return {
    ...vpc,
    CidrBlockAssociationSet: [{ AssociationId, CidrBlock: vpc.CidrBlock, CidrBlockState }],
  }
}

interface VpcAttributeInput {
  readonly VpcId: string
  readonly Attribute: string
}

export function findVpc({ state }: World, VpcId: string): VpcRecord {
  const vpc = state.ec2.vpcs.get(VpcId)
  if (vpc === undefined) throw vpcNotFound(VpcId)
  return vpc
}

export function describeVpcAttribute(world: World, { VpcId, Attribute }: VpcAttributeInput): Output {
  const vpc = findVpc(world, VpcId)
  switch (Attribute) {
    case 'enableDnsSupport':
      return { VpcId, EnableDnsSupport: { Value: vpc.enableDnsSupport } }
    case 'enableDnsHostnames':
      return { VpcId, EnableDnsHostnames: { Value: vpc.enableDnsHostnames } }
    default:
      return { VpcId, EnableNetworkAddressUsageMetrics: { Value: vpc.enableNetworkAddressUsageMetrics } }
  }
}

const subnetFilters: FilterTable<SubnetRecord> = {
  'availability-zone': ({ AvailabilityZone }) => [AvailabilityZone],
  availabilityZone: ({ AvailabilityZone }) => [AvailabilityZone],
  'availability-zone-id': ({ AvailabilityZoneId }) => [AvailabilityZoneId],
  availabilityZoneId: ({ AvailabilityZoneId }) => [AvailabilityZoneId],
  'available-ip-address-count': ({ AvailableIpAddressCount }) => [AvailableIpAddressCount],
  cidr: ({ CidrBlock }) => [CidrBlock],
  'cidr-block': ({ CidrBlock }) => [CidrBlock],
  cidrBlock: ({ CidrBlock }) => [CidrBlock],
  'default-for-az': ({ DefaultForAz }) => [DefaultForAz],
  defaultForAz: ({ DefaultForAz }) => [DefaultForAz],
  'map-public-ip-on-launch': ({ MapPublicIpOnLaunch }) => [MapPublicIpOnLaunch],
  'owner-id': ({ OwnerId }) => [OwnerId],
  state: ({ State }) => [State],
  'subnet-id': ({ SubnetId }) => [SubnetId],
  'vpc-id': ({ VpcId }) => [VpcId],
}

const IPV4_SUBNET = {
  AssignIpv6AddressOnCreation: false,
  EnableDns64: false,
  Ipv6CidrBlockAssociationSet: [],
  Ipv6Native: false,
  MapCustomerOwnedIpOnLaunch: false,
}

export function describeSubnets(
  world: World,
  input: SelectionInput & { readonly SubnetIds?: readonly string[] },
): Output {
  const idOf = ({ SubnetId }: SubnetRecord) => SubnetId
  const collection = { records: world.state.ec2.subnets, idOf, filters: subnetFilters, notFound: subnetNotFound }
  const { items, NextToken } = select(collection, input.SubnetIds, input)
  return { Subnets: items.map((subnet) => subnetOutput(world, subnet)), NextToken }
}

export function subnetOutput(world: World, subnet: SubnetRecord): Output {
  return { ...subnet, SubnetArn: arnOf(world, 'ec2', `subnet/${subnet.SubnetId}`), ...IPV4_SUBNET }
}

export function findSubnet({ state }: World, id: string): SubnetRecord {
  const subnet = state.ec2.subnets.get(id)
  if (subnet === undefined) throw subnetNotFound(id)
  return subnet
}
