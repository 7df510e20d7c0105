import { assertOk, efsEntry } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { fileSystemId, vpcOfDomains } from '../../test/vpc.js'

const listed = (FileSystemPath: string) => ({
  CustomFileSystemConfigs: [efsEntry(fileSystemId, FileSystemPath)],
})

test('it says who lists the file system, at which path and through which half', async () => {
  const { studioEfs, fake, share, writes } = vpcOfDomains({ domains: 3 })
  assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, includeDomainIds: ['d-team0'] }))
  fake.seed.userProfile({ DomainId: 'd-team1', UserProfileName: 'alice', UserSettings: listed('/alice/') })
  fake.seed.userProfile({ DomainId: 'd-team1', UserProfileName: 'bob' })
  const before = fake.calls.length
  const { domains, fileSystem } = assertOk(await studioEfs.describeSharing({ fileSystemId }))
  expect(fileSystem?.fileSystemId).toBe(fileSystemId)
  expect(domains.map(({ domainId, listings }) => [domainId, listings])).toEqual([
    [
      'd-team0',
      [
        { domainId: 'd-team0', through: 'private', fileSystemPath: '/shared' },
        { domainId: 'd-team0', through: 'shared', fileSystemPath: '/shared' },
      ],
    ],
    ['d-team1', [{ domainId: 'd-team1', userProfileName: 'alice', through: 'profile', fileSystemPath: '/alice' }]],
    ['d-team2', []],
  ])
  expect(writes(before)).toEqual([])
})

test('it says what is missing for a domain to mount it, and nothing once it is shared', async () => {
  const { studioEfs, fake, share, subnets, domain, domainIds } = vpcOfDomains({ domains: [[0, 1], [0]] })
  for (const id of domainIds) Object.assign(domain(id)?.DefaultUserSettings ?? {}, listed('/shared'))
  const { MountTargetId } = fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId: subnets[0]?.SubnetId ?? '' })
  const obstacles = async () =>
    assertOk(await studioEfs.describeSharing({ fileSystemId })).domains.map((report) => report.obstacles)
  const notAdmitted = (id: string) => ({
    kind: 'not-admitted',
    mountTargetId: MountTargetId,
    groupName: `security-group-for-inbound-nfs-${id}`,
  })
  expect(await obstacles()).toEqual([
    [{ kind: 'zone-not-covered', zoneId: subnets[1]?.AvailabilityZoneId }, notAdmitted('d-team0')],
    [notAdmitted('d-team1')],
  ])
  assertOk(await studioEfs.shareAcrossVpcDomains(share))
  expect(await obstacles()).toEqual([[], []])
})

test('domains that are admitted by a shared group have nothing missing', async () => {
  const { studioEfs, share } = vpcOfDomains({ domains: 6 })
  assertOk(await studioEfs.shareAcrossVpcDomains(share))
  const { domains } = assertOk(await studioEfs.describeSharing({ fileSystemId }))
  expect(domains.flatMap(({ obstacles }) => obstacles)).toEqual([])
})

test('other obstacles are named: no NFS groups, no VPC, another VPC, a mount target that is not available', async () => {
  const { studioEfs, fake, share, domain, domainIds } = vpcOfDomains({ domains: 3 })
  assertOk(await studioEfs.shareAcrossVpcDomains(share))
  fake.seed.domain({ DomainId: 'd-elsewhere', DefaultUserSettings: listed('/') })
  const groups = fake.state.ec2.securityGroups
  for (const { GroupId, GroupName } of groups.values()) if (GroupName.endsWith('d-team1')) groups.delete(GroupId)
  Object.assign(domain('d-team2') ?? {}, { VpcId: undefined })
  const target = [...fake.state.efs.mountTargets.values()].find((one) => one.FileSystemId === fileSystemId)
  Object.assign(target ?? {}, { LifeCycleState: 'error' })
  const { domains } = assertOk(await studioEfs.describeSharing({ fileSystemId }))
  const kinds = new Map(domains.map(({ domainId, obstacles }) => [domainId, obstacles.map(({ kind }) => kind)]))
  expect([...kinds].toSorted()).toEqual([
    ['d-elsewhere', ['other-vpc']],
    [domainIds[0], ['mount-target-not-available']],
    [domainIds[1], ['no-nfs-security-group']],
    [domainIds[2], ['no-vpc']],
  ])
})

test('before it is shared, the domains of a VPC that is named are reported with what they lack', async () => {
  const { studioEfs, fake, vpcId, subnets } = vpcOfDomains({ domains: [[0]] })
  fake.seed.domain({ DomainId: 'd-elsewhere' })
  const nothing = assertOk(await studioEfs.describeSharing({ fileSystemId }))
  expect([nothing.fileSystem?.lifeCycleState, nothing.domains]).toEqual(['available', []])
  const { domains } = assertOk(await studioEfs.describeSharing({ fileSystemId, vpcId }))
  expect(domains).toMatchObject([
    {
      domainId: 'd-team0',
      listings: [],
      obstacles: [{ kind: 'zone-not-covered', zoneId: subnets[0]?.AvailabilityZoneId }],
    },
  ])
})

test('a file system that is gone is an obstacle of those that still list it', async () => {
  const { studioEfs, fake, share } = vpcOfDomains()
  assertOk(await studioEfs.shareAcrossVpcDomains({ ...share, includeDomainIds: ['d-team0'] }))
  fake.state.efs.fileSystems.delete(fileSystemId)
  const { fileSystem, domains } = assertOk(await studioEfs.describeSharing({ fileSystemId }))
  expect([fileSystem, domains.map(({ domainId, obstacles }) => [domainId, obstacles])]).toEqual([
    undefined,
    [['d-team0', [{ kind: 'file-system-gone' }]]],
  ])
})

test('subnets that are gone are obstacles, one or all of them', async () => {
  const { studioEfs, fake, share, subnets } = vpcOfDomains({ domains: [[0], [0, 1]], zones: 2 })
  assertOk(await studioEfs.shareAcrossVpcDomains(share))
  const subnetId = subnets[0]?.SubnetId ?? ''
  fake.state.ec2.subnets.delete(subnetId)
  const { domains } = assertOk(await studioEfs.describeSharing({ fileSystemId }))
  expect(domains.map(({ obstacles }) => obstacles)).toEqual(Array(2).fill([{ kind: 'subnet-gone', subnetId }]))
})
