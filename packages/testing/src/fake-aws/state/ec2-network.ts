import { DEFAULT_VPC_ID, type Ec2State, type SubnetRecord, type VpcRecord } from './ec2.js'

export interface NewVpc {
  readonly account: string
  readonly region: string
  readonly vpcId: string
  /** First two numbers of the /16 block, such as `172.31`. */
  readonly cidr: string
  readonly isDefault: boolean
}

/** Adds the default VPC (172.31.0.0/16), its default security group and a /20 subnet in each of three zones. */
export function addDefaultVpc(state: Ec2State, account: string, region: string): void {
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
    State: 'available',
    Tags: [],
  }
  state.vpcs.set(vpcId, record)
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

export function addSubnet(state: Ec2State, wanted: Omit<SubnetRecord, 'State' | 'Tags'>): SubnetRecord {
  const record: SubnetRecord = { ...wanted, State: 'available', Tags: [] }
  state.subnets.set(record.SubnetId, record)
  return record
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

// eu-west-1 is euw1, ap-southeast-2 is apse2.
function zoneIdPrefix(region: string): string {
  const [area = '', place = '', number = ''] = region.split('-')
  const initials = place.match(/north|south|east|west|central/g)?.map((word) => word.charAt(0))
  return `${area}${initials?.join('') ?? place}${number}`
}
