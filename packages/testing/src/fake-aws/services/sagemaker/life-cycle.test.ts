import {
  CreateSpaceCommand,
  CreateUserProfileCommand,
  DeleteDomainCommand,
  DeleteUserProfileCommand,
  DescribeDomainCommand,
  DescribeSpaceCommand,
  SageMakerClient,
  UpdateDomainCommand,
  UpdateSpaceCommand,
  UpdateUserProfileCommand,
} from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../../create-fake-aws.js'
import type { FakeAwsOptions } from '../../settings/options.js'

const DomainId = 'd-abc'
const alice = { DomainId, UserProfileName: 'alice' }
const lab = { DomainId, SpaceName: 'lab' }

function setUp(options: FakeAwsOptions = {}) {
  const fake = createFakeAws(options)
  fake.seed.domain({ DomainId, HomeEfsFileSystemCreation: 'Disabled' })
  const profile = fake.seed.userProfile(alice)
  fake.seed.space({ ...lab, SpaceSettings: { JupyterLabAppSettings: { AppLifecycleManagement: {} } } })
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const failNext = () =>
    fake.inject({ service: 'sagemaker', when: 'next', fault: { kind: 'ends-in', status: 'Update_Failed' } })
  return { fake, profile, client, failNext }
}

const updateSpace = new UpdateSpaceCommand({
  ...lab,
  SpaceDisplayName: 'The lab',
  SpaceSettings: { JupyterLabAppSettings: { CodeRepositories: [] }, SpaceStorageSettings: {} },
})
const updateDomain = new UpdateDomainCommand({
  DomainId,
  TagPropagation: 'ENABLED',
  HomeEfsFileSystemCreation: 'Enabled',
  DomainSettingsForUpdate: { ExecutionRoleIdentityConfig: 'USER_PROFILE_NAME' },
} as ConstructorParameters<typeof UpdateDomainCommand>[0])

describe('an update that fails', () => {
  it('leaves a space as it was', async () => {
    const { fake, client, failNext } = setUp()
    const read = () => client.send(new DescribeSpaceCommand(lab))
    const { SpaceSettings } = await read()
    failNext()
    await client.send(updateSpace)
    await fake.clock.advance(2_000)
    const after = await read()
    expect(after).toMatchObject({ Status: 'Update_Failed', SpaceSettings })
    expect(after).not.toHaveProperty('SpaceDisplayName')
  })

  it('leaves everything of a domain as it was, and makes no home file system', async () => {
    const { fake, client, failNext } = setUp()
    const read = () => client.send(new DescribeDomainCommand({ DomainId }))
    const { $metadata, Status, LastModifiedTime, ...before } = await read()
    failNext()
    await client.send(updateDomain)
    await fake.clock.advance(3_000)
    const after = await read()
    expect(after).toMatchObject({ Status: 'Update_Failed', ...before })
    expect(after).not.toHaveProperty('DomainSettings')
    expect(fake.state.efs.fileSystems.size).toBe(0)
    await client.send(updateDomain)
    await fake.clock.advance(3_000)
    expect((await read()).HomeEfsFileSystemId).toBe([...fake.state.efs.fileSystems.keys()][0])
  })

  it('leaves the new settings by choice, and the settings of a third party in any case', async () => {
    for (const settingsAfterFailedUpdate of ['old', 'new'] as const) {
      const { fake, client, failNext } = setUp({ undocumented: { settingsAfterFailedUpdate } })
      failNext()
      await client.send(updateDomain)
      const domain = fake.state.sagemaker.domains.get(DomainId)
      if (domain) domain.DefaultSpaceSettings = { ExecutionRole: 'theirs' }
      await fake.clock.advance(3_000)
      const tags = settingsAfterFailedUpdate === 'new' ? 'ENABLED' : 'DISABLED'
      const theirs = { DefaultSpaceSettings: { ExecutionRole: 'theirs' }, TagPropagation: tags }
      expect(fake.state.sagemaker.domains.get(DomainId)).toMatchObject({ Status: 'Update_Failed', ...theirs })
    }
  })
})

it('nested settings of a space are merged by choice', async () => {
  const { client, fake } = setUp({ undocumented: { nestedSettings: 'merge' } })
  await client.send(updateSpace)
  expect(fake.state.sagemaker.spaces.get('d-abc/lab')?.SpaceSettings).toEqual({
    JupyterLabAppSettings: { AppLifecycleManagement: {}, CodeRepositories: [] },
    SpaceStorageSettings: {},
  })
})

describe('a transition that is under way', () => {
  it('leaves a status that a third party has set', async () => {
    const { fake, client, profile } = setUp()
    await client.send(new UpdateUserProfileCommand({ ...alice, UserSettings: {} }))
    fake.later(1_000, () => Object.assign(profile, { Status: 'Update_Failed', FailureReason: 'theirs' }))
    await fake.clock.advance(1_500)
    expect(fake.state.sagemaker.userProfiles.get('d-abc/alice')).toMatchObject({ Status: 'Update_Failed' })
    await fake.clock.advance(1_500)
    const after = fake.state.sagemaker.userProfiles.get('d-abc/alice')
    expect(after).toMatchObject({ Status: 'Update_Failed', FailureReason: 'theirs' })
  })

  it('leaves a profile, or a domain, that replaced the one being deleted', async () => {
    const { fake, client } = setUp()
    await client.send(new DeleteUserProfileCommand(alice))
    fake.seed.userProfile(alice)
    fake.seed.domain({ DomainId: 'd-other' })
    await client.send(new DeleteDomainCommand({ DomainId: 'd-other' }))
    fake.seed.domain({ DomainId: 'd-other' })
    await fake.clock.advance(10_000)
    expect(fake.state.sagemaker.userProfiles.get('d-abc/alice')?.Status).toBe('InService')
    expect(fake.state.sagemaker.domains.get('d-other')?.Status).toBe('InService')
  })
})

describe('by choice', () => {
  const refused = { name: expect.stringMatching(/ResourceInUse|ValidationException/) }

  it('a resource that could not be deleted can be updated', async () => {
    for (const updateAfterFailedDeletion of ['refuse', 'accept'] as const) {
      const { client, profile } = setUp({ undocumented: { updateAfterFailedDeletion } })
      profile.Status = 'Delete_Failed'
      const update = client.send(new UpdateUserProfileCommand({ ...alice, UserSettings: {} }))
      if (updateAfterFailedDeletion === 'accept') await update
      else await expect(update).rejects.toMatchObject(refused)
    }
  })

  it('a domain that is being updated takes neither profiles nor spaces', async () => {
    for (const creationInUpdatingDomain of ['accept', 'refuse'] as const) {
      const { client } = setUp({ undocumented: { creationInUpdatingDomain } })
      await client.send(updateDomain)
      const profile = () => client.send(new CreateUserProfileCommand({ DomainId, UserProfileName: 'bob' }))
      const space = () => client.send(new CreateSpaceCommand({ DomainId, SpaceName: 'desk' }))
      for (const create of [profile, space]) {
        if (creationInUpdatingDomain === 'accept') await create()
        else await expect(create()).rejects.toMatchObject(refused)
      }
    }
  })

  it('a space with an app is not updated', async () => {
    for (const spaceUpdateBesideApp of ['accept', 'refuse'] as const) {
      const { fake, client } = setUp({ undocumented: { spaceUpdateBesideApp } })
      fake.seed.app(lab)
      const update = client.send(updateSpace)
      if (spaceUpdateBesideApp === 'accept') await update
      else await expect(update).rejects.toMatchObject(refused)
    }
  })
})

describe('UpdateDomain beside apps', () => {
  const update = async (Status: 'InService' | 'Pending' | 'Deleting' | 'Deleted' | 'Failed', change: object) => {
    const { fake, client } = setUp()
    fake.seed.app({ ...alice, Status })
    const call = client.send(new UpdateDomainCommand({ DomainId, ...change }))
    return call.then(
      () => 'accepted',
      ({ name }) => name,
    )
  }
  const SubnetIds = [...createFakeAws().state.ec2.subnets.keys()].slice(0, 2)

  it('keeps its subnets and its network access while an app is there, starting or ending', async () => {
    for (const change of [{ SubnetIds }, { AppNetworkAccessType: 'VpcOnly', SubnetIds }]) {
      for (const status of ['InService', 'Pending', 'Deleting'] as const) {
        expect(await update(status, change)).toBe('ValidationException')
      }
      for (const status of ['Deleted', 'Failed'] as const) expect(await update(status, change)).toBe('accepted')
    }
  })

  it('keeps its role while an app runs', async () => {
    const change = { DefaultUserSettings: { ExecutionRole: 'arn:aws:iam::111122223333:role/Other' } }
    expect(await update('InService', change)).toBe('ValidationException')
    for (const status of ['Pending', 'Deleting', 'Deleted'] as const) {
      expect(await update(status, change)).toBe('accepted')
    }
  })
})
