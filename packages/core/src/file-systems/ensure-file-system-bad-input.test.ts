import { assertErr, assertOk, writesIn } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { domainId, fileSystems, inboundName, operationsOn, ourFileSystems } from '../../test/file-systems.js'
import type { EnsureFileSystemForDomainInput } from './ensure-file-system-for-domain.js'

const domainOf = ({ fake }: ReturnType<typeof fileSystems>) => {
  const domain = fake.state.sagemaker.domains.get(domainId)
  if (domain === undefined) throw new Error('no domain')
  return domain as { -readonly [Key in keyof typeof domain]: (typeof domain)[Key] }
}

describe('the domain', () => {
  test('that is unknown is an error, and nothing is made', async () => {
    const { fake } = fileSystems()
    const result = await operationsOn(fake).ensureFileSystemForDomain({ domainId: 'd-unknown' })
    expect(assertErr(result, 'ResourceNotFoundError').resource).toBe('domain d-unknown')
    expect(writesIn(fake.calls)).toEqual([])
  })

  test('that is being deleted is an error', async () => {
    const studio = fileSystems()
    domainOf(studio).Status = 'Deleting'
    expect(assertErr(await studio.ensure(), 'UnusableStatusError').status).toBe('Deleting')
  })

  test('that is still being made is waited for', async () => {
    const studio = fileSystems()
    domainOf(studio).Status = 'Pending'
    const running = studio.ensure()
    await studio.fake.clock.sleep(10_000)
    domainOf(studio).Status = 'InService'
    assertOk(await running)
  })

  test('without a VPC asks for subnetIds, and takes them', async () => {
    const studio = fileSystems()
    Object.assign(domainOf(studio), { VpcId: undefined, SubnetIds: undefined })
    expect(assertErr(await studio.ensure(), 'DomainWithoutVpcError').hint).toContain('subnetIds')
    const { vpcId } = assertOk(await studio.ensure({ subnetIds: studio.subnetIds }))
    expect(vpcId).toBe(studio.vpcId)
  })

  test('that names a subnet which is gone is an error that names it, and nothing is made', async () => {
    const { fake, ensure, subnetIds } = fileSystems()
    fake.state.ec2.subnets.delete(subnetIds[1] ?? '')
    expect(assertErr(await ensure(), 'SubnetsGoneError').subnetIds).toEqual([subnetIds[1]])
    expect(writesIn(fake.calls)).toEqual([])
    assertOk(await ensure({ subnetIds: subnetIds.filter((_, at) => at !== 1) }))
  })

  test('with 17 subnets in 3 zones gets 3 mount targets', async () => {
    const studio = fileSystems()
    const { fake, vpcId, subnetIds, ensure, world } = studio
    const more = Array.from({ length: 14 }, (_, at) =>
      fake.seed.subnet({ VpcId: vpcId, AvailabilityZone: `eu-west-1${'abc'.charAt(at % 3)}` }),
    )
    domainOf(studio).SubnetIds = [...subnetIds, ...more.map(({ SubnetId }) => SubnetId)]
    const { lambda } = assertOk(await ensure())
    expect(world().mountTargets.map(({ zone }) => zone)).toEqual(['euw1-az1', 'euw1-az2', 'euw1-az3'])
    expect(lambda.subnetIds).toHaveLength(3)
  })
})

describe('the file system', () => {
  test('that is unknown is an error', async () => {
    const { ensure } = fileSystems()
    const error = assertErr(await ensure({ fileSystemId: 'fs-0123456789abcdef0' }), 'ResourceNotFoundError')
    expect(error.operation).toBe('DescribeFileSystems')
  })

  test('with mount targets in another VPC is an error that names both', async () => {
    const { fake, ensure, vpcId } = fileSystems()
    const other = fake.seed.vpc()
    const { FileSystemId } = fake.seed.fileSystem({ Encrypted: true })
    fake.seed.mountTarget({ FileSystemId, SubnetId: other.subnets[0]?.SubnetId ?? '' })
    const error = assertErr(await ensure({ fileSystemId: FileSystemId }), 'FileSystemInOtherVpcError')
    expect(error).toMatchObject({ fileSystemVpcId: other.vpc.VpcId, vpcId })
    expect(writesIn(fake.calls)).toEqual([])
  })

  test('of one zone is a finding: it is used where it can be, and changed nowhere', async () => {
    const { fake, ensure, world } = fileSystems()
    const { FileSystemId } = fake.seed.fileSystem({ AvailabilityZoneName: 'eu-west-1b' })
    const { findings } = assertOk(await ensure({ fileSystemId: FileSystemId }))
    expect(findings).toMatchObject([
      { kind: 'unencrypted', fileSystemId: FileSystemId },
      { kind: 'one-zone', zoneId: 'euw1-az2', uncoveredZoneIds: ['euw1-az1', 'euw1-az3'] },
      { kind: 'adopted' },
      { kind: 'anonymous-root' },
    ])
    expect(world().mountTargets.map(({ zone }) => zone)).toEqual(['euw1-az2'])
    expect(assertOk(await ensure({ fileSystemId: FileSystemId })).changes).toEqual([])
  })

  test('of one zone where the domain has no subnet is an error', async () => {
    const { fake, ensure } = fileSystems({ zones: 2 })
    fake.seed.subnet({ AvailabilityZone: 'eu-west-1c' })
    const { FileSystemId } = fake.seed.fileSystem({ AvailabilityZoneName: 'eu-west-1c' })
    assertErr(await ensure({ fileSystemId: FileSystemId }), 'OneZoneElsewhereError')
  })

  test('with the tag of the domain is used', async () => {
    const { fake, ensure } = fileSystems()
    const Tags = [{ Key: 'studio-efs:domain-id', Value: domainId }]
    const { FileSystemId } = fake.seed.fileSystem({ Encrypted: true, Tags })
    expect(assertOk(await ensure()).fileSystem?.fileSystemId).toBe(FileSystemId)
    expect(ourFileSystems(fake)).toHaveLength(1)
  })

  test('that has our creation token without our tag is an error, and is left alone', async () => {
    const { fake, ensure } = fileSystems()
    const { FileSystemId } = fake.seed.fileSystem({ CreationToken: `studio-efs-${domainId}` })
    expect(assertErr(await ensure(), 'CreationTokenTakenError').fileSystemId).toBe(FileSystemId)
    expect(writesIn(fake.calls)).toEqual([])
    assertOk(await ensure({ fileSystemId: FileSystemId }))
  })

  test('that takes our creation token between reading and writing is an error, and is left alone', async () => {
    const { fake, ensure } = fileSystems()
    const change = () => void fake.seed.fileSystem({ CreationToken: `studio-efs-${domainId}` })
    fake.inject({ service: 'efs', operation: 'CreateFileSystem', when: 'next', fault: { kind: 'third-party', change } })
    assertErr(await ensure(), 'CreationTokenTakenError')
    expect(fake.state.efs.accessPoints.size).toBe(0)
  })
})

describe('the network', () => {
  test('without a free address in a zone is an error that names its subnets, and nothing is made', async () => {
    const { fake, ensure, subnetIds } = fileSystems()
    const full = fake.state.ec2.subnets.get(subnetIds[2] ?? '')
    if (full !== undefined) full.AvailableIpAddressCount = 0
    expect(assertErr(await ensure(), 'NoFreeAddressesError').subnetIds).toEqual([subnetIds[2]])
    expect(writesIn(fake.calls)).toEqual([])
  })

  test('that loses its last address meanwhile is an error; the next run makes only what is missing', async () => {
    const { fake, ensure, subnetIds } = fileSystems()
    const [full] = [...fake.state.ec2.subnets.values()].filter(({ SubnetId }) => SubnetId === subnetIds[2])
    const change = () => void Object.assign(full ?? {}, { AvailableIpAddressCount: 0 })
    const onThird = ({ SubnetId }: Readonly<Record<string, unknown>>) => SubnetId === subnetIds[2]
    fake.inject({
      service: 'efs',
      operation: 'CreateMountTarget',
      when: onThird,
      times: 1,
      fault: { kind: 'third-party', change },
    })
    const error = assertErr(await ensure(), 'ResourceLimitExceededError')
    expect(error).toMatchObject({ code: 'NoFreeAddressesInSubnet', hint: expect.stringContaining('IP address') })
    if (full !== undefined) full.AvailableIpAddressCount = 10
    const { changes } = assertOk(await ensure())
    expect(changes).toMatchObject([{ kind: 'mount-target', subnetId: subnetIds[2] }])
  })

  test('with five groups on a mount target is an error before anything is written', async () => {
    const { fake, ensure, subnetIds, vpcId } = fileSystems()
    const groups = Array.from({ length: 5 }, () => fake.seed.securityGroup({ VpcId: vpcId }).GroupId)
    const { FileSystemId } = fake.seed.fileSystem({ Encrypted: true })
    fake.seed.mountTarget({ FileSystemId, SubnetId: subnetIds[0] ?? '', SecurityGroups: groups })
    const error = assertErr(await ensure({ fileSystemId: FileSystemId }), 'TooManySecurityGroupsError')
    expect(error).toMatchObject({ securityGroupIds: groups, groupName: inboundName, limit: 5 })
    expect(writesIn(fake.calls)).toEqual([])
  })
})

test.each<[string, Omit<EnsureFileSystemForDomainInput, 'domainId'> & Record<string, unknown>]>([
  ['fileSystemId', { fileSystemId: 'fs-1' }],
  ['subnetIds', { subnetIds: [] }],
  ['securityGroupId', { securityGroupId: 'default' }],
  ['missingSecurityGroup', { missingSecurityGroup: 'ignore' as never }],
  ['maxSecurityGroups', { maxSecurityGroups: 0 }],
  ['securityGroupWaitMs', { securityGroupWaitMs: -1 }],
  ['kmsKeyId', { kmsKeyId: 'my key' }],
  ['tags.aws:x', { tags: { 'aws:x': '1' } }],
  ['name', { name: '' }],
  ['lifecyclePolicies.transitionToIA', { lifecyclePolicies: { transitionToIA: 'AFTER_2_DAYS' } }],
  ['onProgress', { onProgress: 'console' as never }],
  ['dryrun', { dryrun: true }],
])('a wrong %s is refused before anything is read', async (field, input) => {
  const { fake, ensure } = fileSystems()
  expect(assertErr(await ensure(input), 'InvalidInputError').field).toBe(field)
  expect(fake.calls).toEqual([])
})
