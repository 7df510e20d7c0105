import {
  CreateTagsCommand,
  DeleteTagsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type Filter,
  paginateDescribeSecurityGroups,
} from '@aws-sdk/client-ec2'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../../create-fake-aws.js'
import { DEFAULT_VPC_ID } from '../../state/ec2.js'

function setUp() {
  const fake = createFakeAws()
  const client = new EC2Client({ ...fake.clientConfig(), maxAttempts: 1 })
  return { fake, client }
}

describe('DescribeVpcs and DescribeSubnets', () => {
  it('show the default VPC of a new account and its subnets', async () => {
    const { client } = setUp()
    const { Vpcs } = await client.send(new DescribeVpcsCommand({}))
    expect(Vpcs).toMatchObject([{ VpcId: DEFAULT_VPC_ID, IsDefault: true, CidrBlock: '172.31.0.0/16', Tags: [] }])
    const { Subnets } = await client.send(new DescribeSubnetsCommand({}))
    expect(Subnets?.map((subnet) => [subnet.AvailabilityZone, subnet.AvailabilityZoneId, subnet.CidrBlock])).toEqual([
      ['eu-west-1a', 'euw1-az1', '172.31.0.0/20'],
      ['eu-west-1b', 'euw1-az2', '172.31.16.0/20'],
      ['eu-west-1c', 'euw1-az3', '172.31.32.0/20'],
    ])
    expect(Subnets?.[0]).toMatchObject({ AvailableIpAddressCount: 4091, DefaultForAz: true, State: 'available' })
  })

  it('show seeds with their own blocks, and the addresses that AWS leaves of them', async () => {
    const { fake, client } = setUp()
    const { vpc } = fake.seed.vpc({ CidrBlock: '192.168.0.0/16', zones: 1 })
    fake.seed.subnet({ VpcId: vpc.VpcId, CidrBlock: '192.168.200.0/28', Tags: [{ Key: 'team', Value: 'a' }] })
    fake.seed.subnet({ VpcId: vpc.VpcId })
    const Filters = [{ Name: 'vpc-id', Values: [vpc.VpcId] }]
    const { Vpcs } = await client.send(new DescribeVpcsCommand({ Filters }))
    expect(Vpcs).toMatchObject([{ CidrBlock: '192.168.0.0/16' }])
    const { Subnets } = await client.send(new DescribeSubnetsCommand({ Filters }))
    const blocks = Subnets?.map((each) => [each.CidrBlock, each.AvailableIpAddressCount, each.Tags]) ?? []
    expect(blocks.toSorted(([a], [b]) => String(a).localeCompare(String(b)))).toEqual([
      ['192.168.0.0/24', 251, []],
      ['192.168.200.0/28', 11, [{ Key: 'team', Value: 'a' }]],
      ['192.168.253.0/24', 251, []],
    ])
  })

  it('refuse ids that are not there', async () => {
    const { client } = setUp()
    await expect(client.send(new DescribeVpcsCommand({ VpcIds: ['vpc-0'] }))).rejects.toMatchObject({
      name: 'InvalidVpcID.NotFound',
      message: "The vpc ID 'vpc-0' does not exist",
      $metadata: { httpStatusCode: 400 },
    })
    const subnets = client.send(new DescribeSubnetsCommand({ SubnetIds: ['subnet-0'] }))
    await expect(subnets).rejects.toMatchObject({ name: 'InvalidSubnetID.NotFound' })
  })
})

describe('filters', () => {
  const cases: readonly (readonly [string, Filter[], readonly string[]])[] = [
    ['a value', [{ Name: 'group-name', Values: ['nfs-one'] }], ['nfs-one']],
    ['one of several values', [{ Name: 'group-name', Values: ['nfs-one', 'web'] }], ['nfs-one', 'web']],
    ['any characters', [{ Name: 'group-name', Values: ['nfs-*'] }], ['nfs-one', 'nfs-two']],
    ['one character', [{ Name: 'group-name', Values: ['nfs-?wo', 'we?b'] }], ['nfs-two']],
    ['a star that is meant', [{ Name: 'group-name', Values: ['nfs-\\*'] }], []],
    ['another case', [{ Name: 'group-name', Values: ['NFS-one'] }], []],
    ['a tag', [{ Name: 'tag:team', Values: ['a'] }], ['nfs-one']],
    ['a tag key', [{ Name: 'tag-key', Values: ['team'] }], ['nfs-one', 'nfs-two']],
    [
      'every filter',
      [
        { Name: 'tag-key', Values: ['team'] },
        { Name: 'group-name', Values: ['*two'] },
      ],
      ['nfs-two'],
    ],
    ['a rule', [{ Name: 'ip-permission.from-port', Values: ['2049'] }], ['nfs-one']],
    ['nothing', [{ Name: 'vpc-id', Values: ['vpc-00000000'] }], []],
  ]
  it.each(cases)('select the records that match %s', async (_, Filters, names) => {
    const { fake, client } = setUp()
    const team = (Value: string) => [{ Key: 'team', Value }]
    const nfs = { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }
    fake.seed.securityGroup({ GroupName: 'nfs-one', Tags: team('a'), IpPermissions: [nfs] })
    fake.seed.securityGroup({ GroupName: 'nfs-two', Tags: team('b') })
    fake.seed.securityGroup({ GroupName: 'web' })
    const { SecurityGroups = [] } = await client.send(new DescribeSecurityGroupsCommand({ Filters }))
    expect(SecurityGroups.map(({ GroupName }) => GroupName).sort()).toEqual(names)
  })

  it('are refused when they have an unknown name or no value', async () => {
    const { client } = setUp()
    const list = (Filters: Filter[]) => client.send(new DescribeSecurityGroupsCommand({ Filters }))
    await expect(list([{ Name: 'colour', Values: ['red'] }])).rejects.toMatchObject({ name: 'InvalidParameterValue' })
    await expect(list([{ Name: 'group-name', Values: [] }])).rejects.toMatchObject({ name: 'MissingParameter' })
  })
})

describe('DescribeSecurityGroups', () => {
  it('has every list of a rule, empty or not', async () => {
    const { client } = setUp()
    const { SecurityGroups } = await client.send(new DescribeSecurityGroupsCommand({}))
    expect(SecurityGroups).toMatchObject([
      {
        GroupName: 'default',
        VpcId: DEFAULT_VPC_ID,
        SecurityGroupArn: expect.stringContaining(':security-group/sg-'),
        IpPermissions: [{ IpProtocol: '-1', IpRanges: [], Ipv6Ranges: [], PrefixListIds: [] }],
        IpPermissionsEgress: [{ IpRanges: [{ CidrIp: '0.0.0.0/0' }], UserIdGroupPairs: [] }],
      },
    ])
  })

  it('finds names in the default VPC alone', async () => {
    const { fake, client } = setUp()
    fake.seed.securityGroup({ GroupName: 'here' })
    fake.seed.securityGroup({ GroupName: 'there', VpcId: fake.seed.vpc().vpc.VpcId })
    const byName = (name: string) => client.send(new DescribeSecurityGroupsCommand({ GroupNames: [name] }))
    expect((await byName('here')).SecurityGroups).toMatchObject([{ GroupName: 'here' }])
    await expect(byName('there')).rejects.toMatchObject({ name: 'InvalidGroup.NotFound' })
  })

  it('distinguishes an unknown id from a malformed one', async () => {
    const { client } = setUp()
    const byId = (id: string) => client.send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }))
    await expect(byId('sg-00000000')).rejects.toMatchObject({ name: 'InvalidGroup.NotFound' })
    await expect(byId('nfs')).rejects.toMatchObject({ name: 'InvalidGroupId.Malformed' })
  })

  it('comes in pages of 5 to 1000, not together with ids', async () => {
    const { fake, client } = setUp()
    for (let n = 0; n < 11; n += 1) fake.seed.securityGroup()
    const sizes: (number | undefined)[] = []
    for await (const page of paginateDescribeSecurityGroups({ client, pageSize: 5 }, {})) {
      sizes.push(page.SecurityGroups?.length)
    }
    expect(sizes).toEqual([5, 5, 2])
    const send = (input: object) => client.send(new DescribeSecurityGroupsCommand(input))
    await expect(send({ MaxResults: 4 })).rejects.toMatchObject({ name: 'InvalidParameterValue' })
    await expect(send({ NextToken: 'forged' })).rejects.toMatchObject({ name: 'InvalidParameterValue' })
    const [id = ''] = fake.state.ec2.securityGroups.keys()
    const both = { name: 'InvalidParameterCombination' }
    await expect(send({ GroupIds: [id], MaxResults: 5 })).rejects.toMatchObject(both)
  })
})

describe('DescribeNetworkInterfaces', () => {
  it('shows the groups of several mount targets in one call, as they are now', async () => {
    const { fake, client } = setUp()
    const { FileSystemId } = fake.seed.fileSystem()
    const group = fake.seed.securityGroup({ GroupName: 'nfs' })
    const targets = [...fake.state.ec2.subnets.keys()].map((SubnetId) =>
      fake.seed.mountTarget({ FileSystemId, SubnetId, SecurityGroups: [group.GroupId] }),
    )
    const [first] = targets
    if (first) first.SecurityGroups = []
    const ids = targets.map(({ NetworkInterfaceId }) => NetworkInterfaceId)
    const filtered = { Filters: [{ Name: 'network-interface-id', Values: ids }] }
    for (const input of [{ NetworkInterfaceIds: ids }, filtered]) {
      const { NetworkInterfaces = [] } = await client.send(new DescribeNetworkInterfacesCommand(input))
      const groups = new Map(NetworkInterfaces.map(({ NetworkInterfaceId, Groups }) => [NetworkInterfaceId, Groups]))
      const nfs = [{ GroupId: group.GroupId, GroupName: 'nfs' }]
      expect(ids.map((id) => groups.get(id))).toEqual([[], nfs, nfs])
    }
    const byGroup = { Filters: [{ Name: 'group-id', Values: [group.GroupId] }] }
    const { NetworkInterfaces } = await client.send(new DescribeNetworkInterfacesCommand(byGroup))
    expect(NetworkInterfaces).toHaveLength(2)
    expect(NetworkInterfaces?.[0]).toMatchObject({ RequesterManaged: true, RequesterId: 'EFS', Status: 'in-use' })
  })

  it('refuses an id that is not there', async () => {
    const missing = new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ['eni-0'] })
    await expect(setUp().client.send(missing)).rejects.toMatchObject({ name: 'InvalidNetworkInterfaceID.NotFound' })
  })
})

describe('tags', () => {
  it('are put on anything in the VPC, and taken off by key or by key and value', async () => {
    const { fake, client } = setUp()
    const group = fake.seed.securityGroup()
    const Resources = [DEFAULT_VPC_ID, group.GroupId]
    const Tags = ['a', 'b', 'c'].map((Key) => ({ Key, Value: '1' }))
    await client.send(new CreateTagsCommand({ Resources, Tags }))
    expect(fake.state.ec2.vpcs.get(DEFAULT_VPC_ID)?.Tags).toEqual(Tags)
    const off = [{ Key: 'a' }, { Key: 'b', Value: '2' }, { Key: 'c', Value: '1' }]
    await client.send(new DeleteTagsCommand({ Resources, Tags: off }))
    expect(group.Tags).toEqual([{ Key: 'b', Value: '1' }])
    const reserved = new CreateTagsCommand({ Resources, Tags: [{ Key: 'aws:x', Value: '' }] })
    await expect(client.send(reserved)).rejects.toMatchObject({ name: 'InvalidParameterValue' })
    const unknown = new CreateTagsCommand({ Resources: ['sg-0'], Tags })
    await expect(client.send(unknown)).rejects.toMatchObject({ name: 'InvalidID' })
  })
})
