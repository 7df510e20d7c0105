import { assertErr, assertOk, efsEntry } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { fileSystemId, role, vpcOfDomains } from '../../test/vpc.js'

const ours = efsEntry(fileSystemId, '/shared')
const inbound = (domainId: string) => `security-group-for-inbound-nfs-${domainId}`

test('every domain of the VPC has the default and can mount it', async () => {
  const { studioEfs, share, domainIds, domain, listsOf, targets } = vpcOfDomains()
  const { outcome, scheme, domains } = assertOk(await studioEfs.shareAcrossVpcDomains(share))
  expect([outcome, scheme]).toEqual(['complete', 'domain-groups'])
  expect(domains).toMatchObject(domainIds.map((domainId) => ({ domainId, outcome: 'changed' })))
  for (const id of domainIds) {
    expect(listsOf(id).private).toEqual([ours])
    expect(domain(id)?.DefaultSpaceSettings).toEqual({ ExecutionRole: role, CustomFileSystemConfigs: [ours] })
  }
  expect(targets()).toEqual(
    [1, 2, 3].map((zone) => ({
      zone: expect.stringMatching(new RegExp(`${zone}$`)),
      groups: domainIds.map(inbound),
      state: 'available',
    })),
  )
})

test('mount targets cover the zones of all domains, also where they differ', async () => {
  const { studioEfs, share, targets } = vpcOfDomains({ domains: [[0, 1], [1, 2], [3]], zones: 4 })
  assertOk(await studioEfs.shareAcrossVpcDomains(share))
  expect(targets()).toHaveLength(4)
})

test('six domains are admitted by one shared group, and a seventh later by the same', async () => {
  const { studioEfs, fake, share, targets, domainIds } = vpcOfDomains({ domains: 7 })
  const [seventh = ''] = domainIds.slice(6)
  const first = assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, excludeDomainIds: [seventh] }))
  expect([first.scheme, first.outcome]).toEqual(['shared-groups', 'complete'])
  const groupName = `studio-efs-nfs-${fileSystemId}`
  for (const { groups } of targets()) expect(groups).toEqual([groupName])
  const sources = () =>
    [...fake.state.ec2.securityGroups.values()]
      .find((group) => group.GroupName === groupName)
      ?.IpPermissions.flatMap(({ UserIdGroupPairs = [] }) => UserIdGroupPairs.map(({ GroupId }) => GroupId))
  expect(sources()).toHaveLength(6)
  const second = assertOk(await studioEfs.shareAcrossVpcDomains(share))
  expect(second.changes.map(({ kind }) => kind)).toEqual([
    'security-group-sources',
    'domain-file-systems',
    'domain-file-systems',
  ])
  expect(sources()).toHaveLength(7)
})

test('existing groups and mount targets stay, those of other makers too', async () => {
  const { studioEfs, fake, share, subnets, targets, vpcId } = vpcOfDomains({ domains: [[0], [0]] })
  const foreign = [...fake.state.ec2.securityGroups.values()].find(
    ({ GroupName, VpcId }) => GroupName === 'default' && VpcId === vpcId,
  )
  const SubnetId = subnets[0]?.SubnetId ?? ''
  fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId, SecurityGroups: [foreign?.GroupId ?? ''] })
  assertOk(await studioEfs.shareAcrossVpcDomains(share))
  expect(targets().map(({ groups }) => groups)).toEqual([['default', inbound('d-team0'), inbound('d-team1')]])
})

test.each([2, 7])('a dry run of %i domains reports the same changes and writes nothing', async (domains) => {
  const { studioEfs, share, writes } = vpcOfDomains({ domains })
  const planned = assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, directory: 'provision', dryRun: true }))
  expect(writes()).toEqual([])
  const done = assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, directory: 'provision' }))
  expect(done.changes).toEqual(planned.changes)
})

test('a re-run on a finished VPC of 20 domains makes no write and one describe per domain', async () => {
  const { studioEfs, fake, share, callsOf, writes } = vpcOfDomains({ domains: 20 })
  assertOk(await studioEfs.shareAcrossVpcDomains(share))
  const before = fake.calls.length
  const { changes, outcome } = assertOk(await studioEfs.shareAcrossVpcDomains(share))
  expect([changes, outcome, writes(before)]).toEqual([[], 'complete', []])
  expect(callsOf(before)).toEqual({
    ListDomains: 1,
    DescribeDomain: 20,
    DescribeFileSystems: 1,
    DescribeMountTargets: 1,
    DescribeNetworkInterfaces: 1,
    DescribeSubnets: 1,
    DescribeSecurityGroups: 2,
  })
})

describe('one domain that fails does not stop the others', () => {
  test.each<[string, object, string]>([
    ['Failed', { Status: 'Failed', FailureReason: 'quota' }, 'UnusableStatusError'],
    ['Deleting', { Status: 'Deleting' }, 'UnusableStatusError'],
    ['Updating too long', { Status: 'Updating' }, 'DeadlineExceededError'],
    ['without a role for shared spaces', { DefaultSpaceSettings: {} }, 'ExecutionRoleMissingError'],
  ])('%s', async (_, patch, name) => {
    const { studioEfs, share, domain } = vpcOfDomains({ domains: 3 })
    Object.assign(domain('d-team1') ?? {}, patch)
    const { outcome, domains } = assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, domainTimeoutMs: 60_000 }))
    expect(outcome).toBe('partial')
    expect(domains.map((result) => result.outcome)).toEqual(['changed', 'failed', 'changed'])
    expect(domains[1]).toMatchObject({ domainId: 'd-team1', error: { name } })
  })

  test('denied', async () => {
    const { studioEfs, fake, share } = vpcOfDomains({ domains: 3 })
    const fault = { kind: 'error', code: 'AccessDeniedException', message: 'no' } as const
    for (const operation of ['DescribeDomain', 'UpdateDomain'])
      fake.inject({ service: 'sagemaker', operation, when: ({ DomainId }) => DomainId === 'd-team2', fault })
    const { domains } = assertOk(await studioEfs.shareAcrossVpcDomains(share))
    expect(domains[2]).toMatchObject({ outcome: 'failed', error: { name: 'AccessDeniedError' } })
  })

  test('deleted in the middle', async () => {
    const { studioEfs, fake, share } = vpcOfDomains({ domains: 3 })
    fake.inject({
      service: 'sagemaker',
      operation: 'UpdateDomain',
      when: ({ DomainId }) => DomainId === 'd-team0',
      fault: { kind: 'third-party', change: (state) => state.sagemaker.domains.delete('d-team0') },
    })
    const { outcome, domains } = assertOk(await studioEfs.shareAcrossVpcDomains(share))
    expect(outcome).toBe('partial')
    expect(domains[0]).toMatchObject({ outcome: 'failed', error: { name: 'ResourceNotFoundError' } })
  })

  test('without NFS security groups', async () => {
    const { studioEfs, fake, share, listsOf } = vpcOfDomains({ domains: 2 })
    const groups = fake.state.ec2.securityGroups
    for (const { GroupId, GroupName } of groups.values()) if (GroupName === inbound('d-team1')) groups.delete(GroupId)
    const { domains } = assertOk(await studioEfs.shareAcrossVpcDomains(share))
    expect(domains[1]).toMatchObject({ outcome: 'failed', error: { name: 'NfsSecurityGroupMissingError' } })
    expect(listsOf('d-team1').private).toBeUndefined()
  })
})

describe('which domains', () => {
  test('those of other VPCs are no matter, unless they are named', async () => {
    const { studioEfs, fake, share } = vpcOfDomains({ domains: 1 })
    fake.seed.domain({ DomainId: 'd-elsewhere' })
    const all = assertOk(await studioEfs.shareAcrossVpcDomains(share))
    expect(all.domains.map(({ domainId }) => domainId)).toEqual(['d-team0'])
    const named = assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, includeDomainIds: ['d-elsewhere'] }))
    expect(named.domains).toEqual([{ domainId: 'd-elsewhere', outcome: 'skipped', reason: 'other-vpc' }])
  })

  test('those that are excluded, or are in no VPC, are skipped with a reason', async () => {
    const { studioEfs, fake, share, domain } = vpcOfDomains({ domains: 3 })
    Object.assign(domain('d-team2') ?? {}, { VpcId: undefined, SubnetIds: undefined })
    const { outcome, domains } = assertOk(
      await studioEfs.shareAcrossVpcDomains({ ...share, excludeDomainIds: ['d-team1'] }),
    )
    expect(outcome).toBe('complete')
    expect(domains).toMatchObject([
      { outcome: 'changed' },
      { outcome: 'skipped', reason: 'excluded' },
      { outcome: 'skipped', reason: 'no-vpc' },
    ])
    expect(fake.calls.some(({ input }) => input?.DomainId === 'd-team1')).toBe(false)
  })

  test('230 of them, on every page', async () => {
    const { studioEfs, share } = vpcOfDomains({ domains: Array.from({ length: 230 }, () => [0]) })
    const { domains, outcome } = assertOk(await studioEfs.shareAcrossVpcDomains(share))
    expect([domains.length, outcome]).toEqual([230, 'complete'])
  })
})

test('throttling on every call is waited out', async () => {
  const { studioEfs, fake, share } = vpcOfDomains({ domains: 4 })
  for (const service of ['sagemaker', 'efs', 'ec2'] as const)
    fake.inject({ service, when: { probability: 0.3 }, fault: { kind: 'throttle' } })
  expect(assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, domainTimeoutMs: 600_000 })).outcome).toBe(
    'complete',
  )
})

test('a file system that is not there, or serves another VPC, is an error', async () => {
  const { studioEfs, fake, share } = vpcOfDomains()
  const gone = await studioEfs.shareAcrossVpcDomains({ ...share, fileSystemId: 'fs-00000000' })
  assertErr(gone, 'ResourceNotFoundError')
  const other = [...fake.state.ec2.subnets.values()].find(({ VpcId }) => VpcId !== share.vpcId)
  fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId: other?.SubnetId ?? '' })
  assertErr(await studioEfs.shareAcrossVpcDomains(share), 'FileSystemInOtherVpcError')
})

test.each<[string, object]>([
  ['vpcId', { vpcId: 'vpc' }],
  ['includeDomainIds[1]', { includeDomainIds: ['d-a', 'x'] }],
  ['excludeDomainIds', { excludeDomainIds: 'd-a' }],
  ['maxSecurityGroups', { maxSecurityGroups: 0 }],
  ['tags.aws:x', { tags: { 'aws:x': '1' } }],
])('a wrong %s is refused by name, without a call', async (field, wrong) => {
  const { studioEfs, fake, share } = vpcOfDomains()
  const result = await studioEfs.shareAcrossVpcDomains({ ...share, ...wrong })
  expect(assertErr(result, 'InvalidInputError').field).toBe(field)
  expect(fake.calls).toEqual([])
})
