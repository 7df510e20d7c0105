import type { FakeAwsState } from '../state.js'
import type { Output } from '../wire.js'
import type { World } from '../world.js'
import type { FilterTable } from './filters.js'
import { networkInterfaceNotFound } from './refusals.js'
import { type SelectionInput, select } from './selection.js'
import type { Ec2State, NetworkInterfaceRecord } from './state.js'

// Every network interface of the fake belongs to something.
const STATUS = 'in-use'
const INTERFACE_TYPE = 'interface'

function filtersFor({ securityGroups }: Ec2State): FilterTable<NetworkInterfaceRecord> {
  return {
    'addresses.private-ip-address': ({ PrivateIpAddress }) => [PrivateIpAddress],
    'availability-zone': ({ AvailabilityZone }) => [AvailabilityZone],
    'availability-zone-id': ({ AvailabilityZoneId }) => [AvailabilityZoneId],
    description: ({ Description }) => [Description],
    'group-id': ({ SecurityGroups }) => SecurityGroups,
    'group-name': ({ SecurityGroups }) => SecurityGroups.map((id) => securityGroups.get(id)?.GroupName ?? ''),
    'interface-type': () => [INTERFACE_TYPE],
    'mac-address': ({ MacAddress }) => [MacAddress],
    'network-interface-id': ({ NetworkInterfaceId }) => [NetworkInterfaceId],
    'owner-id': ({ OwnerId }) => [OwnerId],
    'private-ip-address': ({ PrivateIpAddress }) => [PrivateIpAddress],
    'requester-id': ({ RequesterId }) => (RequesterId === undefined ? [] : [RequesterId]),
    'requester-managed': ({ RequesterId }) => [RequesterId !== undefined],
    status: () => [STATUS],
    'subnet-id': ({ SubnetId }) => [SubnetId],
    'vpc-id': ({ VpcId }) => [VpcId],
  }
}

interface DescribeNetworkInterfacesInput extends SelectionInput {
  readonly NetworkInterfaceIds?: readonly string[]
}

export function describeNetworkInterfaces(world: World, input: DescribeNetworkInterfacesInput): Output {
  const { ec2 } = world.state
  const collection = {
    records: ec2.networkInterfaces,
    idOf: ({ NetworkInterfaceId }: NetworkInterfaceRecord) => NetworkInterfaceId,
    filters: filtersFor(ec2),
    notFound: networkInterfaceNotFound,
  }
  const { items, NextToken } = select(collection, input.NetworkInterfaceIds, input)
  return { NetworkInterfaces: items.map((record) => presentNetworkInterface(world.state, record)), NextToken }
}

function presentNetworkInterface({ ec2, region }: FakeAwsState, record: NetworkInterfaceRecord): Output {
  const { SecurityGroups, Tags, ...members } = record
  const { PrivateIpAddress } = record
  const PrivateDnsName = privateDnsName(region, PrivateIpAddress)
  return {
    ...members,
    Groups: SecurityGroups.map((GroupId) => ({ GroupId, GroupName: ec2.securityGroups.get(GroupId)?.GroupName })),
    InterfaceType: INTERFACE_TYPE,
    Ipv6Addresses: [],
    PrivateDnsName,
    PrivateIpAddresses: [{ Primary: true, PrivateIpAddress, PrivateDnsName }],
    RequesterManaged: record.RequesterId !== undefined,
    SourceDestCheck: true,
    Status: STATUS,
    TagSet: Tags,
  }
}

function privateDnsName(region: string, address: string): string {
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`
  return `ip-${address.replaceAll('.', '-')}.${domain}`
}
