import {
  CreateAppImageConfigCommand,
  CreateImageCommand,
  CreateImageVersionCommand,
  DeleteAppImageConfigCommand,
  DeleteImageCommand,
  DeleteImageVersionCommand,
  type DeleteImageVersionRequest,
  DescribeAppImageConfigCommand,
  DescribeImageCommand,
  DescribeImageVersionCommand,
  type DescribeImageVersionRequest,
  ListImageVersionsCommand,
  ListTagsCommand,
  paginateListAppImageConfigs,
  paginateListImages,
  SageMakerClient,
  UpdateAppImageConfigCommand,
} from '@aws-sdk/client-sagemaker'
import { expect, it } from 'vitest'
import { createFakeAws } from '../../../create-fake-aws.js'

const RoleArn = 'arn:aws:iam::111122223333:role/studio'
const BaseImage = '111122223333.dkr.ecr.eu-west-1.amazonaws.com/lab:1'

function setUp() {
  const fake = createFakeAws()
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const create = (ImageName: string, more: object = {}) =>
    client.send(new CreateImageCommand({ ImageName, RoleArn, ...more }))
  const describe = (ImageName: string) => client.send(new DescribeImageCommand({ ImageName }))
  const addVersion = (ClientToken: string, more: object = {}) =>
    client.send(new CreateImageVersionCommand({ ImageName: 'lab', BaseImage, ClientToken, ...more }))
  const describeVersion = (more: Omit<DescribeImageVersionRequest, 'ImageName'> = {}) =>
    client.send(new DescribeImageVersionCommand({ ImageName: 'lab', ...more }))
  const deleteVersion = (more: Omit<DeleteImageVersionRequest, 'ImageName'> = {}) =>
    client.send(new DeleteImageVersionCommand({ ImageName: 'lab', ...more }))
  return { fake, client, create, describe, addVersion, describeVersion, deleteVersion }
}

it('an image is created, described and deleted in time, with its versions', async () => {
  const { fake, client, create, describe, addVersion, describeVersion } = setUp()
  const { ImageArn = '' } = await create('lab', { DisplayName: 'Lab', Tags: [{ Key: 'a', Value: '1' }] })
  expect(await describe('lab')).toMatchObject({ ImageArn, ImageStatus: 'CREATING', DisplayName: 'Lab', RoleArn })
  await expect(addVersion('1')).rejects.toMatchObject({ name: 'ResourceInUse' })
  await fake.clock.advance(5_000)
  expect(await describe('lab')).toMatchObject({ ImageStatus: 'CREATED' })
  await addVersion('1')
  expect((await client.send(new ListTagsCommand({ ResourceArn: ImageArn }))).Tags).toEqual([{ Key: 'a', Value: '1' }])
  await client.send(new DeleteImageCommand({ ImageName: 'lab' }))
  expect(await describe('lab')).toMatchObject({ ImageStatus: 'DELETING' })
  await expect(client.send(new DeleteImageCommand({ ImageName: 'lab' }))).rejects.toMatchObject({
    name: 'ResourceInUse',
  })
  await fake.clock.advance(3_000)
  await expect(describe('lab')).rejects.toMatchObject({ name: 'ResourceNotFound' })
  await expect(describeVersion()).rejects.toMatchObject({ name: 'ResourceNotFound' })
  expect(fake.state.sagemaker.imageVersions.size).toBe(0)
})

it('a name is given once, and a failed creation says why', async () => {
  const { fake, create, describe } = setUp()
  const fault = { kind: 'ends-in', status: 'CREATE_FAILED', reason: 'The role cannot be assumed.' } as const
  fake.inject({ service: 'sagemaker', operation: 'CreateImage', when: 'next', fault })
  await create('lab')
  await expect(create('lab')).rejects.toMatchObject({ name: 'ResourceInUse' })
  await fake.clock.advance(5_000)
  const FailureReason = 'The role cannot be assumed.'
  expect(await describe('lab')).toMatchObject({ ImageStatus: 'CREATE_FAILED', FailureReason })
})

it('versions count up, are found by number, alias or none, and are not counted twice', async () => {
  const { fake, client, create, addVersion, describeVersion, deleteVersion } = setUp()
  await create('lab')
  await fake.clock.advance(5_000)
  const first = await addVersion('one', { Aliases: ['stable'] })
  expect((await addVersion('one')).ImageVersionArn).toBe(first.ImageVersionArn)
  expect(await describeVersion()).toMatchObject({ Version: 1, ImageVersionStatus: 'CREATING', BaseImage })
  await fake.clock.advance(10_000)
  await addVersion('two')
  await fake.clock.advance(10_000)
  expect(await describeVersion()).toMatchObject({ Version: 2, ImageVersionStatus: 'CREATED' })
  expect(await describeVersion({ Alias: 'stable' })).toMatchObject({ Version: 1 })
  await expect(deleteVersion()).rejects.toMatchObject({ name: 'ValidationException' })
  await deleteVersion({ Version: 2 })
  await fake.clock.advance(3_000)
  await expect(describeVersion({ Version: 2 })).rejects.toMatchObject({ name: 'ResourceNotFound' })
  await addVersion('three')
  const { ImageVersions } = await client.send(new ListImageVersionsCommand({ ImageName: 'lab', SortBy: 'VERSION' }))
  expect(ImageVersions?.map(({ Version }) => Version)).toEqual([3, 1])
})

it('images are listed in pages, by name', async () => {
  const { fake, client, create } = setUp()
  for (const name of ['beta', 'alpha', 'other']) {
    await create(name)
    await fake.clock.advance(1_000)
  }
  const names = async (input: object) => {
    const found: (string | undefined)[] = []
    for await (const { Images = [] } of paginateListImages({ client, pageSize: 1 }, input)) {
      found.push(...Images.map(({ ImageName }) => ImageName))
    }
    return found
  }
  expect(await names({})).toEqual(['other', 'alpha', 'beta'])
  expect(await names({ NameContains: 'ET', SortBy: 'IMAGE_NAME' })).toEqual(['beta'])
  expect(await names({ SortBy: 'IMAGE_NAME', SortOrder: 'ASCENDING' })).toEqual(['alpha', 'beta', 'other'])
})

it('configurations of images are created, updated, listed and deleted', async () => {
  const { fake, client } = setUp()
  const config = { AppImageConfigName: 'lab' }
  const JupyterLabAppImageConfig = { FileSystemConfig: { MountPath: '/home/lab', DefaultUid: 1000, DefaultGid: 100 } }
  const create = () => client.send(new CreateAppImageConfigCommand({ ...config, JupyterLabAppImageConfig }))
  const { AppImageConfigArn } = await create()
  await expect(create()).rejects.toMatchObject({ name: 'ResourceInUse' })
  await fake.clock.advance(1_000)
  const CodeEditorAppImageConfig = { ContainerConfig: { ContainerArguments: ['-v'] } }
  await client.send(new UpdateAppImageConfigCommand({ ...config, CodeEditorAppImageConfig }))
  const described = { AppImageConfigArn, ...config, JupyterLabAppImageConfig, CodeEditorAppImageConfig }
  expect(await client.send(new DescribeAppImageConfigCommand(config))).toMatchObject(described)
  for await (const { AppImageConfigs } of paginateListAppImageConfigs({ client }, {})) {
    expect(AppImageConfigs).toMatchObject([described])
  }
  await client.send(new DeleteAppImageConfigCommand(config))
  const gone = client.send(new DescribeAppImageConfigCommand(config))
  await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFound' })
})
