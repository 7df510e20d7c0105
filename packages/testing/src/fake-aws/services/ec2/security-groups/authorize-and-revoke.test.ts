import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../../../create-fake-aws.js'

function setUp() {
  const fake = createFakeAws()
  const client = new EC2Client({ ...fake.clientConfig(), maxAttempts: 1 })
  return { fake, client }
}

const nfsFrom = (GroupId: string): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: 2049,
  ToPort: 2049,
  UserIdGroupPairs: [{ GroupId }],
})

describe('rules', () => {
  async function withGroup() {
    const world = setUp()
    const { VpcId } = world.fake.seed.vpc().vpc
    const { GroupId } = world.fake.seed.securityGroup({ VpcId })
    const peer = world.fake.seed.securityGroup({ VpcId }).GroupId
    const authorize = (...IpPermissions: IpPermission[]) =>
      world.client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }))
    const revoke = (...IpPermissions: IpPermission[]) =>
      world.client.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }))
    const read = async () => {
      const { SecurityGroups } = await world.client.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }))
      return SecurityGroups?.[0]?.IpPermissions
    }
    return { ...world, GroupId, peer, authorize, revoke, read }
  }

  it.each(['IpRanges', 'Ipv6Ranges', 'PrefixListIds'] as const)(
    'of %s miss a parameter when they have a description alone',
    async (member) => {
      const { authorize } = await withGroup()
      const rule = { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, [member]: [{ Description: 'NFS' }] }
      await expect(authorize(rule)).rejects.toMatchObject({ name: 'MissingParameter' })
    },
  )

  it('are added, returned with their ids, and described by protocol and ports', async () => {
    const { authorize, read, peer, GroupId } = await withGroup()
    const IpRanges = [{ CidrIp: '10.0.0.9/8', Description: 'office' }]
    const added = await authorize({ ...nfsFrom(peer), IpRanges }, { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] })
    expect(added.SecurityGroupRules).toMatchObject([
      { SecurityGroupRuleId: expect.stringMatching(/^sgr-[0-9a-f]{17}$/), ReferencedGroupInfo: { GroupId: peer } },
      { CidrIpv4: '10.0.0.0/8', Description: 'office', FromPort: 2049, IsEgress: false },
      { IpProtocol: '-1', FromPort: -1, ReferencedGroupInfo: { GroupId } },
    ])
    expect(await read()).toMatchObject([
      {
        IpProtocol: 'tcp',
        UserIdGroupPairs: [{ GroupId: peer, UserId: '111122223333' }],
        IpRanges: [{ CidrIp: '10.0.0.0/8' }],
      },
      { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] },
    ])
  })

  it('are added all or none, and never twice', async () => {
    const { authorize, read, peer, GroupId } = await withGroup()
    await authorize(nfsFrom(peer))
    const twice = authorize(nfsFrom(GroupId), nfsFrom(peer))
    await expect(twice).rejects.toMatchObject({
      name: 'InvalidPermission.Duplicate',
      message: `the specified rule "peer: ${peer}, TCP, from port: 2049, to port: 2049, ALLOW" already exists`,
    })
    expect(await read()).toMatchObject([{ UserIdGroupPairs: [{ GroupId: peer }] }])
    const repeated = authorize(nfsFrom(GroupId), nfsFrom(GroupId))
    await expect(repeated).rejects.toMatchObject({ name: 'InvalidParameterValue' })
  })

  it('name groups of the same VPC', async () => {
    const { authorize } = await withGroup()
    const foreign = nfsFrom('sg-0de5a017000000000')
    for (const rule of [foreign, nfsFrom('sg-00000000')]) {
      await expect(authorize(rule)).rejects.toMatchObject({ name: 'InvalidGroup.NotFound' })
    }
  })

  const malformed: readonly (readonly [string, IpPermission, string])[] = [
    ['no ports', { IpProtocol: 'tcp', IpRanges: [{ CidrIp: '10.0.0.0/8' }] }, 'InvalidParameterValue'],
    ['no peer', { IpProtocol: 'tcp', FromPort: 1, ToPort: 1 }, 'MissingParameter'],
    ['no protocol', { IpRanges: [{ CidrIp: '10.0.0.0/8' }] }, 'MissingParameter'],
    ['ports in reverse', { ...nfsFrom('sg-1'), ToPort: 1 }, 'InvalidParameterValue'],
    ['no block', { IpProtocol: '-1', IpRanges: [{ CidrIp: '10.0.0.0' }] }, 'InvalidParameterValue'],
  ]
  it.each(malformed)('are refused with %s', async (_, rule, name) => {
    const { authorize } = await withGroup()
    await expect(authorize(rule)).rejects.toMatchObject({ name })
  })

  it('are revoked with any description, all or none', async () => {
    const { authorize, revoke, read, peer, GroupId } = await withGroup()
    await authorize({ ...nfsFrom(peer), UserIdGroupPairs: [{ GroupId: peer, Description: 'spaces' }] })
    const unknown = revoke(nfsFrom(peer), nfsFrom(GroupId))
    await expect(unknown).rejects.toMatchObject({ name: 'InvalidPermission.NotFound' })
    expect(await read()).toHaveLength(1)
    const { RevokedSecurityGroupRules } = await revoke(nfsFrom(peer))
    expect(RevokedSecurityGroupRules).toMatchObject([{ ReferencedGroupId: peer, FromPort: 2049 }])
    expect(await read()).toEqual([])
  })

  it('that are not there are reported in the default VPC, and no error', async () => {
    const { fake, client } = setUp()
    const { GroupId } = fake.seed.securityGroup()
    const revoke = new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions: [nfsFrom(GroupId)] })
    expect((await client.send(revoke)).UnknownIpPermissions).toMatchObject([{ FromPort: 2049 }])
  })

  it('are revoked by their ids too, and outbound ones apart from inbound ones', async () => {
    const { fake, client } = setUp()
    const { GroupId } = fake.seed.securityGroup()
    const IpPermissions = [nfsFrom(GroupId)]
    const { SecurityGroupRules = [] } = await client.send(
      new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions }),
    )
    const everything = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]
    await client.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: everything }))
    expect(fake.state.ec2.securityGroups.get(GroupId)).toMatchObject({ IpPermissions: [], IpPermissionsEgress: [{}] })
    const SecurityGroupRuleIds = SecurityGroupRules.map(({ SecurityGroupRuleId = '' }) => SecurityGroupRuleId)
    await client.send(new RevokeSecurityGroupEgressCommand({ GroupId, SecurityGroupRuleIds }))
    expect(fake.state.ec2.securityGroups.get(GroupId)?.IpPermissionsEgress).toEqual([])
    const again = client.send(new RevokeSecurityGroupEgressCommand({ GroupId, SecurityGroupRuleIds }))
    await expect(again).rejects.toMatchObject({ name: 'InvalidSecurityGroupRuleId.NotFound' })
  })

  const outOfRange: readonly (readonly [Partial<IpPermission>, string])[] = [
    [{ IpProtocol: 'nonsense' }, "Invalid value 'nonsense' for IP protocol."],
    [{ IpProtocol: '256' }, "Invalid value '256' for IP protocol."],
    [{ ToPort: 70_000 }, 'Invalid TCP/UDP port range (2049:70000)'],
    [{ FromPort: -1 }, 'Invalid TCP/UDP port range (-1:2049)'],
    [{ IpProtocol: 'icmp', FromPort: 256, ToPort: -1 }, 'Invalid ICMP type and code (256:-1)'],
    [{ IpRanges: [{ CidrIp: '10.0.0.0/33' }] }, 'CIDR block 10.0.0.0/33 is malformed'],
    ...['junk', '::1', '::/129', 'fe80::1%lo/64', '::/0/0', '1:2/16'].map(
      (CidrIpv6): [Partial<IpPermission>, string] => [
        { Ipv6Ranges: [{ CidrIpv6 }] },
        `CIDR block ${CidrIpv6} is malformed`,
      ],
    ),
  ]
  it.each(outOfRange)('are refused when out of range: %o', async (change, message) => {
    const { authorize, peer, read } = await withGroup()
    const refusal = { name: 'InvalidParameterValue', message: expect.stringContaining(message) }
    await expect(authorize({ ...nfsFrom(peer), ...change })).rejects.toMatchObject(refusal)
    expect(await read()).toEqual([])
  })

  it('keep IPv6 blocks in their canonical form, and other protocols by number', async () => {
    const { authorize, read } = await withGroup()
    const blocks = ['2001:DB8:0:0:ffff::1/36', '::/0', '::ffff:10.0.0.1/128', '1:2:3:4:5:6:7:8/127']
    await authorize({ IpProtocol: '50', Ipv6Ranges: blocks.map((CidrIpv6) => ({ CidrIpv6 })) })
    const canonical = ['2001:db8::/36', '::/0', '::ffff:a00:1/128', '1:2:3:4:5:6:7:8/127']
    expect(await read()).toMatchObject([{ IpProtocol: '50', Ipv6Ranges: canonical.map((CidrIpv6) => ({ CidrIpv6 })) }])
  })

  it('are refused where the fake does not implement them', async () => {
    const { authorize, peer } = await withGroup()
    const peered = { GroupId: peer, VpcPeeringConnectionId: 'pcx-11111111' }
    await expect(authorize({ ...nfsFrom(peer), UserIdGroupPairs: [peered] })).rejects.toThrow('peered VPCs')
  })

  it('take the owner of the group that the older form names', async () => {
    const { fake, client } = setUp()
    const { GroupId } = fake.seed.securityGroup()
    fake.seed.securityGroup({ GroupName: 'clients' })
    const from = (SourceSecurityGroupOwnerId: string) => {
      const source = { SourceSecurityGroupName: 'clients', SourceSecurityGroupOwnerId }
      return client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, ...source }))
    }
    await expect(from('444455556666')).rejects.toThrow("names of other accounts' groups")
    const { SecurityGroupRules } = await from('111122223333')
    expect(SecurityGroupRules).toMatchObject([{ ReferencedGroupInfo: { UserId: '111122223333' } }])
  })
})
