import type { SubnetRecord } from '../../../state/ec2.js'
import { addSubnet, zonesOf } from '../../../state/ec2-network.js'
import { FakeAwsError } from '../../../wire/errors.js'
import type { Output } from '../../../wire/wire.js'
import type { World } from '../../../world/world.js'
import { availableAddresses, contains, overlap } from '../addresses.js'
import { invalidParameter, missingParameter } from '../errors.js'
import { type TagSpecification, tagsFor } from '../tags.js'
import { findSubnet, findVpc, subnetOutput } from '../vpcs.js'
import { dependencyViolation } from './dependencies.js'
import { refuseMembers } from './refuse-members.js'
import { blockFor, invalidBlock } from './requested-block.js'

interface CreateSubnetInput {
  readonly VpcId: string
  readonly CidrBlock?: string
  readonly AvailabilityZone?: string
  readonly AvailabilityZoneId?: string
  readonly TagSpecifications?: readonly TagSpecification[]
}

const NOT_IMPLEMENTED = [
  'Ipv6CidrBlock',
  'Ipv6Native',
  'Ipv6IpamPoolId',
  'Ipv6NetmaskLength',
  'Ipv4IpamPoolId',
  'Ipv4NetmaskLength',
  'OutpostArn',
]

/** Creates a subnet in the zone that is named, or in the Region's first one. */
export function createSubnet(world: World, input: CreateSubnetInput): Output {
  refuseMembers('CreateSubnet', input, NOT_IMPLEMENTED)
  const { VpcId, CidrBlock } = input
  const vpc = findVpc(world, VpcId)
  if (CidrBlock === undefined) throw missingParameter('cidrBlock')
  const block = blockFor(CidrBlock, 'InvalidSubnet.Range')
  if (!contains(vpc.CidrBlock, block)) throw invalidBlock('InvalidSubnet.Range', CidrBlock)
  const zone = zoneFor(world, input)
  const { account, ec2 } = world.state
  if ([...ec2.subnets.values()].some((other) => other.VpcId === VpcId && overlap(other.CidrBlock, block))) {
    throw new FakeAwsError('InvalidSubnet.Conflict', `The CIDR '${CidrBlock}' conflicts with another subnet`)
  }
  const Tags = tagsFor('subnet', input.TagSpecifications)
  const subnet = addSubnet(ec2, {
    ...zone,
    SubnetId: `subnet-${world.ids.hex(17)}`,
    VpcId,
    OwnerId: account,
    CidrBlock: block,
    AvailableIpAddressCount: availableAddresses(block),
    DefaultForAz: false,
  })
  subnet.Tags = Tags
  return { Subnet: subnetOutput(world, subnet) }
}

function zoneFor({ state }: World, { AvailabilityZone, AvailabilityZoneId }: CreateSubnetInput) {
  const zones = zonesOf(state.ec2, state.region)
  const found = zones.find(
    (zone) =>
      (AvailabilityZone ?? zone.AvailabilityZone) === zone.AvailabilityZone &&
      (AvailabilityZoneId ?? zone.AvailabilityZoneId) === zone.AvailabilityZoneId,
  )
  if (found !== undefined) return found
  const names = zones.map((zone) => zone.AvailabilityZone).join(', ')
  throw invalidParameter(
    `Value (${AvailabilityZone ?? AvailabilityZoneId}) for parameter availabilityZone is invalid. ` +
      `Subnets can currently only be created in the following availability zones: ${names}.`,
  )
}

interface ModifySubnetAttributeInput {
  readonly SubnetId: string
  readonly MapPublicIpOnLaunch?: { readonly Value?: boolean }
  readonly PrivateDnsHostnameTypeOnLaunch?: string
  readonly EnableResourceNameDnsARecordOnLaunch?: { readonly Value?: boolean }
}

const ATTRIBUTES_NOT_IMPLEMENTED = [
  'AssignIpv6AddressOnCreation',
  'CustomerOwnedIpv4Pool',
  'DisableLniAtDeviceIndex',
  'EnableDns64',
  'EnableLniAtDeviceIndex',
  'EnableResourceNameDnsAAAARecordOnLaunch',
  'MapCustomerOwnedIpOnLaunch',
]

/** Modifies one attribute; several in one call are an error, as in AWS. */
export function modifySubnetAttribute(world: World, input: ModifySubnetAttributeInput): undefined {
  const subnet: SubnetRecord = findSubnet(world, input.SubnetId)
  const { SubnetId, ...attributes } = input
  if (Object.keys(attributes).length > 1) {
    throw new FakeAwsError('InvalidParameterCombination', 'Fields for multiple attribute types specified')
  }
  refuseMembers('ModifySubnetAttribute', switchedOn(input), ATTRIBUTES_NOT_IMPLEMENTED)
  const { MapPublicIpOnLaunch, PrivateDnsHostnameTypeOnLaunch, EnableResourceNameDnsARecordOnLaunch } = input
  const names = subnet.PrivateDnsNameOptionsOnLaunch
  subnet.MapPublicIpOnLaunch = MapPublicIpOnLaunch?.Value ?? subnet.MapPublicIpOnLaunch
  subnet.PrivateDnsNameOptionsOnLaunch = {
    ...names,
    HostnameType: PrivateDnsHostnameTypeOnLaunch ?? names.HostnameType,
    EnableResourceNameDnsARecord: EnableResourceNameDnsARecordOnLaunch?.Value ?? names.EnableResourceNameDnsARecord,
  }
}

/** Switches have the form `{ Value: boolean }`; those that are off ask for nothing. */
function switchedOn(input: object): object {
  const entries = Object.entries(input).map(([member, value]) => [
    member,
    typeof value === 'object' && value !== null && 'Value' in value ? value.Value : value,
  ])
  return Object.fromEntries(entries)
}

/** Deletes the subnet; a network interface in it prevents that. */
export function deleteSubnet(world: World, { SubnetId }: { readonly SubnetId: string }): undefined {
  const { ec2 } = world.state
  findSubnet(world, SubnetId)
  if ([...ec2.networkInterfaces.values()].some((each) => each.SubnetId === SubnetId)) {
    throw dependencyViolation('subnet', SubnetId)
  }
  for (const acl of ec2.networkAcls.values()) acl.subnetIds = acl.subnetIds.filter((id) => id !== SubnetId)
  ec2.subnets.delete(SubnetId)
}
