import { assertErr, assertOk, writesIn } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { domainId, fileSystems, inboundName } from '../../test/file-systems.js'

const none = { undocumented: { nfsSecurityGroups: 'never' } } as const
const ownName = `studio-efs-inbound-nfs-${domainId}`
const sagemakers = (arnOf = domainId) => [
  { Key: 'ManagedByAmazonSageMakerResource', Value: `arn:aws:sagemaker:eu-west-1:111122223333:domain/${arnOf}` },
]

describe('existing mount targets', () => {
  function adopted() {
    const studio = fileSystems()
    const { fake, subnetIds, vpcId } = studio
    const theirs = fake.seed.securityGroup({ VpcId: vpcId, GroupName: 'theirs' }).GroupId
    const { FileSystemId } = fake.seed.fileSystem({ Encrypted: true })
    const target = fake.seed.mountTarget({ FileSystemId, SubnetId: subnetIds[0] ?? '', SecurityGroups: [theirs] })
    const inbound = studio.groupNamed(inboundName)?.GroupId ?? ''
    return { ...studio, theirs, target, inbound, input: { fileSystemId: FileSystemId } }
  }

  test('keep the groups that they have', async () => {
    const { ensure, input, target, theirs, inbound } = adopted()
    const { changes } = assertOk(await ensure(input))
    expect(target.SecurityGroups).toEqual([theirs, inbound])
    expect(changes).toContainEqual({
      kind: 'mount-target-security-groups',
      action: 'add',
      mountTargetId: target.MountTargetId,
      before: [theirs],
      added: { groupId: inbound, groupName: inboundName },
    })
  })

  test('keep a group that is added between reading and writing', async () => {
    const { fake, ensure, input, target, theirs, inbound, vpcId } = adopted()
    const late = fake.seed.securityGroup({ VpcId: vpcId, GroupName: 'late' }).GroupId
    const change = () => void target.SecurityGroups.push(late)
    const operation = 'DescribeMountTargetSecurityGroups'
    fake.inject({ service: 'efs', operation, when: 'next', fault: { kind: 'third-party', change } })
    assertOk(await ensure(input))
    expect(target.SecurityGroups).toEqual([theirs, late, inbound])
  })

  test('get the group again when another process replaces the set right after it was written', async () => {
    const { fake, ensure, input, target, theirs, inbound } = adopted()
    const change = () => void Object.assign(target, { SecurityGroups: [theirs] })
    const operation = 'DescribeMountTargetSecurityGroups'
    fake.inject({ service: 'efs', operation, when: 2, fault: { kind: 'third-party', change } })
    assertOk(await ensure(input))
    expect(target.SecurityGroups).toEqual([theirs, inbound])
  })

  test('are read from EFS where EC2 does not know their network interface yet', async () => {
    const { fake, ensure, input, target, theirs, inbound } = adopted()
    const hidden = fake.state.ec2.networkInterfaces.get(target.NetworkInterfaceId)
    fake.state.ec2.networkInterfaces.delete(target.NetworkInterfaceId)
    assertOk(await ensure(input))
    expect(hidden?.SecurityGroups).toEqual([theirs, inbound])
    const calls = fake.calls.length
    expect(assertOk(await ensure(input)).changes).toEqual([])
    expect(writesIn(fake.calls.slice(calls))).toEqual([])
  })
})

describe('where SageMaker made no group', () => {
  test('the call waits for the time allowed, and says what to pass', async () => {
    const { fake, ensure } = fileSystems(none)
    const start = fake.clock.now()
    const error = assertErr(await ensure({ securityGroupWaitMs: 20_000 }), 'NfsSecurityGroupMissingError')
    expect(error.hint).toMatch(/securityGroupId.*missingSecurityGroup/)
    expect(fake.clock.now() - start).toBeGreaterThan(19_000)
    expect(fake.clock.now() - start).toBeLessThanOrEqual(20_000)
    expect(writesIn(fake.calls)).toEqual([])
  })

  test('one that appears meanwhile is used', async () => {
    const { fake, ensure, vpcId, world } = fileSystems(none)
    const running = ensure({ missingSecurityGroup: 'create' })
    await fake.clock.sleep(8_000)
    fake.seed.securityGroup({ VpcId: vpcId, GroupName: inboundName, Tags: sagemakers() })
    assertOk(await running)
    expect(world().mountTargets.flatMap(({ groups }) => groups)).toEqual([inboundName, inboundName, inboundName])
    expect(world().groups).toEqual([])
  })

  test('one that appears right before the end of the time allowed is used', async () => {
    const { fake, ensure, vpcId, world } = fileSystems(none)
    const running = ensure({ securityGroupWaitMs: 20_000 })
    await fake.clock.sleep(19_400)
    fake.seed.securityGroup({ VpcId: vpcId, GroupName: inboundName, Tags: sagemakers() })
    assertOk(await running)
    expect(world().mountTargets.flatMap(({ groups }) => groups)).toEqual([inboundName, inboundName, inboundName])
  })

  test('a call that ends before the time allowed says what it was waiting for', async () => {
    const { fake, ensure } = fileSystems(none)
    const error = assertErr(await ensure({ timeoutMs: 10_000 }), 'DeadlineExceededError')
    expect(error.pending).toContain(`waiting for security group ${inboundName}, which is not there`)
    expect(fake.calls.filter(({ operation }) => operation === 'DescribeSecurityGroups').length).toBeGreaterThan(2)
  })

  test('one of that name without the tag of SageMaker for this domain is not used, and not waited for', async () => {
    for (const Tags of [[], sagemakers('d-other')]) {
      const { fake, ensure, vpcId } = fileSystems(none)
      const { GroupId } = fake.seed.securityGroup({ VpcId: vpcId, GroupName: inboundName, Tags })
      const start = fake.clock.now()
      expect(assertErr(await ensure(), 'NfsSecurityGroupMissingError').foreignGroupId).toBe(GroupId)
      expect(fake.clock.now()).toBe(start)
    }
  })

  test('the one that the caller names is used, and a later run does not wait again', async () => {
    const { fake, ensure, vpcId, world } = fileSystems(none)
    const { GroupId } = fake.seed.securityGroup({ VpcId: vpcId, GroupName: 'by hand' })
    const output = assertOk(await ensure({ securityGroupId: GroupId }))
    expect(output.nfsSecurityGroups).toEqual({ mountTargetGroupId: GroupId, spaceGroupId: undefined })
    expect(world().mountTargets.map(({ groups }) => groups)).toEqual([['by hand'], ['by hand'], ['by hand']])
    const [calls, start] = [fake.calls.length, fake.clock.now()]
    expect(assertOk(await ensure({ securityGroupId: GroupId })).changes).toEqual([])
    expect(fake.calls.length - calls).toBe(7)
    expect(fake.clock.now()).toBe(start)
  })

  test('one that the caller names in another VPC is an error', async () => {
    const { fake, ensure } = fileSystems(none)
    const { GroupId } = fake.seed.securityGroup()
    assertErr(await ensure({ securityGroupId: GroupId, securityGroupWaitMs: 0 }), 'SecurityGroupNotInVpcError')
  })

  test("a group of this package admits NFS from the domain's subnets, and a later run makes 7 calls and no write", async () => {
    const { fake, ensure, world, subnetIds } = fileSystems(none)
    const output = assertOk(await ensure({ missingSecurityGroup: 'create' }))
    const cidrs = subnetIds.map((id) => fake.state.ec2.subnets.get(id)?.CidrBlock)
    expect(world().groups).toMatchObject([
      { name: ownName, rules: [{ IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049 }] },
    ])
    expect(world().groups[0]?.rules[0]?.IpRanges?.map(({ CidrIp }) => CidrIp)).toEqual(cidrs)
    expect(output.lambda.securityGroupIds).toEqual([output.nfsSecurityGroups.mountTargetGroupId])
    const calls = fake.calls.length
    expect(assertOk(await ensure()).changes).toEqual([])
    expect(fake.calls.length - calls).toBe(7)
    expect(writesIn(fake.calls.slice(calls))).toEqual([])
  })

  test('a group of this package admits a subnet that the domain gets later', async () => {
    const { fake, ensure, vpcId, subnetIds } = fileSystems(none)
    assertOk(await ensure({ missingSecurityGroup: 'create' }))
    const { SubnetId, CidrBlock } = fake.seed.subnet({ VpcId: vpcId })
    const { changes } = assertOk(await ensure({ subnetIds: [...subnetIds, SubnetId] }))
    expect(changes).toEqual([{ kind: 'security-group-rules', action: 'add', groupName: ownName, cidrs: [CidrBlock] }])
  })

  test('a group of this package gives way to SageMaker’s when that appears', async () => {
    const { fake, ensure, vpcId, world } = fileSystems(none)
    assertOk(await ensure({ missingSecurityGroup: 'create' }))
    fake.seed.securityGroup({ VpcId: vpcId, GroupName: inboundName, Tags: sagemakers() })
    assertOk(await ensure())
    expect(world().mountTargets.map(({ groups }) => groups)).toEqual(Array(3).fill([inboundName, ownName]))
  })

  test('a foreign group with the name of this package’s is an error that says what to do', async () => {
    const { fake, ensure, vpcId } = fileSystems(none)
    fake.seed.securityGroup({ VpcId: vpcId, GroupName: ownName })
    const error = assertErr(await ensure({ missingSecurityGroup: 'create' }), 'ForeignSecurityGroupError')
    expect(error.hint).toContain('securityGroupId')
    expect(writesIn(fake.calls)).toEqual([])
  })
})

describe('subnets', () => {
  test('without an IPv4 block have no range of it to admit', async () => {
    const { fake, ensure, subnetIds, groupNamed } = fileSystems({ ...none, zones: 2 })
    const [ipv4, ipv6] = subnetIds.map((id) => fake.state.ec2.subnets.get(id))
    const { AvailabilityZone, AvailabilityZoneId } = ipv4 ?? {}
    const noIpv4 = { CidrBlock: undefined, AvailableIpAddressCount: 0 }
    Object.assign(ipv6 ?? {}, { ...noIpv4, AvailabilityZone, AvailabilityZoneId })
    assertOk(await ensure({ missingSecurityGroup: 'create', securityGroupWaitMs: 0 }))
    expect(groupNamed(ownName)?.IpPermissions.flatMap(({ IpRanges = [] }) => IpRanges)).toMatchObject([
      { CidrIp: ipv4?.CidrBlock },
    ])
  })

  test('that another account shares with this one are like any other', async () => {
    const { fake, ensure, subnetIds, world } = fileSystems()
    for (const id of subnetIds) Object.assign(fake.state.ec2.subnets.get(id) ?? {}, { OwnerId: '444455556666' })
    assertOk(await ensure())
    expect(world().mountTargets.map(({ subnet, groups }) => [subnet, ...groups])).toEqual(
      subnetIds.map((id) => [id, inboundName]),
    )
  })
})

test("a domain's outbound group that is gone is named, and no function gets another one in its place", async () => {
  const { fake, ensure, groupNamed } = fileSystems()
  const outboundName = `security-group-for-outbound-nfs-${domainId}`
  expect(assertOk(await ensure()).lambda.missingGroupName).toBeUndefined()
  fake.state.ec2.securityGroups.delete(groupNamed(outboundName)?.GroupId ?? '')
  expect(assertOk(await ensure()).lambda).toMatchObject({ securityGroupIds: [], missingGroupName: outboundName })
})
