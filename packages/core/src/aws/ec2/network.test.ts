import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DeleteSecurityGroupCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  EC2ServiceException,
} from '@aws-sdk/client-ec2'
import { mockClient } from 'aws-sdk-client-mock'
import { afterEach, describe, expect, test } from 'vitest'
import { endlessCall } from '../../../test/endless-call.js'
import type { SecurityGroupId, SubnetId, VpcId } from '../../model/network.js'
import { describeNetworkInterfaces, describeSecurityGroups, describeSubnets } from './network.js'
import { admitNfs, createSecurityGroup, deleteSecurityGroup } from './security-groups.js'

const mock = mockClient(EC2Client)
const call = { ...endlessCall(), ec2: new EC2Client({}) }
const vpcId = 'vpc-0123456789abcdef0' as VpcId
const groupId = 'sg-0123456789abcdef0' as SecurityGroupId

afterEach(() => {
  mock.reset()
})

const inputs = () => mock.calls().map(({ args }) => args[0].input)
const refusal = (name: string, httpStatusCode = 400) =>
  new EC2ServiceException({ name, message: 'said EC2', $fault: 'client', $metadata: { httpStatusCode } })

describe('requests', () => {
  test('subnets are asked for with a filter, so that one that is gone is absent and no error', async () => {
    mock.on(DescribeSubnetsCommand).resolves({
      Subnets: [
        {
          SubnetId: 'subnet-00000001',
          VpcId: vpcId,
          AvailabilityZone: 'eu-west-1a',
          AvailabilityZoneId: 'euw1-az1',
          CidrBlock: '10.0.0.0/24',
          AvailableIpAddressCount: 250,
        },
      ],
      NextToken: '',
    })
    const found = await describeSubnets(call, ['subnet-00000001', 'subnet-00000002'] as SubnetId[])
    expect(inputs()).toEqual([{ Filters: [{ Name: 'subnet-id', Values: ['subnet-00000001', 'subnet-00000002'] }] }])
    expect(found._unsafeUnwrap()).toEqual([
      {
        subnetId: 'subnet-00000001',
        vpcId,
        zoneId: 'euw1-az1',
        zoneName: 'eu-west-1a',
        cidrBlocks: ['10.0.0.0/24'],
        availableIpAddressCount: 250,
      },
    ])
  })

  test.each([
    [
      { vpcId, groupNames: ['a', 'b'] },
      [
        { Name: 'vpc-id', Values: [vpcId] },
        { Name: 'group-name', Values: ['a', 'b'] },
      ],
    ],
    [{ vpcId }, [{ Name: 'vpc-id', Values: [vpcId] }]],
    [{ tag: 'owner', value: 'us' }, [{ Name: 'tag:owner', Values: ['us'] }]],
  ])('security groups by %j, page by page', async (where, Filters) => {
    mock
      .on(DescribeSecurityGroupsCommand)
      .resolvesOnce({ SecurityGroups: [], NextToken: 'n' })
      .resolves({ SecurityGroups: [{ GroupId: groupId, VpcId: vpcId }] })
    expect((await describeSecurityGroups(call, where))._unsafeUnwrap()).toHaveLength(1)
    expect(inputs()).toEqual([
      { Filters, MaxResults: 1000 },
      { Filters, MaxResults: 1000, NextToken: 'n' },
    ])
  })

  test('network interfaces by their ids or by their groups', async () => {
    mock
      .on(DescribeNetworkInterfacesCommand)
      .resolves({ NetworkInterfaces: [{ NetworkInterfaceId: 'eni-00000001', Groups: [{ GroupId: groupId }] }] })
    const found = await describeNetworkInterfaces(call, { networkInterfaceIds: ['eni-00000001'] })
    await describeNetworkInterfaces(call, { groupIds: [groupId] })
    expect(found._unsafeUnwrap()).toEqual([{ networkInterfaceId: 'eni-00000001', securityGroupIds: [groupId] }])
    expect(inputs()).toEqual([
      { Filters: [{ Name: 'network-interface-id', Values: ['eni-00000001'] }], MaxResults: 1000 },
      { Filters: [{ Name: 'group-id', Values: [groupId] }], MaxResults: 1000 },
    ])
  })

  test('a security group is made with its tags in the same call', async () => {
    mock.on(CreateSecurityGroupCommand).resolves({ GroupId: groupId })
    await createSecurityGroup(call, { groupName: 'g', description: 'd', vpcId, tags: { a: 'b' } })
    expect(inputs()).toEqual([
      {
        GroupName: 'g',
        Description: 'd',
        VpcId: vpcId,
        TagSpecifications: [{ ResourceType: 'security-group', Tags: [{ Key: 'a', Value: 'b' }] }],
      },
    ])
  })

  test('address ranges are admitted on TCP 2049 alone', async () => {
    mock.on(AuthorizeSecurityGroupIngressCommand).resolves({})
    await admitNfs(call, { groupId, sources: ['10.0.0.0/24'], description: 'why' })
    const IpRanges = [{ CidrIp: '10.0.0.0/24', Description: 'why' }]
    expect(inputs()).toEqual([
      { GroupId: groupId, IpPermissions: [{ IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, IpRanges }] },
    ])
  })
})

test('a subnet without an IPv4 block has its IPv6 ones, which are admitted and read as IPv6 ranges', async () => {
  const place = { SubnetId: 'subnet-00000001', VpcId: vpcId, AvailabilityZoneId: 'euw1-az1' }
  const Subnets = [{ ...place, Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2001:db8::/64' }] }]
  mock.on(DescribeSubnetsCommand).resolves({ Subnets })
  const [subnet] = (await describeSubnets(call, ['subnet-00000001'] as SubnetId[]))._unsafeUnwrap()
  expect(subnet?.cidrBlocks).toEqual(['2001:db8::/64'])
  mock.on(AuthorizeSecurityGroupIngressCommand).resolves({})
  await admitNfs(call, { groupId, sources: ['sg-00000001', '2001:db8::/64'], description: 'why' })
  const Ipv6Ranges = [{ CidrIpv6: '2001:db8::/64', Description: 'why' }]
  const peers = { UserIdGroupPairs: [{ GroupId: 'sg-00000001', Description: 'why' }], Ipv6Ranges }
  const rule = { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, ...peers }
  expect(inputs().at(-1)).toEqual({ GroupId: groupId, IpPermissions: [rule] })
  mock
    .on(DescribeSecurityGroupsCommand)
    .resolves({ SecurityGroups: [{ GroupId: groupId, VpcId: vpcId, IpPermissions: [rule] }] })
  const [group] = (await describeSecurityGroups(call, { vpcId }))._unsafeUnwrap()
  expect(group).toMatchObject({ nfsCidrs: ['2001:db8::/64'], nfsSourceIds: ['sg-00000001'] })
})

test.each([
  [{ IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049 }, true],
  [{ IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535 }, true],
  [{ IpProtocol: '-1' }, true],
  [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 }, false],
  [{ IpProtocol: 'udp', FromPort: 2049, ToPort: 2049 }, false],
])('a rule %j admits NFS: %s', async (rule, admits) => {
  const IpPermissions = [{ ...rule, IpRanges: [{ CidrIp: '10.0.0.0/24' }] }]
  const SecurityGroups = [{ GroupId: groupId, VpcId: vpcId, IpPermissions }]
  mock.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups })
  const [group] = (await describeSecurityGroups(call, { vpcId }))._unsafeUnwrap()
  expect(group?.nfsCidrs).toEqual(admits ? ['10.0.0.0/24'] : [])
})

test('a group or rule that is there already is an outcome and no error', async () => {
  mock.on(CreateSecurityGroupCommand).rejects(refusal('InvalidGroup.Duplicate'))
  mock.on(AuthorizeSecurityGroupIngressCommand).rejects(refusal('InvalidPermission.Duplicate'))
  const created = await createSecurityGroup(call, { groupName: 'g', description: 'd', vpcId, tags: {} })
  const admitted = await admitNfs(call, { groupId, sources: ['10.0.0.0/24'], description: 'why' })
  expect(created._unsafeUnwrap()).toEqual({ outcome: 'exists', id: undefined, made: false })
  expect(admitted._unsafeUnwrap().outcome).toBe('exists')
})

test('a security group that is deleted by its id may be gone before', async () => {
  mock.on(DeleteSecurityGroupCommand).resolvesOnce({}).rejects(refusal('InvalidGroup.NotFound'))
  expect((await deleteSecurityGroup(call, groupId))._unsafeUnwrap()).toBe('deleted')
  expect((await deleteSecurityGroup(call, groupId))._unsafeUnwrap()).toBe('gone')
  expect(inputs()).toEqual([{ GroupId: groupId }, { GroupId: groupId }])
})

test.each([
  ['InvalidGroup.NotFound', 400, 'ResourceNotFoundError', false],
  ['InvalidSubnetID.NotFound', 400, 'ResourceNotFoundError', false],
  ['InvalidVpcID.NotFound', 400, 'ResourceNotFoundError', false],
  ['InvalidNetworkInterfaceID.NotFound', 400, 'ResourceNotFoundError', false],
  ['DependencyViolation', 400, 'ResourceInUseError', true],
  ['InvalidGroup.InUse', 400, 'ResourceInUseError', true],
  ['InvalidGroup.Duplicate', 400, 'AlreadyExistsError', false],
  ['SecurityGroupLimitExceeded', 400, 'ResourceLimitExceededError', false],
  ['RulesPerSecurityGroupLimitExceeded', 400, 'ResourceLimitExceededError', false],
  ['RequestLimitExceeded', 503, 'ThrottledError', true],
  ['UnauthorizedOperation', 403, 'AccessDeniedError', false],
  ['AuthFailure', 401, 'CredentialsError', false],
  ['InternalError', 500, 'ServiceFailureError', true],
  ['Unavailable', 503, 'ServiceFailureError', true],
  ['InvalidParameterValue', 400, 'RequestRefusedError', false],
])('%s (%i) becomes %s', async (name, status, expected, retryable) => {
  mock.on(DescribeSecurityGroupsCommand).rejects(refusal(name, status))
  const error = (await describeSecurityGroups({ ...call, maxRetryMs: 0 }, { groupId }))._unsafeUnwrapErr()
  expect(error).toMatchObject({ name: expected, retryable, operation: 'DescribeSecurityGroups' })
})
