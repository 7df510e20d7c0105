import { type WorkingStudio, workingStudio } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { diagnoseStudio, faultsIn } from '../../test/diagnosis-matrix.js'
import { checks } from './checks.js'

const alice = { userProfileName: 'alice' }

function fileSystemOf({ fake, fileSystemId }: WorkingStudio) {
  return fake.state.efs.fileSystems.get(fileSystemId) ?? expect.unreachable()
}

/** Causes that the test kit does not stage, each with the lines that it makes. */
const causes: readonly (readonly [string, (studio: WorkingStudio) => unknown, readonly string[]])[] = [
  [
    'a domain that is being updated',
    ({ domain }) => Object.assign(domain, { Status: 'Updating' }),
    ['yellow domain-ready'],
  ],
  ['a domain that failed', ({ domain }) => Object.assign(domain, { Status: 'Failed' }), ['red domain-ready']],
  [
    'a profile that is being deleted',
    ({ userProfile }) => Object.assign(userProfile, { Status: 'Deleting' }),
    ['red profile-ready'],
  ],
  ['a domain without a VPC', ({ domain }) => Object.assign(domain, { VpcId: undefined }), ['red domain-vpc']],
  [
    'a subnet that is gone',
    ({ fake, subnetIds: [first = ''] }) => fake.state.ec2.subnets.delete(first),
    ['red subnets-exist'],
  ],
  [
    'a file system that is gone',
    ({ fake, fileSystemId }) => fake.state.efs.fileSystems.delete(fileSystemId),
    ['red file-system-exists'],
  ],
  [
    'a file system in error',
    (studio) => Object.assign(fileSystemOf(studio), { LifeCycleState: 'error' }),
    ['red file-system-available'],
  ],
  [
    'a space that failed',
    ({ space }) => Object.assign(space, { Status: 'Failed', FailureReason: 'InternalFailure' }),
    ['red space-ready'],
  ],
  [
    'a directory that its owner may not write to',
    ({ directories }) => directories.put('/alice', { uid: 200_001, gid: 1001, mode: '0500' }),
    ['red directory-mode'],
  ],
  [
    "another owner's directory that everybody may read",
    ({ directories }) => directories.put('/alice', { uid: 12_345, gid: 12_345, mode: '0755' }),
    ['yellow directory-owner'],
  ],
  [
    'another group of the spaces that admits them',
    ({ fake, vpcId, domain }) => {
      const { GroupId } = fake.seed.securityGroup({ VpcId: vpcId })
      const admits = { IpProtocol: 'tcp', FromPort: 2049, ToPort: 2049, UserIdGroupPairs: [{ GroupId }] }
      const nfs = fake.seed.securityGroup({ VpcId: vpcId, IpPermissions: [admits] })
      domain.DefaultUserSettings = { ...domain.DefaultUserSettings, SecurityGroups: [GroupId] }
      for (const target of fake.state.efs.mountTargets.values()) target.SecurityGroups = [nfs.GroupId]
    },
    [],
  ],
]

test.each(causes)('%s', async (_, cause, expected) => {
  const studio = workingStudio()
  cause(studio)
  const { lines } = await diagnoseStudio(studio, alice)
  expect(faultsIn(lines)).toEqual(expected)
})

test('a profile of an earlier generation holds the directory', async () => {
  const studio = workingStudio()
  const { directories, userProfile, domainId, fake } = studio
  const { account: accountId, region } = fake.state
  const createdAt = new Date(userProfile.CreationTime.ms - 86_400_000).toISOString()
  const claim = { kind: 'private', accountId, region, domainId, userProfileName: 'alice', createdAt } as never
  await directories.claimDirectories([
    { path: '/alice' as never, owner: { uid: 200_001, gid: 1001 } as never, mode: '0700' as never, claim },
  ])
  expect(faultsIn((await diagnoseStudio(studio, alice)).lines)).toEqual(['red directory-claim'])
})

test('a file system of the last minute', async () => {
  const studio = workingStudio()
  Object.assign(fileSystemOf(studio).CreationTime, { ms: studio.fake.clock.now() + 270_000 })
  expect(faultsIn((await diagnoseStudio(studio, alice)).lines)).toEqual(['yellow mount-target-age'])
})

test('a space that does not exist', async () => {
  const { lines } = await diagnoseStudio(workingStudio(), { spaceName: 'gone' })
  expect(faultsIn(lines)).toEqual(['red space-exists'])
})

test('a shared space that is not offered the file system', async () => {
  const studio = workingStudio()
  const { fake, domainId: DomainId, space, domain } = studio
  const SpaceSharingSettings = { SharingType: 'Shared' } as const
  const { SpaceSettings = {} } = space
  fake.seed.space({ DomainId, SpaceName: 'team', SpaceSettings, SpaceSharingSettings })
  const seen = async () => faultsIn((await diagnoseStudio(studio, { spaceName: 'team' })).lines)
  expect(await seen()).toEqual([])
  domain.DefaultSpaceSettings = { ...domain.DefaultSpaceSettings, CustomFileSystemConfigs: [] }
  expect(await seen()).toEqual(['red shared-spaces-offered'])
})

test('every check has a name of its own, a question and a remedy', () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length)
  expect(checks.filter(({ question, remedy }) => !question.endsWith('?') || !remedy.text.endsWith('.'))).toEqual([])
})
