import {
  CreateSpaceCommand,
  type CustomFileSystem,
  DescribeSpaceCommand,
  SageMakerClient,
  type SpaceSettings,
  UpdateSpaceCommand,
} from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { efsEntry } from '../../../studio/custom-file-systems.js'
import { createFakeAws } from '../../create-fake-aws.js'
import type { Undocumented } from '../../settings/undocumented.js'
import type { AppRecord } from '../../state/sagemaker.js'

const DomainId = 'd-abc'
const named = { DomainId, SpaceName: 'lab' }
const efs = (FileSystemId: string): CustomFileSystem => ({ EFSFileSystem: { FileSystemId } })
const lustre = (FileSystemId: string): CustomFileSystem => ({ FSxLustreFileSystem: { FileSystemId } })

function setUp(undocumented: Partial<Undocumented> = {}) {
  const fake = createFakeAws({ undocumented, transitions: 'immediate' })
  fake.seed.domain({
    DomainId,
    DefaultUserSettings: { CustomFileSystemConfigs: [efsEntry('fs-11111111')] },
    DefaultSpaceSettings: {
      CustomFileSystemConfigs: [{ FSxLustreFileSystemConfig: { FileSystemId: 'fs-33333333' } }],
    },
  })
  const UserSettings = { CustomFileSystemConfigs: [efsEntry('fs-22222222')] }
  fake.seed.userProfile({ DomainId, UserProfileName: 'alice', UserSettings })
  fake.seed.userProfile({ DomainId, UserProfileName: 'bob' })
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const create = (owner: string, SharingType: 'Private' | 'Shared', CustomFileSystems: CustomFileSystem[]) =>
    client.send(
      new CreateSpaceCommand({
        ...named,
        OwnershipSettings: { OwnerUserProfileName: owner },
        SpaceSharingSettings: { SharingType },
        SpaceSettings: { CustomFileSystems },
      }),
    )
  const update = (settings: SpaceSettings) => client.send(new UpdateSpaceCommand({ ...named, SpaceSettings: settings }))
  const settingsOf = () => fake.state.sagemaker.spaces.get('d-abc/lab')?.SpaceSettings
  return { fake, client, create, update, settingsOf }
}

describe('file systems of a space', () => {
  it.each([
    ['alice', 'Private', efs('fs-22222222'), 'ok'],
    ['alice', 'Private', efs('fs-11111111'), 'refused'],
    ['bob', 'Private', efs('fs-11111111'), 'ok'],
    ['bob', 'Private', efs('fs-22222222'), 'refused'],
    ['bob', 'Private', lustre('fs-11111111'), 'refused'],
    ['bob', 'Shared', lustre('fs-33333333'), 'ok'],
    ['bob', 'Shared', efs('fs-11111111'), 'refused'],
  ] as const)('of %s, %s: %o is %s', async (owner, sharing, fileSystem, outcome) => {
    const { create } = setUp()
    const created = create(owner, sharing, [fileSystem])
    if (outcome === 'ok') await created
    else
      await expect(created).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining("doesn't have the custom file system"),
      })
  })

  it('are checked in an update, and by choice not at all', async () => {
    const { create, update } = setUp()
    await create('bob', 'Private', [])
    await expect(update({ CustomFileSystems: [efs('fs-22222222')] })).rejects.toThrow('custom file system')
    await update({ CustomFileSystems: [efs('fs-11111111')] })
    await setUp({ unofferedFileSystems: 'accept' }).create('bob', 'Private', [efs('fs-99999999')])
  })
})

describe('an update of a space', () => {
  it.each([
    ['InService', 'refused'],
    ['Deleted', 'accepted'],
    ['Failed', 'accepted'],
  ] as const)('beside an app that is %s is %s', async (Status: AppRecord['Status'], outcome) => {
    const { fake, update } = setUp()
    fake.seed.space(named)
    fake.seed.app({ DomainId, SpaceName: 'lab', Status })
    const updated = update({ RemoteAccess: 'ENABLED' })
    if (outcome === 'accepted') await updated
    else
      await expect(updated).rejects.toMatchObject({
        name: 'ValidationException',
        message: expect.stringMatching(/^Unable to update Space \[arn:.+\] with InService App\./),
      })
  })

  it('beside an app is accepted by choice', async () => {
    const { fake, update } = setUp({ spaceUpdateBesideApp: 'accept' })
    fake.seed.space(named)
    fake.seed.app({ DomainId, SpaceName: 'lab' })
    await update({ RemoteAccess: 'ENABLED' })
  })

  const stored: SpaceSettings = {
    AppType: 'CodeEditor',
    CodeEditorAppSettings: {
      DefaultResourceSpec: { InstanceType: 'ml.t3.medium', SageMakerImageArn: 'arn:aws:sagemaker:eu-west-1:1:image/x' },
      AppLifecycleManagement: { IdleSettings: { IdleTimeoutInMinutes: 60 } },
    },
    CustomFileSystems: [efs('fs-11111111'), efs('fs-22222222')],
  }
  const sent: SpaceSettings = {
    CodeEditorAppSettings: {
      DefaultResourceSpec: { InstanceType: 'ml.m5.large' },
      AppLifecycleManagement: { IdleSettings: { IdleTimeoutInMinutes: 90 } },
    },
    CustomFileSystems: [],
  }

  it('merges nested settings at every depth and replaces lists', async () => {
    const { fake, update, settingsOf } = setUp()
    fake.seed.space({ ...named, SpaceSettings: { ...stored } })
    await update(sent)
    expect(settingsOf()).toEqual({
      AppType: 'CodeEditor',
      CodeEditorAppSettings: {
        DefaultResourceSpec: {
          InstanceType: 'ml.m5.large',
          SageMakerImageArn: 'arn:aws:sagemaker:eu-west-1:1:image/x',
        },
        AppLifecycleManagement: { IdleSettings: { IdleTimeoutInMinutes: 90 } },
      },
      CustomFileSystems: [],
    })
  })

  it('replaces nested settings by choice', async () => {
    const { fake, update, settingsOf } = setUp({ nestedSpaceSettings: 'replace' })
    fake.seed.space({ ...named, SpaceSettings: { ...stored } })
    await update(sent)
    expect(settingsOf()).toEqual({ AppType: 'CodeEditor', ...sent })
  })

  it('takes the same AppType by choice, and never another one', async () => {
    const { fake, update } = setUp({ resentAppType: 'accept-same' })
    fake.seed.space({ ...named, SpaceSettings: { AppType: 'CodeEditor' } })
    await update({ AppType: 'CodeEditor' })
    await expect(update({ AppType: 'JupyterLab' })).rejects.toThrow('Updating AppType for Space is not supported.')
  })
})

describe('a described space', () => {
  it('has a uid on the home file system: its owner’s if it is private, else its own', async () => {
    const { fake, client, create } = setUp()
    await create('bob', 'Private', [])
    const bob = fake.state.sagemaker.userProfiles.get('d-abc/bob')?.HomeEfsFileSystemUid
    expect((await client.send(new DescribeSpaceCommand(named))).HomeEfsFileSystemUid).toBe(bob)
    fake.seed.space({ DomainId, SpaceName: 'shared' })
    const shared = await client.send(new DescribeSpaceCommand({ DomainId, SpaceName: 'shared' }))
    expect(shared.HomeEfsFileSystemUid).toMatch(/^\d{6,10}$/)
    expect(shared.HomeEfsFileSystemUid).not.toBe(bob)
  })

  it('is one with a space of the same name in other case, or by choice another', async () => {
    const other = { DomainId, SpaceName: 'LAB' }
    const one = setUp()
    one.fake.seed.space(named)
    expect((await one.client.send(new DescribeSpaceCommand(other))).SpaceName).toBe('lab')
    const two = setUp({ spaceNamesInOtherCase: 'two' })
    two.fake.seed.space(named)
    await expect(two.client.send(new DescribeSpaceCommand(other))).rejects.toMatchObject({ name: 'ResourceNotFound' })
    await two.client.send(new CreateSpaceCommand(other))
    expect((await two.client.send(new DescribeSpaceCommand(other))).SpaceName).toBe('LAB')
    expect((await two.client.send(new DescribeSpaceCommand(named))).SpaceName).toBe('lab')
  })
})
