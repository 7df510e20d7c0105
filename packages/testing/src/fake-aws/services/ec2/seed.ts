import {
  DEFAULT_VPC_ID,
  type DhcpOptionsRecord,
  type NetworkAclEntry,
  type NetworkAclRecord,
  type SecurityGroupRecord,
  type SubnetRecord,
  type VpcRecord,
} from '../../state/ec2.js'
import { addSubnet, addVpc, CLOSING_ENTRIES, zoneNamed } from '../../state/ec2-network.js'
import type { Tag } from '../../state/record.js'
import type { World } from '../../world/world.js'
import { availableAddresses } from './addresses.js'
import { type NewSecurityGroup, newSecurityGroupRecord } from './security-groups/security-group.js'

/** Members of a VPC to add. */
export interface VpcSeed {
  readonly VpcId?: string
  /** Number of zones with a subnet, 16 at most. Default 3. */
  readonly zones?: number
  /** Default: the next free `10.n.0.0/16`. The subnets in `zones` need a /16. */
  readonly CidrBlock?: string
  /** Default true. */
  readonly enableDnsSupport?: boolean
  /** Default true; AWS's default for VPCs that a call creates is false. */
  readonly enableDnsHostnames?: boolean
  readonly Tags?: readonly Tag[]
}

/** Members of a subnet to add. */
export interface SubnetSeed {
  readonly SubnetId?: string
  /** Default: the default VPC. */
  readonly VpcId?: string
  /** Default: the Region's first zone. */
  readonly AvailabilityZone?: string
  /** Default: a /24 of the VPC that no other subnet has. */
  readonly CidrBlock?: string
  /** Default: the addresses of `CidrBlock` less the five that AWS keeps, 251 of a /24. */
  readonly AvailableIpAddressCount?: number
  readonly Tags?: readonly Tag[]
}

/** Network ACL to add. Default: without rules of its own, in the default VPC. */
export interface NetworkAclSeed {
  readonly NetworkAclId?: string
  /** Default: the default VPC. */
  readonly VpcId?: string
  readonly SubnetIds?: readonly string[]
  readonly Entries?: readonly NetworkAclEntry[]
  readonly Tags?: readonly Tag[]
}

/** DHCP options to add. */
export interface DhcpOptionsSeed {
  readonly DhcpOptionsId?: string
  /** Values by key, such as `domain-name-servers`. */
  readonly options?: Readonly<Record<string, readonly string[]>>
  readonly Tags?: readonly Tag[]
}

/** Adds EC2 resources without a call. */
export interface Ec2Seed {
  /** Adds a VPC with a subnet in each zone. */
  vpc(seed?: VpcSeed): { readonly vpc: VpcRecord; readonly subnets: readonly SubnetRecord[] }
  /** Adds a subnet. */
  subnet(seed?: SubnetSeed): SubnetRecord
  /** Default: in the default VPC, with AWS's default rules: all egress and no ingress. */
  securityGroup(seed?: NewSecurityGroup): SecurityGroupRecord
  /** Moves the subnets of `SubnetIds` to it. `Entries`: rules besides the ones that deny the rest. Default: none. */
  networkAcl(seed?: NetworkAclSeed): NetworkAclRecord
  /** Default: AWS's own DNS server. Give its id to a VPC: `vpc.DhcpOptionsId`. */
  dhcpOptions(seed?: DhcpOptionsSeed): DhcpOptionsRecord
}

export function createEc2Seed(world: World): Ec2Seed {
  const { account, region, ec2 } = world.state

  return {
    vpc({ VpcId = `vpc-${world.ids.hex(17)}`, zones = 3, Tags = [], ...attributes } = {}) {
      const cidr = attributes.CidrBlock?.split('.').slice(0, 2).join('.') ?? `10.${ec2.vpcs.size % 256}`
      const vpc = addVpc(ec2, { account, region, vpcId: VpcId, cidr, isDefault: false }, zones)
      Object.assign(vpc, attributes, { Tags: [...Tags] })
      return { vpc, subnets: subnetsOf(world, VpcId) }
    },
    subnet(seed = {}) {
      const { SubnetId = `subnet-${world.ids.hex(17)}`, VpcId = DEFAULT_VPC_ID, Tags = [] } = seed
      const CidrBlock = seed.CidrBlock ?? nextBlock(world, VpcId)
      const subnet = addSubnet(ec2, {
        ...zoneNamed(region, seed.AvailabilityZone ?? `${region}a`),
        SubnetId,
        VpcId,
        OwnerId: account,
        CidrBlock,
        AvailableIpAddressCount: seed.AvailableIpAddressCount ?? availableAddresses(CidrBlock),
        DefaultForAz: false,
      })
      subnet.Tags = [...Tags]
      return subnet
    },
    securityGroup(seed = {}) {
      const group = newSecurityGroupRecord(world, seed)
      ec2.securityGroups.set(group.GroupId, group)
      return group
    },
    networkAcl: (seed = {}) => seedNetworkAcl(world, seed),
    dhcpOptions({ options = { 'domain-name-servers': ['AmazonProvidedDNS'] }, Tags = [], ...seed } = {}) {
      const DhcpOptionsId = seed.DhcpOptionsId ?? `dopt-${world.ids.hex(17)}`
      const DhcpConfigurations = Object.entries(options).map(([Key, Values]) => ({ Key, Values: [...Values] }))
      const record = { DhcpOptionsId, OwnerId: account, DhcpConfigurations, Tags: [...Tags] }
      ec2.dhcpOptions.set(DhcpOptionsId, record)
      return record
    },
  }
}

function seedNetworkAcl({ state, ids }: World, seed: NetworkAclSeed): NetworkAclRecord {
  const { ec2, account } = state
  const { SubnetIds = [], Entries = [], Tags = [], VpcId = DEFAULT_VPC_ID } = seed
  for (const acl of ec2.networkAcls.values()) acl.subnetIds = acl.subnetIds.filter((id) => !SubnetIds.includes(id))
  const record: NetworkAclRecord = {
    NetworkAclId: seed.NetworkAclId ?? `acl-${ids.hex(17)}`,
    VpcId,
    OwnerId: account,
    IsDefault: false,
    Entries: [...Entries, ...CLOSING_ENTRIES],
    Tags: [...Tags],
    subnetIds: [...SubnetIds],
  }
  ec2.networkAcls.set(record.NetworkAclId, record)
  return record
}

function subnetsOf({ state }: World, vpcId: string): SubnetRecord[] {
  return [...state.ec2.subnets.values()].filter(({ VpcId }) => VpcId === vpcId)
}

// Counts from the end of the VPC's block: the initial subnets are at its start.
function nextBlock(world: World, vpcId: string): string {
  const [first = '10', second = '0'] = world.state.ec2.vpcs.get(vpcId)?.CidrBlock.split('.') ?? []
  return `${first}.${second}.${255 - subnetsOf(world, vpcId).length}.0/24`
}
