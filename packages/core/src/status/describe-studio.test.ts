import { EFSClient } from '@aws-sdk/client-efs'
import { assertErr, assertOk, efsEntry, memoryDirectoryDriver } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { domainId, fileSystemId, studio } from '../../test/studio.js'
import { createStudioEfs, type DescribeStudioInput } from '../index.js'

const OTHER = 'fs-0bbbbbbbbbbbbbbbb'

/** Alice is onboarded and mounts the file system, Bob is not, and Carol was never. */
async function small() {
  const made = studio()
  const { fake, context, profile } = made
  fake.seed.fileSystem({ FileSystemId: fileSystemId })
  const directories = memoryDirectoryDriver({ clock: fake.clock })
  const efs = new EFSClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const studioEfs = createStudioEfs({ ...context, directories, efs })
  profile('alice')
  profile('bob', { CustomFileSystemConfigs: [efsEntry(fileSystemId, '/bob')] })
  profile('carol')
  const space = (SpaceName: string, OwnerUserProfileName: string, mounted: readonly string[]) =>
    fake.seed.space({
      DomainId: domainId,
      SpaceName,
      OwnershipSettings: { OwnerUserProfileName },
      SpaceSharingSettings: { SharingType: 'Private' },
      SpaceSettings: { CustomFileSystems: mounted.map((FileSystemId) => ({ EFSFileSystem: { FileSystemId } })) },
    })
  space('lab', 'alice', [fileSystemId])
  space('spare', 'alice', [])
  space('old', 'carol', [fileSystemId])
  assertOk(
    await studioEfs.onboardProfile({ domainId, userProfileName: 'alice', fileSystemId, checkFileSystem: 'skip' }),
  )
  fake.clock.advance(60_000)
  const describe = async (input: DescribeStudioInput = { fileSystemId }) =>
    assertOk(await studioEfs.describeStudio(input))
  return { ...made, directories, studioEfs, describe }
}

test('says who has what, with owner, claim and usage, and what does not fit', async () => {
  const { describe, studioEfs, writes } = await small()
  assertOk(await studioEfs.measureUsage({}))
  const before = writes().length
  const status = await describe()
  expect(JSON.parse(JSON.stringify(status))).toEqual(status)
  expect(status).toMatchObject({ schemaVersion: 1, domains: [{ domainId, status: 'InService' }], directories: [] })
  const [alice, bob, carol] = status.profiles
  expect(alice).toMatchObject({
    userProfileName: 'alice',
    owner: { uid: 200_001, gid: 1001 },
    offered: [{ fileSystemId, fileSystemPath: '/alice', from: 'profile' }],
    directory: {
      path: '/alice',
      exists: true,
      uid: 200_001,
      mode: '0700',
      claim: { kind: 'private' },
      usage: { entries: 1 },
    },
    spaces: [
      { spaceName: 'lab', kind: 'private', mounts: [fileSystemId] },
      { spaceName: 'spare', mounts: [] },
    ],
  })
  expect(bob?.directory).toEqual({ path: '/bob', exists: false })
  expect(carol).toMatchObject({ offered: [], spaces: [{ spaceName: 'old' }] })
  expect(status.findings.map(({ kind, userProfileName, spaceName }) => [kind, userProfileName, spaceName])).toEqual([
    ['not-mounted', 'alice', 'spare'],
    ['directory-missing', 'bob', undefined],
    ['not-offered', 'carol', undefined],
    ['mounted-but-not-offered', 'carol', 'old'],
    ['shared-identity', undefined, undefined],
  ])
  expect(status.archives).toEqual([])
  expect(status.findings.at(-1)).toMatchObject({
    count: 2,
    message: expect.stringMatching(
      /^2 user profiles act as user id 200001, such as d-science\/alice and d-science\/bob:/,
    ),
  })
  expect(writes()).toHaveLength(before)
})

test('the file systems of lists and spaces are described with their mount targets', async () => {
  const { describe, profile, fake } = await small()
  profile('dora', { CustomFileSystemConfigs: [efsEntry(OTHER, '/dora')] })
  const { SubnetId } = fake.seed.subnet({ VpcId: fake.seed.vpc().vpc.VpcId })
  fake.seed.mountTarget({ FileSystemId: fileSystemId, SubnetId, LifeCycleState: 'creating' })
  const { fileSystems, findings } = await describe()
  expect(fileSystems).toMatchObject([
    { fileSystemId, lifeCycleState: 'available', mountTargets: [{ lifeCycleState: 'creating' }] },
    { fileSystemId: OTHER },
  ])
  expect(findings.filter(({ kind }) => kind === 'mount-target-not-available')).toHaveLength(1)
})

test('a profile that is gone leaves its directory, and one that came again under the name is another one', async () => {
  const { describe, fake, profile } = await small()
  fake.state.sagemaker.userProfiles.clear()
  fake.clock.advance(60_000)
  const gone = await describe()
  expect(gone.directories).toMatchObject([{ path: '/alice', claim: { userProfileName: 'alice' } }])
  expect(gone.findings.map(({ kind }) => kind)).toContain('claim-of-a-profile-that-is-gone')
  profile('alice', { CustomFileSystemConfigs: [efsEntry(fileSystemId, '/alice')] })
  expect((await describe()).findings.map(({ kind }) => kind)).toContain('claim-of-another-generation')
})

test('directories of profiles that left are there with owner, age and state, those of the named domains only', async () => {
  const { describe, fake, studioEfs } = await small()
  const createdAt = (await describe()).profiles[0]?.createdAt
  fake.state.sagemaker.userProfiles.clear()
  await fake.clock.advance(3_600_000)
  assertOk(await studioEfs.archiveLeavers({ maxShare: 1 }))
  const { archives, directories } = await describe()
  expect(archives).toEqual([
    {
      ...{ archive: expect.stringMatching(/^d-science\/alice\//), domainId, userProfileName: 'alice', createdAt },
      ...{ archivedAt: expect.any(String), uid: 200_001, gid: 1001, state: 'kept' },
    },
  ])
  expect(directories).toEqual([])
  fake.seed.domain({ DomainId: 'd-other' })
  expect((await describe({ fileSystemId, domainIds: ['d-other'] })).archives).toEqual([])
})

test('a missing permission is a remark with the number of resources, and everything else is there', async () => {
  const { describe, fake } = await small()
  const fault = { kind: 'error', code: 'AccessDeniedException', message: 'no' } as const
  for (const operation of ['DescribeUserProfile', 'DescribeSpace', 'ListDomains'])
    fake.inject({ service: 'sagemaker', operation, when: () => true, fault })
  const { profiles, findings, domains, fileSystems } = await describe()
  expect(profiles.map(({ userProfileName, offered }) => [userProfileName, offered])).toEqual([
    ['alice', undefined],
    ['bob', undefined],
    ['carol', undefined],
  ])
  expect(domains).toEqual([])
  expect(fileSystems).toMatchObject([{ fileSystemId, lifeCycleState: 'available' }])
  expect(findings.map(({ kind, error, count }) => [kind, error, count])).toEqual([
    ['not-read', 'AccessDeniedError', undefined],
    ['not-read', 'AccessDeniedError', 3],
    ['not-read', 'AccessDeniedError', 3],
  ])
})

test('a list takes no request for each profile', async () => {
  const { describe, fake } = await small()
  const from = fake.calls.length
  const { profiles } = await describe({ fileSystemId, detail: 'list' })
  expect(profiles[0]).toMatchObject({ userProfileName: 'alice', directory: { path: '/alice' }, spaces: [{}, {}] })
  const operations = fake.calls.slice(from).map(({ operation }) => operation)
  expect(operations).not.toContain('DescribeUserProfile')
  expect(operations).not.toContain('DescribeSpace')
})

test('the end of the time limit is a remark, and an abort an error', async () => {
  const { describe, fake, studioEfs } = await small()
  const throttled = { kind: 'error', code: 'ThrottlingException', message: 'slow' } as const
  fake.inject({ service: 'sagemaker', operation: 'DescribeUserProfile', when: () => true, fault: throttled })
  const { findings, profiles } = await describe({ fileSystemId, timeoutMs: 5000 })
  expect(profiles).toHaveLength(3)
  expect(findings.some(({ kind, count }) => kind === 'not-read' && count === 3)).toBe(true)
  const signal = AbortSignal.abort()
  expect(assertErr(await studioEfs.describeStudio({ signal })).name).toBe('AbortedError')
})

test.each([
  ['ExpiredTokenException', 'CredentialsError'],
  ['UnrecognizedClientException', 'CredentialsError'],
])('with %s from the first request on, nothing can be read, and it is an error', async (code, name) => {
  const { studioEfs, fake } = await small()
  fake.inject({ service: 'sagemaker', when: () => true, fault: { kind: 'error', code } })
  const from = fake.calls.length
  for (const input of [{ fileSystemId }, { domainIds: [domainId] }])
    expect(assertErr(await studioEfs.describeStudio(input)).name).toBe(name)
  expect(fake.calls).toHaveLength(from + 2)
})

test('without a network it is an error after a minute', async () => {
  const { studioEfs, fake } = await small()
  const fault = { kind: 'connection-reset', change: 'not-applied' } as const
  fake.inject({ service: 'sagemaker', when: () => true, fault })
  const from = fake.clock.now()
  expect(assertErr(await studioEfs.describeStudio({ fileSystemId })).name).toBe('ConnectionError')
  expect(fake.clock.now() - from).toBeLessThanOrEqual(60_000)
})

test('credentials that end in the middle are a remark beside what was read', async () => {
  const { describe, fake } = await small()
  const fault = { kind: 'error', code: 'ExpiredTokenException' } as const
  fake.inject({ service: 'sagemaker', operation: 'DescribeSpace', when: () => true, fault })
  const { profiles, findings } = await describe()
  expect([profiles.length, findings.find(({ kind }) => kind === 'not-read')?.error]).toEqual([3, 'CredentialsError'])
})

test('a domain that does not exist is an error, and one of several a remark', async () => {
  const { studioEfs, describe } = await small()
  const error = assertErr(await studioEfs.describeStudio({ domainIds: ['d-nowhere'] }))
  expect(error).toMatchObject({ name: 'ResourceNotFoundError', hint: expect.stringContaining('Region') })
  const { domains, findings } = await describe({ domainIds: ['d-nowhere', domainId] })
  expect(domains.map(({ status }) => status)).toEqual([undefined, 'InService'])
  expect(findings.filter(({ kind }) => kind === 'not-read')).toMatchObject([
    { error: 'ResourceNotFoundError', message: expect.stringMatching(/^Not read: domain d-nowhere /) },
  ])
})

test('a directory driver that fails is a remark', async () => {
  const { context, fake } = await small()
  const directories = memoryDirectoryDriver({ mount: 'not-mounted' })
  const status = assertOk(await createStudioEfs({ ...context, directories }).describeStudio({ fileSystemId }))
  expect(status.findings.filter(({ error }) => error === 'NotMountedError')).toHaveLength(3)
  expect(fake.calls.length).toBeGreaterThan(0)
})
