import type { Ec2State, NetworkInterfaceRecord, SubnetRecord } from '../../state/ec2.js'
import type { FakeAwsState } from '../../state/state.js'
import type { Output } from '../../wire/wire.js'
import type { World } from '../../world/world.js'
import { freeAddress } from './addresses.js'
import { networkInterfaceNotFound } from './errors.js'
import type { FilterTable } from './filters.js'
import { type SelectionInput, select } from './selection.js'

export interface NewNetworkInterface {
  readonly NetworkInterfaceId?: string
  readonly Description: string
  readonly RequesterId?: string
  /** Default: the subnet's lowest free address. */
  readonly PrivateIpAddress?: string
  readonly SecurityGroups: string[]
}

/** Adds a network interface to the subnet and takes one of its free addresses. */
export function addNetworkInterface(
  world: World,
  subnet: SubnetRecord,
  wanted: NewNetworkInterface,
): NetworkInterfaceRecord {
  const { state, ids } = world
  const record: NetworkInterfaceRecord = {
    NetworkInterfaceId: `eni-${ids.hex(17)}`,
    PrivateIpAddress: freeAddress(state.ec2, subnet),
    ...wanted,
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    OwnerId: state.account,
    AvailabilityZone: subnet.AvailabilityZone,
    AvailabilityZoneId: subnet.AvailabilityZoneId,
    MacAddress: `02:${ids.hex(10).match(/../g)?.join(':')}`,
    Tags: [],
  }
  state.ec2.networkInterfaces.set(record.NetworkInterfaceId, record)
  subnet.AvailableIpAddressCount -= 1
  return record
}

/** Deletes the network interface and frees its address. */
export function removeNetworkInterface({ state }: World, id: string): void {
  const record = state.ec2.networkInterfaces.get(id)
  if (record === undefined) return
  state.ec2.networkInterfaces.delete(id)
  const subnet = state.ec2.subnets.get(record.SubnetId)
  if (subnet !== undefined) subnet.AvailableIpAddressCount += 1
}

/** The interfaces of AWS services are attached; the fake has nothing that a user could attach one to. */
function statusOf({ RequesterId }: NetworkInterfaceRecord): string {
  return RequesterId === undefined ? 'available' : 'in-use'
}

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
    'requester-id': ({ RequesterId, OwnerId }) => [RequesterId ?? OwnerId],
    'requester-managed': ({ RequesterId }) => [RequesterId !== undefined],
    status: (record) => [statusOf(record)],
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
  return { NetworkInterfaces: items.map((record) => networkInterfaceOutput(world.state, record)), NextToken }
}

export function networkInterfaceOutput({ ec2, region }: FakeAwsState, record: NetworkInterfaceRecord): Output {
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
    RequesterId: record.RequesterId ?? record.OwnerId,
    RequesterManaged: record.RequesterId !== undefined,
    SourceDestCheck: true,
    Status: statusOf(record),
    TagSet: Tags,
  }
}

function privateDnsName(region: string, address: string): string {
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`
  return `ip-${address.replaceAll('.', '-')}.${domain}`
}
