import {
  AssociateDhcpOptionsCommand,
  CreateDhcpOptionsCommand,
  CreateSubnetCommand,
  type CreateSubnetCommandInput,
  CreateVpcCommand,
  type CreateVpcCommandInput,
  DeleteDhcpOptionsCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeAvailabilityZonesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  EC2Client,
  ModifySubnetAttributeCommand,
  type ModifySubnetAttributeCommandInput,
  ModifyVpcAttributeCommand,
  type ModifyVpcAttributeCommandInput,
} from '@aws-sdk/client-ec2'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../../../create-fake-aws.js'
import type { FakeAwsOptions } from '../../../settings/options.js'
import { DEFAULT_VPC_ID } from '../../../state/ec2.js'

function setUp(options: FakeAwsOptions = {}) {
  const fake = createFakeAws(options)
  const client = new EC2Client({ ...fake.clientConfig(), maxAttempts: 1 })
  const createVpc = async (input: CreateVpcCommandInput = { CidrBlock: '10.0.0.0/16' }) =>
    (await client.send(new CreateVpcCommand(input))).Vpc ?? {}
  const createSubnet = async (input: CreateSubnetCommandInput) =>
    (await client.send(new CreateSubnetCommand(input))).Subnet ?? {}
  return { fake, client, createVpc, createSubnet }
}

async function withVpc() {
  const made = setUp()
  const { VpcId = '' } = await made.createVpc()
  return { ...made, VpcId }
}

describe('CreateVpc', () => {
  it('makes a VPC with a default security group, without subnets and without DNS names', async () => {
    const { client, createVpc } = setUp()
    const TagSpecifications = [{ ResourceType: 'vpc' as const, Tags: [{ Key: 'team', Value: 'a' }] }]
    const { VpcId = '', State } = await createVpc({ CidrBlock: '10.1.2.3/20', TagSpecifications })
    expect(State).toBe('pending')
    const { Vpcs } = await client.send(new DescribeVpcsCommand({ VpcIds: [VpcId] }))
    const Tags = [{ Key: 'team', Value: 'a' }]
    expect(Vpcs).toMatchObject([{ CidrBlock: '10.1.0.0/20', State: 'available', IsDefault: false, Tags }])
    const Filters = [{ Name: 'vpc-id', Values: [VpcId] }]
    const { SecurityGroups } = await client.send(new DescribeSecurityGroupsCommand({ Filters }))
    expect(SecurityGroups?.map(({ GroupName }) => GroupName)).toEqual(['default'])
    expect((await client.send(new DescribeSubnetsCommand({ Filters }))).Subnets).toEqual([])
    const attribute = new DescribeVpcAttributeCommand({ VpcId, Attribute: 'enableDnsHostnames' })
    expect((await client.send(attribute)).EnableDnsHostnames).toEqual({ Value: false })
  })

  it.each([
    [{ CidrBlock: '1000.1.0.0/20' }, 'InvalidParameterValue', 'This is not a valid CIDR block.'],
    [{ CidrBlock: '10.0.0.0/8' }, 'InvalidVpc.Range', "The CIDR '10.0.0.0/8' is invalid."],
    [{ CidrBlock: '10.0.0.0/29' }, 'InvalidVpc.Range', "The CIDR '10.0.0.0/29' is invalid."],
    [{}, 'MissingParameter', 'cidrBlock'],
    [{ CidrBlock: '10.0.0.0/16', AmazonProvidedIpv6CidrBlock: true }, 'UnsupportedOperation', 'AmazonProvidedIpv6'],
    [{ CidrBlock: '10.0.0.0/16', InstanceTenancy: 'host' as const }, 'UnsupportedTenancy', 'host'],
    [{ CidrBlock: '10.0.0.0/16', DryRun: true }, 'DryRunOperation', 'DryRun'],
  ])('refuses %o', async (input, name, text) => {
    const { fake, createVpc } = setUp()
    await expect(createVpc(input)).rejects.toMatchObject({ name, message: expect.stringContaining(text) })
    expect(fake.state.ec2.vpcs.size).toBe(1)
  })
})

describe('ModifyVpcAttribute', () => {
  it.each([
    ['enableDnsSupport', { EnableDnsSupport: { Value: false } }],
    ['enableDnsHostnames', { EnableDnsHostnames: { Value: true } }],
    ['enableNetworkAddressUsageMetrics', { EnableNetworkAddressUsageMetrics: { Value: true } }],
  ] as const)('modifies %s', async (Attribute, change) => {
    const { client, VpcId } = await withVpc()
    await client.send(new ModifyVpcAttributeCommand({ VpcId, ...change }))
    expect(await client.send(new DescribeVpcAttributeCommand({ VpcId, Attribute }))).toMatchObject(change)
  })

  it('refuses two attributes in one call, and none', async () => {
    const { client, VpcId } = await withVpc()
    const modify = (change: Omit<ModifyVpcAttributeCommandInput, 'VpcId'>) =>
      client.send(new ModifyVpcAttributeCommand({ VpcId, ...change }))
    const two = { EnableDnsSupport: { Value: false }, EnableDnsHostnames: { Value: true } }
    await expect(modify(two)).rejects.toMatchObject({ name: 'InvalidParameterCombination' })
    await expect(modify({})).rejects.toMatchObject({ name: 'MissingParameter' })
  })
})

describe('CreateSubnet', () => {
  it('makes a subnet in a zone, with the addresses that AWS leaves of its block', async () => {
    const { client, createSubnet, VpcId } = await withVpc()
    const subnet = await createSubnet({ VpcId, CidrBlock: '10.0.1.7/24', AvailabilityZone: 'eu-west-1b' })
    const members = { CidrBlock: '10.0.1.0/24', AvailableIpAddressCount: 251, AvailabilityZoneId: 'euw1-az2' }
    expect(subnet).toMatchObject({ ...members, DefaultForAz: false, MapPublicIpOnLaunch: false })
    const byId = await createSubnet({ VpcId, CidrBlock: '10.0.2.0/28', AvailabilityZoneId: 'euw1-az3' })
    expect(byId).toMatchObject({ AvailabilityZone: 'eu-west-1c', AvailableIpAddressCount: 11 })
    const Filters = [{ Name: 'cidrBlock', Values: ['10.0.1.0/24'] }]
    const { Subnets } = await client.send(new DescribeSubnetsCommand({ Filters }))
    expect(Subnets).toEqual([subnet])
  })

  it.each([
    [{ CidrBlock: '10.1.0.0/24' }, 'InvalidSubnet.Range', "The CIDR '10.1.0.0/24' is invalid."],
    [{ CidrBlock: '10.0.0.0/15' }, 'InvalidSubnet.Range', "The CIDR '10.0.0.0/15' is invalid."],
    [{ CidrBlock: '10.0.0.0/30' }, 'InvalidSubnet.Range', "The CIDR '10.0.0.0/30' is invalid."],
    [{ CidrBlock: '10.0.0.128/25' }, 'InvalidSubnet.Conflict', "The CIDR '10.0.0.128/25' conflicts"],
    [{ CidrBlock: 'x' }, 'InvalidParameterValue', 'This is not a valid CIDR block.'],
    [{ CidrBlock: '10.0.9.0/24', AvailabilityZone: 'us-east-1a' }, 'InvalidParameterValue', 'eu-west-1a, eu-west-1b'],
    [{ CidrBlock: '10.0.9.0/24', VpcId: 'vpc-00000000' }, 'InvalidVpcID.NotFound', 'vpc-00000000'],
    [{ CidrBlock: '10.0.9.0/24', Ipv6CidrBlock: '2001:db8::/64' }, 'UnsupportedOperation', 'Ipv6CidrBlock'],
    [{}, 'MissingParameter', 'cidrBlock'],
  ])('refuses %o beside 10.0.0.0/24', async (input, name, text) => {
    const { createSubnet, VpcId } = await withVpc()
    await createSubnet({ VpcId, CidrBlock: '10.0.0.0/24' })
    await expect(createSubnet({ VpcId, ...input })).rejects.toMatchObject({
      name,
      message: expect.stringContaining(text),
    })
  })
})

describe('ModifySubnetAttribute', () => {
  it('modifies one attribute in a call', async () => {
    const { fake, client, createSubnet, VpcId } = await withVpc()
    const { SubnetId = '' } = await createSubnet({ VpcId, CidrBlock: '10.0.0.0/24' })
    const modify = (change: Omit<ModifySubnetAttributeCommandInput, 'SubnetId'>) =>
      client.send(new ModifySubnetAttributeCommand({ SubnetId, ...change }))
    await modify({ MapPublicIpOnLaunch: { Value: true } })
    await modify({ EnableResourceNameDnsARecordOnLaunch: { Value: true } })
    await modify({ AssignIpv6AddressOnCreation: { Value: false } })
    expect(fake.state.ec2.subnets.get(SubnetId)).toMatchObject({
      MapPublicIpOnLaunch: true,
      PrivateDnsNameOptionsOnLaunch: { HostnameType: 'ip-name', EnableResourceNameDnsARecord: true },
    })
    await expect(modify({ EnableDns64: { Value: true } })).rejects.toMatchObject({ name: 'UnsupportedOperation' })
    const two = { MapPublicIpOnLaunch: { Value: false }, PrivateDnsHostnameTypeOnLaunch: 'ip-name' as const }
    await expect(modify(two)).rejects.toMatchObject({ name: 'InvalidParameterCombination' })
  })
})

describe('DeleteVpc and DeleteSubnet', () => {
  it('take the default group along, and refuse while something else is there', async () => {
    const { fake, client, createSubnet, VpcId } = await withVpc()
    const { SubnetId = '' } = await createSubnet({ VpcId, CidrBlock: '10.0.0.0/24' })
    const { GroupId } = fake.seed.securityGroup({ VpcId })
    const deleteVpc = () => client.send(new DeleteVpcCommand({ VpcId }))
    const message = `The vpc '${VpcId}' has dependencies and cannot be deleted.`
    await expect(deleteVpc()).rejects.toMatchObject({ name: 'DependencyViolation', message })
    await client.send(new DeleteSubnetCommand({ SubnetId }))
    await expect(deleteVpc()).rejects.toMatchObject({ name: 'DependencyViolation' })
    await client.send(new DeleteSecurityGroupCommand({ GroupId }))
    await deleteVpc()
    const { vpcs, subnets, securityGroups, networkAcls } = fake.state.ec2
    expect([...vpcs.keys()]).toEqual([DEFAULT_VPC_ID])
    const left = [...subnets.values(), ...securityGroups.values(), ...networkAcls.values()]
    expect(left.filter((each) => each.VpcId === VpcId)).toEqual([])
    await expect(deleteVpc()).rejects.toMatchObject({ name: 'InvalidVpcID.NotFound' })
    const again = client.send(new DeleteSubnetCommand({ SubnetId }))
    await expect(again).rejects.toMatchObject({ name: 'InvalidSubnetID.NotFound' })
  })

  it('refuse a subnet with a mount target in it', async () => {
    const { fake, client } = setUp()
    const { FileSystemId } = fake.seed.fileSystem()
    const { SubnetId } = fake.seed.subnet()
    fake.seed.mountTarget({ FileSystemId, SubnetId })
    const refused = client.send(new DeleteSubnetCommand({ SubnetId }))
    await expect(refused).rejects.toMatchObject({ name: 'DependencyViolation' })
  })
})

describe('DescribeAvailabilityZones', () => {
  it.each([
    ['eu-west-1', ['eu-west-1a', 'eu-west-1b', 'eu-west-1c']],
    ['us-east-1', ['us-east-1a', 'us-east-1b', 'us-east-1c', 'us-east-1d', 'us-east-1e', 'us-east-1f']],
  ])('lists those of %s', async (region, names) => {
    const { client } = setUp({ region })
    const { AvailabilityZones } = await client.send(new DescribeAvailabilityZonesCommand({}))
    expect(AvailabilityZones?.map(({ ZoneName }) => ZoneName)).toEqual(names)
  })

  it('selects by name, by id and by filter', async () => {
    const { client } = setUp()
    const ids = async (input: object) => {
      const { AvailabilityZones } = await client.send(new DescribeAvailabilityZonesCommand(input))
      return AvailabilityZones?.map(({ ZoneId }) => ZoneId)
    }
    expect(await ids({ ZoneNames: ['eu-west-1b'] })).toEqual(['euw1-az2'])
    expect(await ids({ ZoneIds: ['euw1-az3'] })).toEqual(['euw1-az3'])
    expect(await ids({ Filters: [{ Name: 'zone-type', Values: ['local-zone'] }] })).toEqual([])
    await expect(ids({ ZoneNames: ['eu-west-1z'] })).rejects.toMatchObject({ name: 'InvalidParameterValue' })
  })
})

describe('DHCP options', () => {
  it('are created, given to a VPC, and deleted when none has them', async () => {
    const { fake, client, VpcId } = await withVpc()
    const DhcpConfigurations = [{ Key: 'domain-name-servers', Values: ['10.0.0.6', '10.0.0.7'] }]
    const { DhcpOptions } = await client.send(new CreateDhcpOptionsCommand({ DhcpConfigurations }))
    const DhcpOptionsId = DhcpOptions?.DhcpOptionsId ?? ''
    expect(fake.state.ec2.dhcpOptions.get(DhcpOptionsId)).toMatchObject({ DhcpConfigurations })
    await client.send(new AssociateDhcpOptionsCommand({ DhcpOptionsId, VpcId }))
    expect(fake.state.ec2.vpcs.get(VpcId)?.DhcpOptionsId).toBe(DhcpOptionsId)
    const remove = () => client.send(new DeleteDhcpOptionsCommand({ DhcpOptionsId }))
    await expect(remove()).rejects.toMatchObject({ name: 'DependencyViolation' })
    await client.send(new AssociateDhcpOptionsCommand({ DhcpOptionsId: 'default', VpcId }))
    await remove()
    await expect(remove()).rejects.toMatchObject({ name: 'InvalidDhcpOptionID.NotFound' })
  })

  it('refuse keys that DHCP does not have', async () => {
    const { client } = setUp()
    const DhcpConfigurations = [{ Key: 'colour', Values: ['blue'] }]
    const refused = client.send(new CreateDhcpOptionsCommand({ DhcpConfigurations }))
    await expect(refused).rejects.toMatchObject({ name: 'InvalidParameterValue' })
  })
})
