import {
  CreateUserProfileCommand,
  type CreateUserProfileCommandInput,
  DeleteUserProfileCommand,
  DescribeUserProfileCommand,
  ListUserProfilesCommand,
  type ListUserProfilesCommandInput,
  SageMakerClient,
  UpdateUserProfileCommand,
  type UserSettings,
} from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { efsEntry } from '../../../studio/custom-file-systems.js'
import { createFakeAws } from '../../create-fake-aws.js'
import type { FakeAwsOptions } from '../../settings/options.js'

const DomainId = 'd-abc'

function setUp(options: FakeAwsOptions = {}) {
  const fake = createFakeAws(options)
  fake.seed.domain({ DomainId })
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const create = (UserProfileName: string, more: Partial<CreateUserProfileCommandInput> = {}) =>
    client.send(new CreateUserProfileCommand({ DomainId, UserProfileName, ...more }))
  const read = (UserProfileName: string) => client.send(new DescribeUserProfileCommand({ DomainId, UserProfileName }))
  const update = (UserProfileName: string, UserSettings: UserSettings) =>
    client.send(new UpdateUserProfileCommand({ DomainId, UserProfileName, UserSettings }))
  const remove = (UserProfileName: string) => client.send(new DeleteUserProfileCommand({ DomainId, UserProfileName }))
  const list = (input: ListUserProfilesCommandInput = {}) => client.send(new ListUserProfilesCommand(input))
  return { fake, client, create, read, update, remove, list }
}

describe('user profiles', () => {
  it('are Pending before they are InService', async () => {
    const { fake, create, read } = setUp()
    const { UserProfileArn } = await create('alice')
    expect(UserProfileArn).toBe('arn:aws:sagemaker:eu-west-1:111122223333:user-profile/d-abc/alice')
    await expect(read('alice')).rejects.toMatchObject({ name: 'ResourceNotFound' })
    await fake.clock.advance(500)
    expect((await read('alice')).Status).toBe('Pending')
    await fake.clock.advance(3_499)
    expect((await read('alice')).Status).toBe('Pending')
    await fake.clock.advance(1)
    const profile = await read('alice')
    expect(profile).toMatchObject({ Status: 'InService', UserProfileArn })
    expect(Number(profile.LastModifiedTime) - Number(profile.CreationTime)).toBe(4_000)
    expect(profile).not.toHaveProperty('ordinal')
  })

  it('are found under any spelling and keep their own', async () => {
    const { create, read } = setUp({ undocumented: { visibilityDelay: 0 } })
    await create('Alice')
    expect((await read('aLICE')).UserProfileName).toBe('Alice')
    await expect(create('alice')).rejects.toMatchObject({ name: 'ResourceInUse', $metadata: { httpStatusCode: 400 } })
    await expect(read('bob')).rejects.toMatchObject({ name: 'ResourceNotFound', $metadata: { httpStatusCode: 400 } })
  })

  it('have distinct home directories', async () => {
    const { fake, create, read } = setUp()
    await Promise.all([create('alice'), create('bob')])
    await fake.clock.advance(500)
    const [alice, bob] = await Promise.all([read('alice'), read('bob')])
    expect(alice.HomeEfsFileSystemUid).toMatch(/^\d{6,10}$/)
    expect(alice.HomeEfsFileSystemUid).not.toBe(bob.HomeEfsFileSystemUid)
  })

  it('keep omitted settings, and replace the list of file systems', async () => {
    const { fake, read, update } = setUp()
    const UserSettings = {
      AutoMountHomeEFS: 'Enabled',
      CustomFileSystemConfigs: [efsEntry('fs-11111111'), efsEntry('fs-22222222')],
    }
    fake.seed.userProfile({ DomainId, UserProfileName: 'alice', UserSettings })
    await update('alice', { CustomFileSystemConfigs: [efsEntry('fs-33333333', '/alice')] })
    await fake.clock.advance(2_000)
    const expected = { AutoMountHomeEFS: 'Enabled', CustomFileSystemConfigs: [efsEntry('fs-33333333', '/alice')] }
    expect((await read('alice')).UserSettings).toEqual(expected)
    await update('alice', { CustomFileSystemConfigs: [] })
    expect((await read('alice')).UserSettings?.CustomFileSystemConfigs).toEqual([])
  })

  it('refuse an update while they are Pending, Updating or Deleting', async () => {
    const { fake, create, read, update, remove } = setUp()
    await create('alice')
    await fake.clock.advance(500)
    for (const status of ['Pending', 'Updating', 'Deleting']) {
      expect((await read('alice')).Status).toBe(status)
      await expect(update('alice', {})).rejects.toMatchObject({ name: 'ResourceInUse' })
      await fake.clock.advance(4_000)
      if (status === 'Pending') await update('alice', {})
      if (status === 'Updating') await remove('alice')
    }
    await expect(read('alice')).rejects.toMatchObject({ name: 'ResourceNotFound' })
  })

  it('can refuse it with a ValidationException', async () => {
    const { create, update } = setUp({ undocumented: { notReadyError: 'ValidationException' } })
    await create('alice')
    await expect(update('alice', {})).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it('take a POSIX identity at creation alone', async () => {
    const { fake, create, update } = setUp()
    await create('alice', { UserSettings: { CustomPosixUserConfig: { Uid: 200_010, Gid: 1001 } } })
    await fake.clock.advance(4_000)
    const change = update('alice', { CustomPosixUserConfig: { Uid: 200_011, Gid: 1001 } })
    await expect(change).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it('cannot be deleted while they have apps or spaces', async () => {
    const { fake, remove } = setUp()
    for (const UserProfileName of ['alice', 'bob']) fake.seed.userProfile({ DomainId, UserProfileName })
    fake.seed.app({ DomainId, UserProfileName: 'alice' })
    fake.seed.space({ DomainId, SpaceName: 'lab', OwnershipSettings: { OwnerUserProfileName: 'Bob' } })
    await expect(remove('alice')).rejects.toMatchObject({
      name: 'ResourceInUse',
      message:
        'Unable to delete UserProfile [arn:aws:sagemaker:eu-west-1:111122223333:user-profile/d-abc/alice] because App(s) are associated with it.',
    })
    await expect(remove('bob')).rejects.toMatchObject({ name: 'ResourceInUse' })
  })

  it('count against the quota when there is one', async () => {
    const { create } = setUp({ quotas: { userProfiles: 2 } })
    await create('alice')
    await create('bob')
    await expect(create('carol')).rejects.toMatchObject({
      name: 'ResourceLimitExceeded',
      message: expect.stringContaining('is 2 UserProfiles, with current utilization of 2 UserProfiles and a request'),
    })
  })

  it('need a sign-on identity in SSO domains, and must not have one in others', async () => {
    const { fake, client, create } = setUp()
    fake.seed.domain({ DomainId: 'd-sso', AuthMode: 'SSO' })
    const sso = { SingleSignOnUserIdentifier: 'UserName', SingleSignOnUserValue: 'alice' }
    const input = { DomainId: 'd-sso', UserProfileName: 'alice' }
    const refused = { name: 'ValidationException' }
    await expect(client.send(new CreateUserProfileCommand(input))).rejects.toMatchObject(refused)
    await expect(create('alice', sso)).rejects.toMatchObject(refused)
    await client.send(new CreateUserProfileCommand({ ...input, ...sso }))
  })

  it('keep members that the fake does not know', async () => {
    const { fake, client } = setUp()
    const future = { OpenZFSFileSystemConfig: { FileSystemId: 'fs-1' } }
    fake.seed.userProfile({ DomainId, UserProfileName: 'alice', UserSettings: { CustomFileSystemConfigs: [future] } })
    const { UserSettings } = await client.send(new DescribeUserProfileCommand({ DomainId, UserProfileName: 'alice' }))
    expect(UserSettings?.CustomFileSystemConfigs).toEqual([
      { $unknown: ['OpenZFSFileSystemConfig', { FileSystemId: 'fs-1' }] },
    ])
  })
})

describe('CustomFileSystemConfigs', () => {
  const three = ['fs-11111111', 'fs-22222222', 'fs-33333333'].map((id) => efsEntry(id))

  it('may be limited to fewer entries', async () => {
    const { create } = setUp({ undocumented: { customFileSystemLimit: 2 } })
    await expect(create('alice', { UserSettings: { CustomFileSystemConfigs: three } })).rejects.toThrow(
      'Member must have length less than or equal to 2',
    )
  })

  it('may refuse duplicates, and file systems without a mount target', async () => {
    const { fake, create } = setUp({
      undocumented: { duplicateFileSystems: 'refuse', configuredFileSystems: 'must-exist' },
    })
    const twice = [efsEntry('fs-11111111'), efsEntry('fs-11111111', '/other')]
    await expect(create('alice', { UserSettings: { CustomFileSystemConfigs: twice } })).rejects.toThrow('Duplicate')
    await expect(create('alice', { UserSettings: { CustomFileSystemConfigs: three } })).rejects.toThrow('fs-11111111')
    const [home = ''] = fake.state.efs.fileSystems.keys()
    await create('alice', { UserSettings: { CustomFileSystemConfigs: [efsEntry(home)] } })
  })
})

describe('ListUserProfiles', () => {
  function many(count: number) {
    const { fake, ...rest } = setUp()
    for (let i = 1; i <= count; i += 1) fake.seed.userProfile({ DomainId, UserProfileName: `user-${i}` })
    return { fake, ...rest }
  }
  const names = (page: { UserProfiles?: { UserProfileName?: string | undefined }[] | undefined }) =>
    page.UserProfiles?.map(({ UserProfileName }) => UserProfileName)

  it('returns ten by default, with a token for more, and neither ARN nor settings', async () => {
    const { list } = many(11)
    const first = await list({ DomainIdEquals: DomainId })
    expect(first.UserProfiles).toHaveLength(10)
    expect(Object.keys(first.UserProfiles?.[0] ?? {}).sort()).toEqual(
      ['CreationTime', 'DomainId', 'LastModifiedTime', 'Status', 'UserProfileName'].sort(),
    )
    const second = await list({ DomainIdEquals: DomainId, NextToken: first.NextToken })
    expect(names(second)).toEqual(['user-11'])
    expect(second.NextToken).toBeUndefined()
  })

  it('refuses a token that is made up or was given for another query', async () => {
    const { list } = many(11)
    const { NextToken } = await list({ DomainIdEquals: DomainId })
    const refused = { name: 'ValidationException' }
    await expect(list({ DomainIdEquals: 'd-other', NextToken })).rejects.toMatchObject(refused)
    await expect(list({ NextToken: 'made-up' })).rejects.toMatchObject(refused)
    await expect(list({ MaxResults: 101 })).rejects.toMatchObject(refused)
  })

  it('neither skips nor repeats when profiles go away between pages', async () => {
    const { fake, list, remove } = many(6)
    const first = await list({ MaxResults: 3 })
    for (const name of ['user-1', 'user-3']) await remove(name)
    await fake.clock.advance(3_000)
    const second = await list({ MaxResults: 3, NextToken: first.NextToken })
    expect([names(first), names(second)]).toEqual([
      ['user-1', 'user-2', 'user-3'],
      ['user-4', 'user-5', 'user-6'],
    ])
  })

  it('filters by name and sorts', async () => {
    const { fake, list, update } = many(3)
    expect(names(await list({ UserProfileNameContains: 'R-2' }))).toEqual(['user-2'])
    await fake.clock.advance(1_000)
    await update('user-1', {})
    const sorted = await list({ SortBy: 'LastModifiedTime', SortOrder: 'Descending' })
    expect(names(sorted)).toEqual(['user-1', 'user-3', 'user-2'])
  })
})
