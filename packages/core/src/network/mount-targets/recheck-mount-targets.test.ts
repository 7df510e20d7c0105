import { assertOk, type FakeAws } from '@studio-efs/testing'
import { describe, expect, test, vi } from 'vitest'
import { fileSystems, groupNamed, inboundName, ourFileSystems } from '../../../test/file-systems.js'
import { fileSystemId as sharedId, vpcOfDomains } from '../../../test/vpc.js'

const otherName = 'security-group-for-inbound-nfs-d-other'

let otherModules: Promise<typeof import('../../../test/file-systems.js')> | undefined

/** The operations of a second instance of the package, whose queues are its own, as another process has them. */
async function otherProcess(fake: FakeAws) {
  if (otherModules === undefined) {
    vi.resetModules()
    otherModules = import('../../../test/file-systems.js')
  }
  const { operationsOn } = await otherModules
  return operationsOn(fake)
}

async function adopted(seed = 1) {
  const studio = fileSystems({ seed })
  const { fake, ensure, subnetIds, vpcId } = studio
  fake.seed.domain({ DomainId: 'd-other', VpcId: vpcId, SubnetIds: subnetIds })
  const fileSystemId = assertOk(await ensure()).fileSystem?.fileSystemId ?? ''
  const targets = [...fake.state.efs.mountTargets.values()].filter(
    ({ FileSystemId }) => FileSystemId === ourFileSystems(fake)[0]?.FileSystemId,
  )
  for (const target of targets) target.SecurityGroups = []
  const wanted = [inboundName, otherName].map((name) => groupNamed(fake, name)?.GroupId ?? '').sort()
  const carried = () => targets.map(({ SecurityGroups }) => [...SecurityGroups].sort())
  return { ...studio, fileSystemId, targets, wanted, carried }
}

test('two processes that edit the same mount targets at the same time leave the groups of both', async () => {
  for (let seed = 1; seed <= 12; seed += 1) {
    const { fake, ensure, fileSystemId, wanted, carried } = await adopted(seed)
    const other = await otherProcess(fake)
    for (const ms of [100, 300, 700])
      fake.inject({ service: 'efs', when: { probability: 0.3 }, fault: { kind: 'latency', ms } })
    const both = [ensure({ fileSystemId }), other.ensureFileSystemForDomain({ domainId: 'd-other', fileSystemId })]
    for (const result of await Promise.all(both)) assertOk(result)
    expect(carried()).toEqual(Array(3).fill(wanted))
  }
})

test('a set that another process replaces after it was read back gets the group again', async () => {
  const { fake, ensure, fileSystemId, targets, wanted, carried } = await adopted()
  const theirs = groupNamed(fake, otherName)?.GroupId ?? ''
  const running = ensure({ fileSystemId })
  await fake.clock.sleep(1_000)
  for (const target of targets) target.SecurityGroups = [theirs]
  assertOk(await running)
  expect(carried()).toEqual(Array(3).fill(wanted))
})

describe('full mount targets do not need the groups of domains that a shared group admits by now', () => {
  const groupsOf = (domains: readonly number[]) => domains.map((n) => `security-group-for-inbound-nfs-d-team${n}`)
  const ours = `studio-efs-nfs-${sharedId}`

  /** Six domains, and a mount target in each zone with the groups of some. */
  async function six(carried: readonly number[]) {
    const vpc = vpcOfDomains({ domains: 6 })
    const { fake, subnets } = vpc
    const SecurityGroups = groupsOf(carried).map((name) => groupNamed(fake, name)?.GroupId ?? '')
    for (const { SubnetId } of subnets) fake.seed.mountTarget({ FileSystemId: sharedId, SubnetId, SecurityGroups })
    return { ...vpc, other: await otherProcess(fake) }
  }

  test('after a run for five of them has edited the mount targets', async () => {
    const { studioEfs, other, fake, share, targets } = await six([])
    const running = studioEfs.shareAcrossVpcDomains({ ...share, excludeDomainIds: ['d-team5'] })
    await fake.clock.sleep(1_000)
    expect(targets()[0]?.groups).toEqual(groupsOf([0, 1, 2, 3, 4]))
    expect(assertOk(await other.shareAcrossVpcDomains(share)).outcome).toBe('complete')
    expect(assertOk(await running).outcome).toBe('complete')
    for (const { groups } of targets()) expect(groups).toEqual([...groupsOf([0, 1, 2, 3]), ours])
  })

  test('after ensureFileSystemForDomain has edited them', async () => {
    const { studioEfs, other, fake, share, targets } = await six([0, 1, 2, 3])
    const running = studioEfs.ensureFileSystemForDomain({ domainId: 'd-team4', fileSystemId: sharedId })
    await fake.clock.sleep(1_000)
    expect(targets()[0]?.groups).toEqual(groupsOf([0, 1, 2, 3, 4]))
    assertOk(await other.shareAcrossVpcDomains(share))
    assertOk(await running)
    for (const { groups } of targets()) expect(groups).toEqual([...groupsOf([0, 1, 2, 3]), ours])
  })

  test('on those that the other run made first', async () => {
    const { studioEfs, fake, share, targets } = vpcOfDomains({ domains: 6 })
    const other = await otherProcess(fake)
    const fault = { kind: 'latency', ms: 3_000 } as const
    fake.inject({ service: 'efs', operation: 'CreateMountTarget', when: 'next', times: 3, fault })
    const running = studioEfs.shareAcrossVpcDomains({ ...share, excludeDomainIds: ['d-team5'] })
    await fake.clock.sleep(500)
    expect(assertOk(await other.shareAcrossVpcDomains(share)).outcome).toBe('complete')
    expect(assertOk(await running).outcome).toBe('complete')
    for (const { groups } of targets()) expect(groups).toEqual([ours])
  })

  test('but those of domains that it does not admit are', async () => {
    const { studioEfs, fake, share, vpcId } = await six([])
    const running = studioEfs.shareAcrossVpcDomains({ ...share, excludeDomainIds: ['d-team5'] })
    await fake.clock.sleep(1_000)
    const Tags = [
      { Key: 'studio-efs:owner', Value: 'studio-efs' },
      { Key: 'studio-efs:file-system-id', Value: sharedId },
    ]
    const { GroupId } = fake.seed.securityGroup({ VpcId: vpcId, GroupName: ours, Tags })
    for (const target of fake.state.efs.mountTargets.values())
      if (target.FileSystemId === sharedId) target.SecurityGroups = [...target.SecurityGroups.slice(0, 4), GroupId]
    const { domains } = assertOk(await running)
    expect(domains[4]).toMatchObject({ outcome: 'failed', error: { name: 'TooManySecurityGroupsError' } })
  })
})
