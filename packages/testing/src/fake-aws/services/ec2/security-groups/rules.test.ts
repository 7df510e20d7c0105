import {
  AuthorizeSecurityGroupIngressCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeTagsCommand,
  EC2Client,
  type Filter,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRuleRequest,
  type SecurityGroupRuleUpdate,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
} from '@aws-sdk/client-ec2'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../../../create-fake-aws.js'

const NFS = { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049 }
const TAGS = [{ Key: 'team', Value: 'a' }]

async function setUp() {
  const fake = createFakeAws()
  const client = new EC2Client({ ...fake.clientConfig(), maxAttempts: 1 })
  const { VpcId } = fake.seed.vpc().vpc
  const { GroupId } = fake.seed.securityGroup({ VpcId })
  const admit = (CidrIp: string) => {
    const TagSpecifications = [{ ResourceType: 'security-group-rule' as const, Tags: TAGS }]
    const IpPermissions = [{ ...NFS, IpRanges: [{ CidrIp, Description: 'clients' }] }]
    return client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions, TagSpecifications }))
  }
  const { SecurityGroupRules: [rule] = [] } = await admit('10.0.0.0/24')
  const ruleId = rule?.SecurityGroupRuleId ?? ''
  const list = async (...Filters: Filter[]) =>
    (await client.send(new DescribeSecurityGroupRulesCommand({ Filters }))).SecurityGroupRules ?? []
  const inGroup: Filter = { Name: 'group-id', Values: [GroupId] }
  const modify = (...changes: (readonly [string, SecurityGroupRuleRequest])[]) => {
    const SecurityGroupRules: SecurityGroupRuleUpdate[] = changes.map(([SecurityGroupRuleId, SecurityGroupRule]) => ({
      SecurityGroupRuleId,
      SecurityGroupRule,
    }))
    return client.send(new ModifySecurityGroupRulesCommand({ GroupId, SecurityGroupRules }))
  }
  return { fake, client, GroupId, VpcId, ruleId, admit, list, inGroup, modify }
}

describe('DescribeSecurityGroupRules', () => {
  it('lists the rules of both directions with their tags', async () => {
    const { list, inGroup, ruleId, GroupId } = await setUp()
    const rules = await list(inGroup)
    expect(rules.map(({ IsEgress, CidrIpv4, Description }) => [IsEgress, CidrIpv4, Description]).toSorted()).toEqual([
      [false, '10.0.0.0/24', 'clients'],
      [true, '0.0.0.0/0', undefined],
    ])
    const ingress = { SecurityGroupRuleId: ruleId, GroupId, FromPort: 2049, Tags: TAGS }
    expect(await list({ Name: 'tag:team', Values: ['a'] })).toMatchObject([ingress])
    expect(await list({ Name: 'tag-value', Values: ['a'] })).toMatchObject([ingress])
    expect(await list({ Name: 'security-group-rule-id', Values: [ruleId] })).toMatchObject([ingress])
  })

  it('refuses ids that are not there or not possible', async () => {
    const { client, list } = await setUp()
    const missing = new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: ['sgr-00000000'] })
    await expect(client.send(missing)).rejects.toMatchObject({ name: 'InvalidSecurityGroupRuleId.NotFound' })
    const malformed = list({ Name: 'group-id', Values: ['foobar'] })
    await expect(malformed).rejects.toMatchObject({ name: 'InvalidGroupId.Malformed' })
    expect(await list({ Name: 'group-id', Values: ['sg-00000000'] })).toEqual([])
  })

  it('knows no rule and no tag of a group that was deleted', async () => {
    const { fake, client, list, GroupId } = await setUp()
    await client.send(new DeleteSecurityGroupCommand({ GroupId }))
    expect(await list({ Name: 'tag:team', Values: ['a'] })).toEqual([])
    expect(fake.state.ec2.securityGroupRules.size).toBe(0)
  })
})

describe('ModifySecurityGroupRules', () => {
  it('replaces a rule, which keeps its id and its tags', async () => {
    const { list, inGroup, modify, ruleId } = await setUp()
    await modify([ruleId, { IpProtocol: 'udp', FromPort: 1, ToPort: 2, CidrIpv6: '2001:db8::/32', Description: 'new' }])
    const [rule] = (await list(inGroup)).filter(({ IsEgress }) => !IsEgress)
    const members = { IpProtocol: 'udp', FromPort: 1, ToPort: 2, CidrIpv6: '2001:db8::/32', Description: 'new' }
    expect(rule).toMatchObject({ SecurityGroupRuleId: ruleId, Tags: TAGS, ...members })
    expect(rule?.CidrIpv4).toBeUndefined()
  })

  it('exchanges two rules in one call', async () => {
    const { admit, list, inGroup, modify, ruleId } = await setUp()
    const { SecurityGroupRules: [other] = [] } = await admit('10.0.1.0/24')
    const otherId = other?.SecurityGroupRuleId ?? ''
    await modify([ruleId, { ...NFS, CidrIpv4: '10.0.1.0/24' }], [otherId, { ...NFS, CidrIpv4: '10.0.0.0/24' }])
    const blocks = Object.fromEntries((await list(inGroup)).map((rule) => [rule.SecurityGroupRuleId, rule.CidrIpv4]))
    expect([blocks[ruleId], blocks[otherId]]).toEqual(['10.0.1.0/24', '10.0.0.0/24'])
  })

  it('leaves the id of a modified rule to it when its old contents are authorized again', async () => {
    const { client, admit, modify, ruleId, GroupId } = await setUp()
    await modify([ruleId, { ...NFS, CidrIpv4: '10.0.9.0/24' }])
    const { SecurityGroupRules: [again] = [] } = await admit('10.0.0.0/24')
    expect(again?.SecurityGroupRuleId).not.toBe(ruleId)
    const revoke = new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds: [ruleId] })
    const { RevokedSecurityGroupRules } = await client.send(revoke)
    expect(RevokedSecurityGroupRules).toMatchObject([{ SecurityGroupRuleId: ruleId, CidrIpv4: '10.0.9.0/24' }])
  })

  it.each([
    ['no protocol', { FromPort: 1, ToPort: 2, CidrIpv4: '10.0.0.0/8' }, 'InvalidParameterValue', "'null' for protocol"],
    ['no first port', { IpProtocol: 'udp', ToPort: 2, CidrIpv4: '10.0.0.0/8' }, 'InvalidParameterValue', 'portRange'],
    ['no peer', NFS, 'MissingParameter', 'exactly one of'],
    ['two peers', { ...NFS, CidrIpv4: '10.0.0.0/8', CidrIpv6: '::/0' }, 'InvalidParameterCombination', 'Only one of'],
    ['a group that is not there', { ...NFS, ReferencedGroupId: 'sg-00000000' }, 'InvalidGroup.NotFound', 'sg-00000000'],
    ['a rule that is there', { ...NFS, CidrIpv4: '10.0.1.0/24' }, 'InvalidPermission.Duplicate', '10.0.1.0/24'],
  ] as const)('refuses %s, and changes nothing', async (_, rule, name, text) => {
    const { admit, list, modify, ruleId } = await setUp()
    await admit('10.0.1.0/24')
    const before = await list()
    const refused = modify([ruleId, rule])
    await expect(refused).rejects.toMatchObject({ name, message: expect.stringContaining(text) })
    expect(await list()).toEqual(before)
  })

  it('refuses the rule of another group', async () => {
    const { client, modify, fake, VpcId, ruleId } = await setUp()
    const other = fake.seed.securityGroup({ VpcId }).GroupId
    const SecurityGroupRules = [{ SecurityGroupRuleId: ruleId, SecurityGroupRule: { ...NFS, CidrIpv4: '10.0.0.0/8' } }]
    const elsewhere = client.send(new ModifySecurityGroupRulesCommand({ GroupId: other, SecurityGroupRules }))
    await expect(elsewhere).rejects.toMatchObject({ name: 'InvalidSecurityGroupRuleId.NotFound' })
    const toGroup = { ...NFS, ReferencedGroupId: other, Description: 'peers' }
    await modify([ruleId, toGroup])
    const { SecurityGroupRules: rules } = await client.send(
      new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [ruleId] }),
    )
    expect(rules).toMatchObject([{ ReferencedGroupInfo: { GroupId: other }, Description: 'peers' }])
  })
})

describe('UpdateSecurityGroupRuleDescriptionsIngress', () => {
  it('replaces descriptions by rule or by id, and removes one that is not given', async () => {
    const { client, GroupId, ruleId } = await setUp()
    const update = (input: object) =>
      client.send(new UpdateSecurityGroupRuleDescriptionsIngressCommand({ GroupId, ...input }))
    const read = async () => {
      const { SecurityGroups } = await client.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId] }))
      return SecurityGroups?.[0]?.IpPermissions?.[0]?.IpRanges
    }
    const CidrIp = '10.0.0.0/24'
    await update({ IpPermissions: [{ ...NFS, IpRanges: [{ CidrIp, Description: 'one' }] }] })
    expect(await read()).toEqual([{ CidrIp, Description: 'one' }])
    await update({ SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId: ruleId, Description: 'two' }] })
    expect(await read()).toEqual([{ CidrIp, Description: 'two' }])
    await update({ IpPermissions: [{ ...NFS, IpRanges: [{ CidrIp }] }] })
    expect(await read()).toEqual([{ CidrIp }])
    const unknown = update({ IpPermissions: [{ ...NFS, IpRanges: [{ CidrIp: '10.9.0.0/16' }] }] })
    await expect(unknown).rejects.toMatchObject({ name: 'InvalidPermission.NotFound' })
    await expect(update({})).rejects.toMatchObject({ name: 'MissingParameter' })
  })
})

describe('DescribeTags', () => {
  it('lists the tags of every kind of resource, one by one', async () => {
    const { client, GroupId, VpcId, ruleId } = await setUp()
    const Resources = [GroupId, VpcId, ruleId]
    await client.send(new CreateTagsCommand({ Resources, Tags: [{ Key: 'owner', Value: 'b' }] }))
    const types = async (...Filters: Filter[]) => {
      const { Tags } = await client.send(new DescribeTagsCommand({ Filters }))
      return Tags?.map(({ ResourceType, Key, Value }) => `${ResourceType} ${Key}=${Value}`).toSorted()
    }
    expect(await types()).toEqual([
      'security-group owner=b',
      'security-group-rule owner=b',
      'security-group-rule team=a',
      'vpc owner=b',
    ])
    expect(await types({ Name: 'resource-id', Values: [VpcId] })).toEqual(['vpc owner=b'])
    expect(await types({ Name: 'tag:team', Values: ['a'] })).toEqual(['security-group-rule team=a'])
    expect(await types({ Name: 'key', Values: ['owner'] }, { Name: 'resource-type', Values: ['vpc'] })).toHaveLength(1)
  })

  it('pages', async () => {
    const { client, GroupId } = await setUp()
    const Tags = Array.from({ length: 7 }, (_, index) => ({ Key: `k${index}`, Value: '' }))
    await client.send(new CreateTagsCommand({ Resources: [GroupId], Tags }))
    const first = await client.send(new DescribeTagsCommand({ MaxResults: 5 }))
    const { NextToken } = first
    const second = await client.send(new DescribeTagsCommand({ MaxResults: 5, NextToken }))
    expect([first.Tags?.length, second.Tags?.length, second.NextToken]).toEqual([5, 3, undefined])
  })
})
