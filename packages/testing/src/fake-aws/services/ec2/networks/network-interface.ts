import type { NetworkInterfaceRecord, SubnetRecord } from '../../../state/ec2.js'
import { FakeAwsError } from '../../../wire/errors.js'
import type { Output } from '../../../wire/wire.js'
import type { World } from '../../../world/world.js'
import { isInBlock, isReserved } from '../addresses.js'
import { invalidParameter, networkInterfaceNotFound, notImplemented } from '../errors.js'
import { addNetworkInterface, networkInterfaceOutput, removeNetworkInterface } from '../network-interfaces.js'
import { findGroup } from '../security-groups/find-group.js'
import { type TagSpecification, tagsFor } from '../tags.js'
import { findSubnet } from '../vpcs.js'
import { refuseMembers } from './refuse-members.js'

interface CreateNetworkInterfaceInput {
  readonly SubnetId: string
  readonly Description?: string
  readonly Groups?: readonly string[]
  readonly PrivateIpAddress?: string
  readonly PrivateIpAddresses?: readonly { readonly Primary?: boolean; readonly PrivateIpAddress?: string }[]
  readonly ClientToken?: string
  readonly TagSpecifications?: readonly TagSpecification[]
}

const NOT_IMPLEMENTED = [
  'ConnectionTrackingSpecification',
  'EnablePrimaryIpv6',
  'InterfaceType',
  'Ipv4PrefixCount',
  'Ipv4Prefixes',
  'Ipv6AddressCount',
  'Ipv6Addresses',
  'Ipv6PrefixCount',
  'Ipv6Prefixes',
  'Operator',
  'SecondaryPrivateIpAddressCount',
]

/** Creates a network interface that is attached to nothing. Default: the VPC's default security group, a free address. */
export function createNetworkInterface(world: World, input: CreateNetworkInterfaceInput): Output {
  refuseMembers('CreateNetworkInterface', input, NOT_IMPLEMENTED)
  const subnet = findSubnet(world, input.SubnetId)
  const SecurityGroups = groupsFor(world, subnet.VpcId, input.Groups)
  const PrivateIpAddress = requestedAddress(input)
  checkAddress(world, subnet, PrivateIpAddress)
  const Tags = tagsFor('network-interface', input.TagSpecifications)
  const record = addNetworkInterface(world, subnet, {
    Description: input.Description ?? '',
    ...(PrivateIpAddress !== undefined && { PrivateIpAddress }),
    SecurityGroups,
  })
  record.Tags = Tags
  const NetworkInterface = { ...networkInterfaceOutput(world.state, record), Status: 'pending' }
  return { NetworkInterface, ClientToken: input.ClientToken }
}

function requestedAddress({ PrivateIpAddress, PrivateIpAddresses = [] }: CreateNetworkInterfaceInput) {
  if (PrivateIpAddresses.length > 1) throw notImplemented('secondary addresses of a network interface')
  return PrivateIpAddress ?? PrivateIpAddresses[0]?.PrivateIpAddress
}

function groupsFor(world: World, vpcId: string, wanted: readonly string[] | undefined): string[] {
  if (wanted === undefined || wanted.length === 0) {
    const groups = [...world.state.ec2.securityGroups.values()]
    return groups.filter((each) => each.VpcId === vpcId && each.GroupName === 'default').map(({ GroupId }) => GroupId)
  }
  const groups = [...new Set(wanted)].map((id) => findGroup(world, id))
  if (groups.every(({ VpcId }) => VpcId === vpcId)) return groups.map(({ GroupId }) => GroupId)
  const message = 'You have specified two resources that belong to different networks.'
  throw new FakeAwsError('InvalidGroup.NotFound', message)
}

function checkAddress({ state }: World, subnet: SubnetRecord, address: string | undefined): void {
  const { SubnetId, CidrBlock, AvailableIpAddressCount } = subnet
  if (AvailableIpAddressCount < 1) {
    const message = `The specified subnet does not have enough free addresses to satisfy the request.`
    throw new FakeAwsError('InsufficientFreeAddressesInSubnet', message)
  }
  if (address === undefined) return
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(address) || !isInBlock(address, CidrBlock)) {
    throw invalidParameter(`Address ${address} does not fall within the subnet's address range`)
  }
  if (isReserved(address, CidrBlock)) throw invalidParameter(`Address ${address} is in subnet's reserved address range`)
  const isTaken = [...state.ec2.networkInterfaces.values()].some(
    (each) => each.SubnetId === SubnetId && each.PrivateIpAddress === address,
  )
  if (isTaken) throw new FakeAwsError('InvalidIPAddress.InUse', `Address ${address} is in use.`)
}

interface ModifyNetworkInterfaceInput {
  readonly NetworkInterfaceId: string
  readonly Groups?: readonly string[]
  readonly Description?: { readonly Value?: string }
}

const ATTRIBUTES_NOT_IMPLEMENTED = [
  'AssociatePublicIpAddress',
  'AssociatedSubnetIds',
  'Attachment',
  'ConnectionTrackingSpecification',
  'EnaSrdSpecification',
  'EnablePrimaryIpv6',
  'SourceDestCheck',
]

/** Replaces the security groups or the description. */
export function modifyNetworkInterfaceAttribute(world: World, input: ModifyNetworkInterfaceInput): undefined {
  refuseMembers('ModifyNetworkInterfaceAttribute', input, ATTRIBUTES_NOT_IMPLEMENTED)
  const { Groups, Description } = input
  const record = ownInterface(world, input.NetworkInterfaceId)
  if (Groups !== undefined && Description !== undefined) {
    throw new FakeAwsError('InvalidParameterCombination', 'Fields for multiple attribute types specified')
  }
  if (Groups !== undefined) record.SecurityGroups = groupsFor(world, record.VpcId, Groups)
  record.Description = Description?.Value ?? record.Description
}

interface NetworkInterfaceInput {
  readonly NetworkInterfaceId: string
}

export function deleteNetworkInterface(world: World, { NetworkInterfaceId }: NetworkInterfaceInput): undefined {
  removeNetworkInterface(world, ownInterface(world, NetworkInterfaceId).NetworkInterfaceId)
}

/** Finds an interface that the user created; one of an AWS service is that service's to change. */
function ownInterface({ state }: World, id: string): NetworkInterfaceRecord {
  const record = state.ec2.networkInterfaces.get(id)
  if (record === undefined) throw networkInterfaceNotFound(id)
  if (record.RequesterId === undefined) return record
  const message = `The network interface '${id}' is managed by ${record.RequesterId}.`
  throw new FakeAwsError('OperationNotPermitted', message)
}
