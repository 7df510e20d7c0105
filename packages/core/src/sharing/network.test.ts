import { assertErr, assertOk } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { fileSystemId, vpcOfDomains } from '../../test/vpc.js'

const inbound = (domainId: string) => `security-group-for-inbound-nfs-${domainId}`
const ours = `studio-efs-nfs-${fileSystemId}`
const outcomes = (result: { readonly domains: readonly { readonly domainId: string; readonly outcome: string }[] }) =>
  Object.fromEntries(result.domains.map(({ domainId, outcome }) => [domainId, outcome]))

/** Two zones, and a file system that is of the first alone. */
function oneZone(domains: readonly (readonly number[])[]) {
  const vpc = vpcOfDomains({ domains, zones: 2 })
  const { AvailabilityZoneId, AvailabilityZone: AvailabilityZoneName } = vpc.subnets[0] ?? {}
  Object.assign(vpc.fake.state.efs.fileSystems.get(fileSystemId) ?? {}, { AvailabilityZoneId, AvailabilityZoneName })
  return vpc
}

describe('a domain more than mount targets take groups', () => {
  test('is admitted by a shared group in the place of the last domain’s, on mount targets that are full', async () => {
    const { studioEfs, share, targets } = vpcOfDomains({ domains: 6 })
    assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, excludeDomainIds: ['d-team5'] }))
    const dry = assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, dryRun: true }))
    const done = assertOk(await studioEfs.shareAcrossVpcDomains(share))
    expect([done.outcome, done.scheme]).toEqual(['complete', 'shared-groups'])
    const four = [0, 1, 2, 3].map((n) => inbound(`d-team${n}`))
    expect(targets().map(({ groups }) => groups)).toEqual(Array(3).fill([...four, ours]))
    expect(done.changes).toEqual(dry.changes)
    expect(
      done.changes.map((change) => `${change.kind} ${'action' in change ? change.action : ''}`).slice(0, 4),
    ).toEqual([
      'security-group create',
      'security-group-sources add',
      'mount-target-security-groups remove',
      'mount-target-security-groups add',
    ])
    const { domains } = assertOk(await studioEfs.describeSharing({ fileSystemId }))
    expect(domains.flatMap(({ obstacles }) => obstacles)).toEqual([])
  })

  test('leaves the groups of others as they are, in their order', async () => {
    const { studioEfs, fake, share, subnets, vpcId } = vpcOfDomains({ domains: 5 })
    const foreign = fake.seed.securityGroup({ VpcId: vpcId, GroupName: 'theirs' }).GroupId
    const target = fake.seed.mountTarget({
      FileSystemId: fileSystemId,
      SubnetId: subnets[0]?.SubnetId ?? '',
      SecurityGroups: [foreign],
    })
    assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, excludeDomainIds: ['d-team4'] }))
    assertOk(await studioEfs.shareAcrossVpcDomains(share))
    expect(target.SecurityGroups).toHaveLength(5)
    expect(target.SecurityGroups[0]).toBe(foreign)
  })

  test('is added after ensureFileSystemForDomain filled the mount targets, which then has nothing to add', async () => {
    const { studioEfs, fake, share, domainIds, writes } = vpcOfDomains({ domains: 6 })
    for (const domainId of domainIds.slice(0, 5))
      assertOk(await studioEfs.ensureFileSystemForDomain({ domainId, fileSystemId }))
    expect(assertOk(await studioEfs.shareAcrossVpcDomains(share)).outcome).toBe('complete')
    const before = fake.calls.length
    for (const domainId of domainIds) {
      const calls = fake.calls.length
      expect(assertOk(await studioEfs.ensureFileSystemForDomain({ domainId, fileSystemId })).changes).toEqual([])
      expect(fake.calls.length - calls).toBe(9)
    }
    expect(writes(before)).toEqual([])
  })
})

describe('what fails in one zone fails for the domains of that zone', () => {
  test('without a free address', async () => {
    const { studioEfs, fake, share, subnets, listsOf } = vpcOfDomains({ domains: [[0], [0, 1]], zones: 2 })
    Object.assign(fake.state.ec2.subnets.get(subnets[1]?.SubnetId ?? '') ?? {}, { AvailableIpAddressCount: 0 })
    const result = assertOk(await studioEfs.shareAcrossVpcDomains(share))
    expect([result.outcome, outcomes(result)]).toEqual(['partial', { 'd-team0': 'changed', 'd-team1': 'failed' }])
    expect(result.domains[1]).toMatchObject({ error: { name: 'NoFreeAddressesError' } })
    expect(listsOf('d-team1').private).toBeUndefined()
  })

  test('where a mount target ends in error, also on the next run', async () => {
    const { studioEfs, fake, share, subnets, targets } = vpcOfDomains({ domains: [[0], [1]], zones: 2 })
    const when = ({ SubnetId }: Readonly<Record<string, unknown>>) => SubnetId === subnets[1]?.SubnetId
    const fault = { kind: 'ends-in', status: 'error' } as const
    fake.inject({ service: 'efs', operation: 'CreateMountTarget', when, fault })
    for (const expected of ['changed', 'unchanged']) {
      const result = assertOk(await studioEfs.shareAcrossVpcDomains(share))
      expect(outcomes(result)).toEqual({ 'd-team0': expected, 'd-team1': 'failed' })
      expect(result.domains[1]).toMatchObject({ error: { name: 'MountTargetFailedError' } })
    }
    expect(targets().map(({ state }) => state)).toEqual(['available', 'error'])
  })

  test('where EFS refuses to make a mount target', async () => {
    const { studioEfs, fake, share, subnets } = vpcOfDomains({ domains: [[0], [1]], zones: 2 })
    const when = ({ SubnetId }: Readonly<Record<string, unknown>>) => SubnetId === subnets[1]?.SubnetId
    const fault = { kind: 'error', code: 'NetworkInterfaceLimitExceeded', status: 409 } as const
    fake.inject({ service: 'efs', operation: 'CreateMountTarget', when, fault })
    const result = assertOk(await studioEfs.shareAcrossVpcDomains(share))
    expect(outcomes(result)).toEqual({ 'd-team0': 'changed', 'd-team1': 'failed' })
  })

  test('where others have filled the mount target', async () => {
    const { studioEfs, fake, share, subnets, vpcId } = vpcOfDomains({ domains: [[0], [1]], zones: 2 })
    const SecurityGroups = Array.from({ length: 5 }, () => fake.seed.securityGroup({ VpcId: vpcId }).GroupId)
    fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId: subnets[1]?.SubnetId ?? '', SecurityGroups })
    const result = assertOk(await studioEfs.shareAcrossVpcDomains(share))
    expect(outcomes(result)).toEqual({ 'd-team0': 'changed', 'd-team1': 'failed' })
    expect(result.domains[1]).toMatchObject({ error: { name: 'TooManySecurityGroupsError' } })
  })

  test('where more groups are needed than a new mount target takes, and a dry run reports it', async () => {
    const ownGroups = [1, 2, 3, 4, 5, 6]
    const { studioEfs, share, writes } = vpcOfDomains({ domains: 7, ownGroups })
    for (const dryRun of [true, false]) {
      const result = assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, dryRun }))
      expect(result.domains).toMatchObject(
        Array(7).fill({ outcome: 'failed', error: { name: 'TooManySecurityGroupsError' } }),
      )
    }
    expect(writes().filter(({ operation }) => operation === 'CreateMountTarget')).toEqual([])
    const fewer = { ...share, excludeDomainIds: ['d-team5', 'd-team6'] }
    expect(assertOk(await studioEfs.shareAcrossVpcDomains(fewer)).outcome).toBe('complete')
  })

  test('where a One Zone file system is for a domain in other zones', async () => {
    const { studioEfs, share } = oneZone([[0], [1]])
    const result = assertOk(await studioEfs.shareAcrossVpcDomains(share))
    expect(outcomes(result)).toEqual({ 'd-team0': 'changed', 'd-team1': 'failed' })
    expect(result.domains[1]).toMatchObject({ outcome: 'failed', error: { name: 'OneZoneElsewhereError' } })
  })

  test('but not where a One Zone file system leaves one of its zones out, which is a finding', async () => {
    const { studioEfs, share, subnets, targets } = oneZone([[0, 1], [0]])
    const [zoneId, uncovered] = subnets.map(({ AvailabilityZoneId }) => AvailabilityZoneId)
    for (const [dryRun, mountTargets] of [[true, 0] as const, [false, 1] as const]) {
      const { outcome, findings } = assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, dryRun }))
      expect([outcome, targets().length]).toEqual(['complete', mountTargets])
      expect(findings).toMatchObject([{ kind: 'one-zone', fileSystemId, zoneId, uncoveredZoneIds: [uncovered] }])
    }
    const { domains } = assertOk(await studioEfs.describeSharing({ fileSystemId }))
    expect(domains.map(({ obstacles }) => obstacles)).toEqual([[{ kind: 'zone-not-covered', zoneId: uncovered }], []])
  })
})

test('a Regional file system has no finding', async () => {
  const { studioEfs, share } = vpcOfDomains()
  expect(assertOk(await studioEfs.shareAcrossVpcDomains(share)).findings).toEqual([])
})

test('a domain that failed before its mount targets lost its group keeps its first error', async () => {
  const { studioEfs, fake, share, subnets, domain, vpcId } = vpcOfDomains({ domains: [[0], [0]] })
  const target = fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId: subnets[0]?.SubnetId ?? '' })
  Object.assign(domain('d-team0') ?? {}, { DefaultSpaceSettings: {} })
  const running = studioEfs.shareAcrossVpcDomains(share)
  await fake.clock.sleep(1_000)
  target.SecurityGroups = Array.from({ length: 5 }, () => fake.seed.securityGroup({ VpcId: vpcId }).GroupId)
  const { domains } = assertOk(await running)
  expect(domains).toMatchObject([
    { error: { name: 'ExecutionRoleMissingError' } },
    { error: { name: 'TooManySecurityGroupsError' } },
  ])
})

test('a domain that is failed or being deleted takes no part in the network', async () => {
  for (const Status of ['Failed', 'Deleting']) {
    const { studioEfs, fake, share, subnets, domain, targets } = vpcOfDomains({
      domains: [[0], [0], [0], [0], [0], [1]],
    })
    Object.assign(domain('d-team5') ?? {}, { Status })
    Object.assign(fake.state.ec2.subnets.get(subnets[1]?.SubnetId ?? '') ?? {}, { AvailableIpAddressCount: 0 })
    const result = assertOk(await studioEfs.shareAcrossVpcDomains(share))
    expect([result.scheme, targets().length]).toEqual(['domain-groups', 1])
    expect(result.domains[5]).toMatchObject({ outcome: 'failed', error: { name: 'UnusableStatusError' } })
  }
})

test('a domain that is still being created is waited for before its groups are read', async () => {
  const { studioEfs, fake, share, domain } = vpcOfDomains({ domains: 2 })
  const { securityGroups } = fake.state.ec2
  const late = [...securityGroups.values()].filter(({ GroupName }) => GroupName.endsWith('nfs-d-team1'))
  for (const { GroupId } of late) securityGroups.delete(GroupId)
  Object.assign(domain('d-team1') ?? {}, { Status: 'Pending' })
  const running = studioEfs.shareAcrossVpcDomains(share)
  await fake.clock.sleep(20_000)
  for (const group of late) securityGroups.set(group.GroupId, group)
  Object.assign(domain('d-team1') ?? {}, { Status: 'InService' })
  expect(outcomes(assertOk(await running))).toEqual({ 'd-team0': 'changed', 'd-team1': 'changed' })
})

describe('a file system', () => {
  test.each(['error', 'deleting'])('that is %s is an error, whatever mount targets it has', async (state) => {
    const { studioEfs, fake, share, writes } = vpcOfDomains()
    assertOk(await studioEfs.shareAcrossVpcDomains(share))
    Object.assign(fake.state.efs.fileSystems.get(fileSystemId) ?? {}, { LifeCycleState: state })
    const before = fake.calls.length
    assertErr(await studioEfs.shareAcrossVpcDomains(share), 'UnusableLifeCycleError')
    expect(writes(before)).toEqual([])
  })

  test('that is still being made is waited for', async () => {
    const { studioEfs, fake, share, writes } = vpcOfDomains()
    const record = fake.state.efs.fileSystems.get(fileSystemId) ?? {}
    Object.assign(record, { LifeCycleState: 'creating' })
    const running = studioEfs.shareAcrossVpcDomains(share)
    await fake.clock.sleep(10_000)
    expect(writes()).toEqual([])
    Object.assign(record, { LifeCycleState: 'available' })
    expect(assertOk(await running).outcome).toBe('complete')
  })
})

test('a group that EC2 made a moment ago, and that EFS does not know yet, is tried again', async () => {
  const { studioEfs, fake, share, subnets } = vpcOfDomains({ domains: 6 })
  fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId: subnets[0]?.SubnetId ?? '' })
  const unknown = { kind: 'error', code: 'SecurityGroupNotFound', status: 400 } as const
  const modify = { service: 'efs', operation: 'ModifyMountTargetSecurityGroups' } as const
  fake.inject({ ...modify, when: () => true, times: 3, fault: unknown })
  expect(assertOk(await studioEfs.shareAcrossVpcDomains(share)).outcome).toBe('complete')
})

test('a group that EFS never gets to know is an error in the end', async () => {
  const { studioEfs, fake, share, subnets } = vpcOfDomains({ domains: [[0]] })
  fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId: subnets[0]?.SubnetId ?? '' })
  const unknown = { kind: 'error', code: 'SecurityGroupNotFound', status: 400 } as const
  fake.inject({ service: 'efs', operation: 'ModifyMountTargetSecurityGroups', when: () => true, fault: unknown })
  const { domains } = assertOk(await studioEfs.shareAcrossVpcDomains(share))
  expect(domains[0]).toMatchObject({ outcome: 'failed', error: { code: 'SecurityGroupNotFound' } })
})

describe('a domain', () => {
  test('that a shared group admits, for want of SageMaker’s, is shared with and described as served', async () => {
    const { studioEfs, fake, share, targets } = vpcOfDomains({ domains: 7 })
    const { securityGroups } = fake.state.ec2
    for (const { GroupId, GroupName } of [...securityGroups.values()])
      if (GroupName.endsWith('d-team6')) securityGroups.delete(GroupId)
    const missing = assertOk(await studioEfs.shareAcrossVpcDomains(share)).domains[6]
    expect(missing).toMatchObject({ error: { name: 'NfsSecurityGroupMissingError' } })
    expect(missing).toMatchObject({ error: { hint: expect.stringContaining('ensureFileSystemForDomain') } })
    const input = { domainId: 'd-team6', fileSystemId, missingSecurityGroup: 'create', securityGroupWaitMs: 0 } as const
    assertOk(await studioEfs.ensureFileSystemForDomain(input))
    expect(assertOk(await studioEfs.shareAcrossVpcDomains(share)).outcome).toBe('complete')
    for (const { groups } of targets()) expect(groups).toEqual([`studio-efs-inbound-nfs-d-team6`, ours])
    const { domains } = assertOk(await studioEfs.describeSharing({ fileSystemId }))
    expect(domains.flatMap(({ obstacles }) => obstacles)).toEqual([])
  })

  test('that only a shared group admits has a later subnet admitted too', async () => {
    const { studioEfs, fake, share, domain, vpcId } = vpcOfDomains({
      domains: [[0]],
      undocumented: { nfsSecurityGroups: 'never' },
    })
    const input = { domainId: 'd-team0', fileSystemId, missingSecurityGroup: 'create', securityGroupWaitMs: 0 } as const
    assertOk(await studioEfs.ensureFileSystemForDomain(input))
    assertOk(await studioEfs.shareAcrossVpcDomains(share))
    const { SubnetId, CidrBlock } = fake.seed.subnet({ VpcId: vpcId })
    const record = domain('d-team0')
    Object.assign(record ?? {}, { SubnetIds: [...(record?.SubnetIds ?? []), SubnetId] })
    const obstacles = async () => assertOk(await studioEfs.describeSharing({ fileSystemId })).domains[0]?.obstacles
    expect((await obstacles())?.map(({ kind }) => kind)).toContain('not-admitted')
    const dry = assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, dryRun: true }))
    const { changes } = assertOk(await studioEfs.shareAcrossVpcDomains(share))
    const groupName = 'studio-efs-inbound-nfs-d-team0'
    expect(changes).toContainEqual({ kind: 'security-group-rules', action: 'add', groupName, cidrs: [CidrBlock] })
    expect(dry.changes).toEqual(changes)
    expect(await obstacles()).toEqual([])
  })

  test('whose subnets are all gone has failed, and the others have not', async () => {
    const { studioEfs, fake, share, subnets } = vpcOfDomains({ domains: [[0], [1]], zones: 2 })
    fake.state.ec2.subnets.delete(subnets[1]?.SubnetId ?? '')
    const { domains } = assertOk(await studioEfs.shareAcrossVpcDomains(share))
    expect(domains[0]).toMatchObject({ outcome: 'changed' })
    expect(domains[1]).toMatchObject({ outcome: 'failed', error: { name: 'SubnetsGoneError' } })
  })

  test('that is deleted after it was listed is skipped, and has failed when it was named', async () => {
    const gone = () => {
      const made = vpcOfDomains({ domains: 2 })
      const change = () => void made.fake.state.sagemaker.domains.delete('d-team0')
      const fault = { kind: 'third-party', change } as const
      made.fake.inject({ service: 'sagemaker', operation: 'DescribeDomain', when: 'next', fault })
      return made
    }
    const listed = gone()
    const all = assertOk(await listed.studioEfs.shareAcrossVpcDomains(listed.share))
    expect([all.outcome, all.domains[0]]).toMatchObject(['complete', { outcome: 'skipped', reason: 'gone' }])
    const named = gone()
    const wish = { ...named.share, includeDomainIds: named.domainIds }
    expect(assertOk(await named.studioEfs.shareAcrossVpcDomains(wish)).outcome).toBe('partial')
  })
})
