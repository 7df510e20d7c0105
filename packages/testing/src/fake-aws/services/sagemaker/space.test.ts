import {
  AddTagsCommand,
  CreateSpaceCommand,
  type CreateSpaceCommandInput,
  DeleteSpaceCommand,
  DescribeSpaceCommand,
  ListAppsCommand,
  ListSpacesCommand,
  ListTagsCommand,
  SageMakerClient,
  UpdateSpaceCommand,
} from '@aws-sdk/client-sagemaker'
import { expect, it } from 'vitest'
import { efsEntry } from '../../../studio/custom-file-systems.js'
import { createFakeAws } from '../../create-fake-aws.js'
import type { Undocumented } from '../../settings/undocumented.js'

const DomainId = 'd-abc'
const space = { DomainId, SpaceName: 'lab' }
const privateSpace: CreateSpaceCommandInput = {
  ...space,
  SpaceSettings: { AppType: 'JupyterLab', CustomFileSystems: [{ EFSFileSystem: { FileSystemId: 'fs-11111111' } }] },
  OwnershipSettings: { OwnerUserProfileName: 'alice' },
  SpaceSharingSettings: { SharingType: 'Private' },
}

function setUp(undocumented: Partial<Undocumented> = {}) {
  const fake = createFakeAws({ undocumented })
  fake.seed.domain({ DomainId })
  fake.seed.userProfile({
    DomainId,
    UserProfileName: 'alice',
    UserSettings: { CustomFileSystemConfigs: [efsEntry('fs-11111111')] },
  })
  return { fake, client: new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 }) }
}

it('creates, lists, updates and deletes a space', async () => {
  const { fake, client } = setUp({ settingsNotSent: 'left-out' })
  await client.send(new CreateSpaceCommand(privateSpace))
  await fake.clock.advance(4_000)
  const { Spaces } = await client.send(new ListSpacesCommand({ DomainIdEquals: DomainId }))
  expect(Spaces).toMatchObject([
    {
      SpaceName: 'lab',
      Status: 'InService',
      SpaceSettingsSummary: { AppType: 'JupyterLab' },
      SpaceSharingSettingsSummary: { SharingType: 'Private' },
      OwnershipSettingsSummary: { OwnerUserProfileName: 'alice' },
    },
  ])
  await client.send(new UpdateSpaceCommand({ ...space, SpaceSettings: { CustomFileSystems: [] } }))
  const { SpaceSettings } = await client.send(new DescribeSpaceCommand(space))
  expect(SpaceSettings).toEqual({ AppType: 'JupyterLab', CustomFileSystems: [] })
  await fake.clock.advance(2_000)
  await client.send(new DeleteSpaceCommand(space))
  await fake.clock.advance(3_000)
  await expect(client.send(new DescribeSpaceCommand(space))).rejects.toMatchObject({ name: 'ResourceNotFound' })
})

it('refuses an AppType in an update, even the same one', async () => {
  const { fake, client } = setUp()
  fake.seed.space({ ...space, SpaceSettings: { AppType: 'JupyterLab' } })
  const update = new UpdateSpaceCommand({ ...space, SpaceSettings: { AppType: 'JupyterLab' } })
  await expect(client.send(update)).rejects.toMatchObject({
    name: 'ValidationException',
    message: 'Updating AppType for Space is not supported.',
  })
})

it('wants settings and an owner that is InService for a private space', async () => {
  const { fake, client } = setUp()
  const { SpaceSettings, ...bare } = privateSpace
  await expect(client.send(new CreateSpaceCommand(bare))).rejects.toThrow('SpaceSettings must be provided')
  fake.seed.userProfile({ DomainId, UserProfileName: 'alice', Status: 'Pending' })
  await expect(client.send(new CreateSpaceCommand(privateSpace))).rejects.toMatchObject({ name: 'ResourceInUse' })
})

it('keeps a space while it has apps, and lists those', async () => {
  const { fake, client } = setUp()
  fake.seed.space(space)
  fake.seed.app({ DomainId, SpaceName: 'lab' })
  fake.seed.app({ DomainId, UserProfileName: 'alice', Status: 'Deleted' })
  await expect(client.send(new DeleteSpaceCommand(space))).rejects.toMatchObject({ name: 'ResourceInUse' })
  const { Apps } = await client.send(new ListAppsCommand({ DomainIdEquals: DomainId, SpaceNameEquals: 'LAB' }))
  expect(Apps).toMatchObject([{ AppType: 'JupyterLab', AppName: 'default', SpaceName: 'lab', Status: 'InService' }])
  const both = new ListAppsCommand({ UserProfileNameEquals: 'alice', SpaceNameEquals: 'lab' })
  await expect(client.send(both)).rejects.toMatchObject({ name: 'ValidationException' })
})

it('adds tags, replacing the value of a known key', async () => {
  const { fake, client } = setUp()
  const { SpaceArn: ResourceArn } = fake.seed.space(space)
  const add = (Key: string, Value: string) => client.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key, Value }] }))
  await add('team', 'ds')
  await add('stage', 'dev')
  await add('team', 'ml')
  const { Tags } = await client.send(new ListTagsCommand({ ResourceArn }))
  expect(Tags).toEqual([
    { Key: 'team', Value: 'ml' },
    { Key: 'stage', Value: 'dev' },
  ])
})
