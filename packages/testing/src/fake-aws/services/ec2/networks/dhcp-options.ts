import { DEFAULT_DHCP_OPTIONS_ID, type DhcpOptionsRecord } from '../../../state/ec2.js'
import type { Output } from '../../../wire/wire.js'
import type { World } from '../../../world/world.js'
import { dhcpOptionsOutput } from '../dhcp-options.js'
import { dhcpOptionsNotFound, invalidParameter, missingParameter } from '../errors.js'
import { type TagSpecification, tagsFor } from '../tags.js'
import { findVpc } from '../vpcs.js'
import { dependencyViolation } from './dependencies.js'

interface CreateDhcpOptionsInput {
  readonly DhcpConfigurations: readonly { readonly Key?: string; readonly Values?: readonly string[] }[]
  readonly TagSpecifications?: readonly TagSpecification[]
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDhcpOptions.html */
const KEYS = [
  'domain-name',
  'domain-name-servers',
  'ipv6-address-preferred-lease-time',
  'netbios-name-servers',
  'netbios-node-type',
  'ntp-servers',
]

export function createDhcpOptions(world: World, input: CreateDhcpOptionsInput): Output {
  const DhcpConfigurations = input.DhcpConfigurations.map(({ Key = '', Values = [] }) => {
    if (!KEYS.includes(Key)) throw invalidParameter(`Value (${Key}) for parameter dhcpConfiguration.key is invalid.`)
    if (Values.length === 0) throw missingParameter('dhcpConfiguration.value')
    return { Key, Values: [...Values] }
  })
  if (DhcpConfigurations.length === 0) throw missingParameter('dhcpConfiguration')
  const record: DhcpOptionsRecord = {
    DhcpOptionsId: `dopt-${world.ids.hex(17)}`,
    OwnerId: world.settings.account,
    DhcpConfigurations,
    Tags: tagsFor('dhcp-options', input.TagSpecifications),
  }
  world.state.ec2.dhcpOptions.set(record.DhcpOptionsId, record)
  return { DhcpOptions: dhcpOptionsOutput(record) }
}

interface AssociateDhcpOptionsInput {
  readonly DhcpOptionsId: string
  readonly VpcId: string
}

/** Gives the options to the VPC; `default` means AWS's own. */
export function associateDhcpOptions(world: World, { DhcpOptionsId, VpcId }: AssociateDhcpOptionsInput): undefined {
  const vpc = findVpc(world, VpcId)
  const id = DhcpOptionsId === 'default' ? DEFAULT_DHCP_OPTIONS_ID : DhcpOptionsId
  if (!world.state.ec2.dhcpOptions.has(id)) throw dhcpOptionsNotFound(id)
  vpc.DhcpOptionsId = id
}

/** Deletes the options; a VPC that has them prevents that. */
export function deleteDhcpOptions({ state }: World, input: { readonly DhcpOptionsId: string }): undefined {
  const { DhcpOptionsId: id } = input
  if (!state.ec2.dhcpOptions.has(id)) throw dhcpOptionsNotFound(id)
  if ([...state.ec2.vpcs.values()].some((vpc) => vpc.DhcpOptionsId === id)) throw dependencyViolation('dhcpOptions', id)
  state.ec2.dhcpOptions.delete(id)
}
