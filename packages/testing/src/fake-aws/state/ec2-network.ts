import {
  DEFAULT_DHCP_OPTIONS_ID,
  DEFAULT_VPC_ID,
  type Ec2State,
  type NetworkAclEntry,
  type SubnetRecord,
  type VpcRecord,
} from './ec2.js'

export interface NewVpc {
  readonly account: string
  readonly region: string
  readonly vpcId: string
  /** First two numbers of the /16 block, such as `172.31`. */
  readonly cidr: string
  readonly isDefault: boolean
  /** Default: `default`. */
  readonly tenancy?: VpcRecord['InstanceTenancy']
}

/** Adds the default VPC (172.31.0.0/16), its default security group and a /20 subnet in each of three zones. */
export function addDefaultVpc(state: Ec2State, account: string, region: string): void {
  addDefaultDhcpOptions(state, account, region)
  addVpc(state, { account, region, vpcId: DEFAULT_VPC_ID, cidr: '172.31', isDefault: true }, 3)
}

/** Adds a VPC with its default security group, and a subnet in each of the first `zones` zones. */
export function addVpc(state: Ec2State, vpc: NewVpc, zones: number): VpcRecord {
  const { account, vpcId, cidr, isDefault } = vpc
  const record: VpcRecord = {
    VpcId: vpcId,
    OwnerId: account,
    CidrBlock: `${cidr}.0.0/16`,
    IsDefault: isDefault,
    InstanceTenancy: vpc.tenancy ?? 'default',
    State: 'available',
    DhcpOptionsId: DEFAULT_DHCP_OPTIONS_ID,
    Tags: [],
    enableDnsSupport: true,
    enableDnsHostnames: true,
    enableNetworkAddressUsageMetrics: false,
  }
  state.vpcs.set(vpcId, record)
  addDefaultNetworkAcl(state, account, vpcId)
  addDefaultSecurityGroup(state, account, vpcId)
  for (let zone = 0; zone < zones; zone += 1) addZoneSubnet(state, vpc, zone)
  return record
}

// The id ends in the zone's letter as a hexadecimal digit: EFS accepts no other characters.
function addZoneSubnet(state: Ec2State, vpc: NewVpc, zone: number): void {
  const stem = vpc.vpcId.replace(/^vpc-/, '')
  const suffix = (10 + zone).toString(16)
  addSubnet(state, {
    ...zoneNamed(vpc.region, `${vpc.region}${String.fromCharCode(97 + zone)}`),
    SubnetId: `subnet-${stem.slice(0, -suffix.length)}${suffix}`,
    VpcId: vpc.vpcId,
    OwnerId: vpc.account,
    ...(vpc.isDefault
      ? { CidrBlock: `${vpc.cidr}.${zone * 16}.0/20`, AvailableIpAddressCount: 4091 }
      : { CidrBlock: `${vpc.cidr}.${zone}.0/24`, AvailableIpAddressCount: 251 }),
    DefaultForAz: vpc.isDefault,
  })
}

/** Members of a subnet that the others do not decide. */
export type NewSubnet = Omit<SubnetRecord, 'State' | 'Tags' | 'MapPublicIpOnLaunch' | 'PrivateDnsNameOptionsOnLaunch'>

export function addSubnet(state: Ec2State, wanted: NewSubnet): SubnetRecord {
  const record: SubnetRecord = {
    ...wanted,
    State: 'available',
    MapPublicIpOnLaunch: wanted.DefaultForAz,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    Tags: [],
  }
  state.subnets.set(record.SubnetId, record)
  return record
}

// https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
const ZONES: Readonly<Record<string, number>> = { 'us-east-1': 6, 'us-west-2': 4, 'ap-northeast-2': 4 }

/** Zones of the Region: those that AWS documents, three in most, and others that a subnet is in. */
export function zonesOf({ subnets }: Ec2State, region: string): ReturnType<typeof zoneNamed>[] {
  const letters = Array.from({ length: ZONES[region] ?? 3 }, (_, zone) => String.fromCharCode(97 + zone))
  const names = new Set(letters.map((letter) => region + letter))
  for (const { AvailabilityZone } of subnets.values()) names.add(AvailabilityZone)
  return [...names].map((name) => zoneNamed(region, name))
}

/** Gives the zone `eu-west-1b` its id, `euw1-az2`. */
export function zoneNamed(region: string, name: string) {
  const number = name.charCodeAt(name.length - 1) - 96
  return { AvailabilityZone: name, AvailabilityZoneId: `${zoneIdPrefix(region)}-az${number}` }
}

function addDefaultSecurityGroup(state: Ec2State, account: string, vpcId: string): void {
  const GroupId = `sg-${vpcId.replace(/^vpc-/, '')}`
  state.securityGroups.set(GroupId, {
    GroupId,
    GroupName: 'default',
    Description: 'default VPC security group',
    VpcId: vpcId,
    OwnerId: account,
    IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId, UserId: account }] }],
    IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    Tags: [],
  })
}

function addDefaultDhcpOptions(state: Ec2State, OwnerId: string, region: string): void {
  const domain = region === 'us-east-1' ? 'ec2.internal' : `${region}.compute.internal`
  const DhcpConfigurations = [
    { Key: 'domain-name', Values: [domain] },
    { Key: 'domain-name-servers', Values: ['AmazonProvidedDNS'] },
  ]
  const record = { DhcpOptionsId: DEFAULT_DHCP_OPTIONS_ID, OwnerId, DhcpConfigurations, Tags: [] }
  state.dhcpOptions.set(record.DhcpOptionsId, record)
}

const EVERYTHING = { Protocol: '-1', CidrBlock: '0.0.0.0/0' }

/** Number of the rule that denies what no other rule matches; AWS adds it to every ACL. */
const LAST_RULE = 32_767

/** The two rules with which every network ACL ends. */
export const CLOSING_ENTRIES: readonly NetworkAclEntry[] = [true, false].map((Egress) => ({
  ...EVERYTHING,
  RuleNumber: LAST_RULE,
  RuleAction: 'deny',
  Egress,
}))

function addDefaultNetworkAcl(state: Ec2State, OwnerId: string, VpcId: string): void {
  const NetworkAclId = `acl-${VpcId.replace(/^vpc-/, '')}`
  const open = [true, false].map((Egress) => ({ ...EVERYTHING, RuleNumber: 100, RuleAction: 'allow', Egress }) as const)
  const Entries = [...open, ...CLOSING_ENTRIES]
  state.networkAcls.set(NetworkAclId, {
    NetworkAclId,
    VpcId,
    OwnerId,
    IsDefault: true,
    Entries,
    Tags: [],
    subnetIds: [],
  })
}

// eu-west-1 is euw1, ap-southeast-2 is apse2.
function zoneIdPrefix(region: string): string {
  const [area = '', place = '', number = ''] = region.split('-')
  const initials = place.match(/north|south|east|west|central/g)?.map((word) => word.charAt(0))
  return `${area}${initials?.join('') ?? place}${number}`
}
