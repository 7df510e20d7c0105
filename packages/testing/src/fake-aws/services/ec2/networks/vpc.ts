import type { Ec2State, VpcRecord } from '../../../state/ec2.js'
import { addVpc } from '../../../state/ec2-network.js'
import { FakeAwsError } from '../../../wire/errors.js'
import type { Output } from '../../../wire/wire.js'
import type { World } from '../../../world/world.js'
import { missingParameter } from '../errors.js'
import { forgetGroup } from '../security-groups/rule-record.js'
import { type TagSpecification, tagsFor } from '../tags.js'
import { findVpc, vpcOutput } from '../vpcs.js'
import { dependencyViolation } from './dependencies.js'
import { refuseMembers } from './refuse-members.js'
import { blockFor } from './requested-block.js'

interface CreateVpcInput {
  readonly CidrBlock?: string
  readonly InstanceTenancy?: VpcRecord['InstanceTenancy'] | 'host'
  readonly TagSpecifications?: readonly TagSpecification[]
}

const NOT_IMPLEMENTED = [
  'AmazonProvidedIpv6CidrBlock',
  'Ipv6CidrBlock',
  'Ipv6CidrBlockNetworkBorderGroup',
  'Ipv6Pool',
  'Ipv6IpamPoolId',
  'Ipv6NetmaskLength',
  'Ipv4IpamPoolId',
  'Ipv4NetmaskLength',
  'VpcEncryptionControl',
]

/** Creates a VPC without subnets, with a default security group and a default network ACL. DNS names are off, as in AWS. */
export function createVpc(world: World, input: CreateVpcInput): Output {
  refuseMembers('CreateVpc', input, NOT_IMPLEMENTED)
  const { CidrBlock, InstanceTenancy: tenancy = 'default' } = input
  if (CidrBlock === undefined) throw missingParameter('cidrBlock')
  const block = blockFor(CidrBlock, 'InvalidVpc.Range')
  if (tenancy === 'host') {
    throw new FakeAwsError('UnsupportedTenancy', 'The tenancy value host is not supported.')
  }
  const Tags = tagsFor('vpc', input.TagSpecifications)
  const { account, region, ec2 } = world.state
  const vpcId = `vpc-${world.ids.hex(17)}`
  const vpc = addVpc(ec2, { account, region, vpcId, cidr: '', isDefault: false, tenancy }, 0)
  Object.assign(vpc, { CidrBlock: block, enableDnsHostnames: false, Tags })
  return { Vpc: { ...vpcOutput(vpc), State: 'pending' } }
}

interface ModifyVpcAttributeInput {
  readonly VpcId: string
  readonly EnableDnsSupport?: { readonly Value?: boolean }
  readonly EnableDnsHostnames?: { readonly Value?: boolean }
  readonly EnableNetworkAddressUsageMetrics?: { readonly Value?: boolean }
}

/** Modifies one attribute; several in one call are an error, as in AWS. */
export function modifyVpcAttribute(world: World, input: ModifyVpcAttributeInput): undefined {
  const vpc = findVpc(world, input.VpcId)
  const { EnableDnsSupport, EnableDnsHostnames, EnableNetworkAddressUsageMetrics } = input
  const given = [EnableDnsSupport, EnableDnsHostnames, EnableNetworkAddressUsageMetrics].filter(
    (each) => each?.Value != null,
  )
  if (given.length === 0) throw missingParameter('attribute')
  if (given.length > 1) {
    throw new FakeAwsError('InvalidParameterCombination', 'Fields for multiple attribute types specified')
  }
  vpc.enableDnsSupport = EnableDnsSupport?.Value ?? vpc.enableDnsSupport
  vpc.enableDnsHostnames = EnableDnsHostnames?.Value ?? vpc.enableDnsHostnames
  vpc.enableNetworkAddressUsageMetrics = EnableNetworkAddressUsageMetrics?.Value ?? vpc.enableNetworkAddressUsageMetrics
}

/** Deletes the VPC with its default security group and its default network ACL; anything else in it prevents that. */
export function deleteVpc(world: World, { VpcId }: { readonly VpcId: string }): undefined {
  const { ec2 } = world.state
  findVpc(world, VpcId)
  if (isUsed(ec2, VpcId)) throw dependencyViolation('vpc', VpcId)
  for (const [id, group] of ec2.securityGroups) {
    if (group.VpcId !== VpcId) continue
    ec2.securityGroups.delete(id)
    forgetGroup(world, id)
  }
  for (const [id, acl] of ec2.networkAcls) if (acl.VpcId === VpcId) ec2.networkAcls.delete(id)
  ec2.vpcs.delete(VpcId)
}

function isUsed({ subnets, securityGroups, networkAcls, networkInterfaces }: Ec2State, vpcId: string): boolean {
  const others = [
    ...[...securityGroups.values()].filter(({ GroupName }) => GroupName !== 'default'),
    ...[...networkAcls.values()].filter(({ IsDefault }) => !IsDefault),
    ...subnets.values(),
    ...networkInterfaces.values(),
  ]
  return others.some(({ VpcId }) => VpcId === vpcId)
}
