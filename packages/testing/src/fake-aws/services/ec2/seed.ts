import { DEFAULT_VPC_ID, type SecurityGroupRecord, type SubnetRecord, type VpcRecord } from '../../state/ec2.js'
import { addSubnet, addVpc, zoneNamed } from '../../state/ec2-network.js'
import type { Tag } from '../../state/record.js'
import type { World } from '../../world/world.js'
import { type NewSecurityGroup, newSecurityGroupRecord } from './security-groups/security-group.js'

/** Members of a VPC to add. */
export interface VpcSeed {
  readonly VpcId?: string
  /** Number of zones with a subnet, 16 at most. Default 3. */
  readonly zones?: number
  readonly Tags?: readonly Tag[]
}

/** Members of a subnet to add. */
export interface SubnetSeed {
  readonly SubnetId?: string
  /** Default: the default VPC. */
  readonly VpcId?: string
  /** Default: the Region's first zone. */
  readonly AvailabilityZone?: string
  /** Default 251. */
  readonly AvailableIpAddressCount?: number
}

/** Adds EC2 resources without a call. */
export interface Ec2Seed {
  /** Adds a VPC with a subnet in each zone. */
  vpc(seed?: VpcSeed): { readonly vpc: VpcRecord; readonly subnets: readonly SubnetRecord[] }
  /** Adds a subnet. */
  subnet(seed?: SubnetSeed): SubnetRecord
  /** Default: in the default VPC, with AWS's default rules: all egress and no ingress. */
  securityGroup(seed?: NewSecurityGroup): SecurityGroupRecord
}

export function createEc2Seed(world: World): Ec2Seed {
  const { account, region, ec2 } = world.state

  return {
    vpc({ VpcId = `vpc-${world.ids.hex(17)}`, zones = 3, Tags = [] } = {}) {
      const cidr = `10.${ec2.vpcs.size % 256}`
      const vpc = addVpc(ec2, { account, region, vpcId: VpcId, cidr, isDefault: false }, zones)
      vpc.Tags = [...Tags]
      return { vpc, subnets: subnetsOf(world, VpcId) }
    },
    subnet(seed = {}) {
      const { SubnetId = `subnet-${world.ids.hex(17)}`, VpcId = DEFAULT_VPC_ID, AvailableIpAddressCount = 251 } = seed
      return addSubnet(ec2, {
        ...zoneNamed(region, seed.AvailabilityZone ?? `${region}a`),
        SubnetId,
        VpcId,
        OwnerId: account,
        CidrBlock: nextBlock(world, VpcId),
        AvailableIpAddressCount,
        DefaultForAz: false,
      })
    },
    securityGroup(seed = {}) {
      const group = newSecurityGroupRecord(world, seed)
      ec2.securityGroups.set(group.GroupId, group)
      return group
    },
  }
}

function subnetsOf({ state }: World, vpcId: string): SubnetRecord[] {
  return [...state.ec2.subnets.values()].filter(({ VpcId }) => VpcId === vpcId)
}

// Counts from the end of the VPC's block: the initial subnets are at its start.
function nextBlock(world: World, vpcId: string): string {
  const [first = '10', second = '0'] = world.state.ec2.vpcs.get(vpcId)?.CidrBlock.split('.') ?? []
  return `${first}.${second}.${255 - subnetsOf(world, vpcId).length}.0/24`
}
