import {
  CreateAppCommand,
  type CreateAppCommandInput,
  DeleteAppCommand,
  DeleteSpaceCommand,
  DeleteUserProfileCommand,
  DescribeAppCommand,
  ListAppsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { expect, it } from 'vitest'
import { createFakeAws } from '../../../create-fake-aws.js'

const HOUR_MS = 3_600_000
const name = { DomainId: 'd-abc', SpaceName: 'lab', AppType: 'JupyterLab', AppName: 'default' } as const

function studio() {
  const fake = createFakeAws()
  const domain = fake.seed.domain({ DomainId: 'd-abc', Tags: [{ Key: 'team', Value: 'ml' }] })
  fake.seed.userProfile({ DomainId: 'd-abc', UserProfileName: 'alice', Tags: [{ Key: 'cost', Value: '42' }] })
  const space = fake.seed.space({
    DomainId: 'd-abc',
    SpaceName: 'lab',
    SpaceSettings: { AppType: 'JupyterLab' },
    OwnershipSettings: { OwnerUserProfileName: 'alice' },
    SpaceSharingSettings: { SharingType: 'Private' },
  })
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const create = (input: Partial<CreateAppCommandInput> = {}) =>
    client.send(new CreateAppCommand({ ...name, ...input }))
  const describe = () => client.send(new DescribeAppCommand(name))
  const list = async () => (await client.send(new ListAppsCommand({ DomainIdEquals: 'd-abc' }))).Apps ?? []
  return { fake, domain, space, client, create, describe, list }
}

it('starts an app, stops it, and lists it as deleted for 24 hours', async () => {
  const { fake, client, create, describe, list } = studio()
  const { AppArn } = await create({ ResourceSpec: { InstanceType: 'ml.t3.medium' } })
  expect(AppArn).toBe('arn:aws:sagemaker:eu-west-1:111122223333:app/d-abc/lab/jupyterlab/default')
  expect(await describe()).toMatchObject({ Status: 'Pending', ResourceSpec: { InstanceType: 'ml.t3.medium' } })
  await fake.clock.advance(20_000)
  const running = await describe()
  expect(running).toMatchObject({ Status: 'InService', SpaceName: 'lab', CreationTime: expect.any(Date) })
  expect(running.LastUserActivityTimestamp).toEqual(running.LastHealthCheckTimestamp)

  await client.send(new DeleteAppCommand(name))
  expect(await describe()).toMatchObject({ Status: 'Deleting' })
  await fake.clock.advance(10_000)
  expect(await list()).toMatchObject([{ SpaceName: 'lab', AppName: 'default', Status: 'Deleted' }])
  await expect(client.send(new DeleteAppCommand(name))).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('has already been deleted'),
  })
  await fake.clock.advance(24 * HOUR_MS)
  expect(await list()).toEqual([])
  await expect(describe()).rejects.toMatchObject({ name: 'ResourceNotFound' })
})

it('starts again under the same name after a deletion, as a new app that outlives the old one’s 24 hours', async () => {
  const { fake, client, create, describe } = studio()
  await create()
  await fake.clock.advance(20_000)
  const first = await describe()
  await client.send(new DeleteAppCommand(name))
  await fake.clock.advance(HOUR_MS)
  await create()
  await fake.clock.advance(24 * HOUR_MS)
  const second = await describe()
  expect(second.Status).toBe('InService')
  expect(Number(second.CreationTime)).toBeGreaterThan(Number(first.CreationTime))
})

it('refuses a second app of the name, an app without an owner, and one whose space is not ready', async () => {
  const { fake, space, create } = studio()
  await create()
  await expect(create()).rejects.toMatchObject({ name: 'ResourceInUse' })
  fake.seed.space({ DomainId: 'd-abc', SpaceName: 'new' }).Status = 'Pending'
  await expect(create({ SpaceName: 'new' })).rejects.toMatchObject({ name: 'ResourceInUse' })
  await expect(create({ SpaceName: undefined })).rejects.toMatchObject({ name: 'ValidationException' })
  await expect(create({ UserProfileName: 'alice' })).rejects.toMatchObject({ name: 'ValidationException' })
  await expect(create({ SpaceName: 'none' })).rejects.toMatchObject({ name: 'ResourceNotFound' })
  expect(space.Status).toBe('InService')
})

it('refuses the image ARNs that DescribeSpace copies into the Environment members', async () => {
  const { fake, create } = studio()
  const image = 'arn:aws:sagemaker:eu-west-1:111122223333:image/own'
  // Written by hand: this version of the SDK leaves out members that it does not know.
  const ResourceSpec = { InstanceType: 'ml.t3.medium', EnvironmentArn: image }
  const { response } = await fake.requestHandler.handle({
    method: 'POST',
    hostname: 'api.sagemaker.eu-west-1.amazonaws.com',
    path: '/',
    headers: { 'x-amz-target': 'SageMaker.CreateApp' },
    body: JSON.stringify({ ...name, ResourceSpec }),
  })
  expect(response.statusCode).toBe(400)
  expect(String(response.body)).toContain('CreateApp takes no image there')
  await create({ ResourceSpec: { InstanceType: 'ml.t3.medium', SageMakerImageArn: image } })
})

it('fails when a fault says so, may be started again, and says that a failed app is gone', async () => {
  const { fake, client, create, describe } = studio()
  const fault = { kind: 'ends-in', status: 'Failed', reason: 'InternalFailure' } as const
  fake.inject({ service: 'sagemaker', operation: 'CreateApp', when: 'next', fault })
  await create()
  await fake.clock.advance(20_000)
  expect(await describe()).toMatchObject({ Status: 'Failed', FailureReason: 'InternalFailure' })
  expect(fake.state.logs.groups.size).toBe(0)
  await expect(client.send(new DeleteAppCommand(name))).rejects.toMatchObject({
    message: expect.stringContaining('previously failed and was automatically deleted'),
  })
  await create()
  await fake.clock.advance(20_000)
  expect(await describe()).toMatchObject({ Status: 'InService' })
})

it('a space cannot be deleted beside its running app, and can beside a deleted or a failed one', async () => {
  const { fake, client, create } = studio()
  const remove = () => client.send(new DeleteSpaceCommand({ DomainId: 'd-abc', SpaceName: 'lab' }))
  await create()
  await expect(remove()).rejects.toMatchObject({ name: 'ResourceInUse' })
  await fake.clock.advance(20_000)
  await client.send(new DeleteAppCommand(name))
  await fake.clock.advance(10_000)
  fake.seed.app({ DomainId: 'd-abc', SpaceName: 'lab', AppName: 'other', Status: 'Failed' })
  fake.seed.app({ DomainId: 'd-abc', UserProfileName: 'alice', AppType: 'JupyterServer', Status: 'Failed' })
  await remove()
  await fake.clock.advance(3_000)
  await client.send(new DeleteUserProfileCommand({ DomainId: 'd-abc', UserProfileName: 'alice' }))
})

it('copies the tags of the domain and of the owner to the app', async () => {
  const { fake, create } = studio()
  const { AppArn = '' } = await create({ Tags: [{ Key: 'own', Value: '1' }] })
  const tags = fake.state.sagemaker.tags.get(AppArn)?.map(({ Key }) => Key)
  expect(tags?.sort()).toEqual(['cost', 'own', 'team'])
})

it('counts running apps against the quota', async () => {
  const fake = createFakeAws({ quotas: { apps: 1 } })
  fake.seed.domain({ DomainId: 'd-abc' })
  for (const SpaceName of ['one', 'two']) fake.seed.space({ DomainId: 'd-abc', SpaceName })
  fake.seed.app({ DomainId: 'd-abc', SpaceName: 'one' })
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const second = () => client.send(new CreateAppCommand({ ...name, SpaceName: 'two' }))
  await expect(second()).rejects.toMatchObject({ name: 'ResourceLimitExceeded' })
  await client.send(new DeleteAppCommand({ ...name, SpaceName: 'one' }))
  await fake.clock.advance(10_000)
  await second()
})

it('writes CloudTrail records of both, and the log stream of an app that runs', async () => {
  const { fake, client, create } = studio()
  await create()
  await fake.clock.advance(20_000)
  await client.send(new DeleteAppCommand(name))
  const parameters = { domainId: 'd-abc', spaceName: 'lab', appType: 'JupyterLab', appName: 'default' }
  expect(fake.state.trail).toMatchObject([
    { eventName: 'CreateApp', requestParameters: parameters, responseElements: { appArn: expect.any(String) } },
    { eventName: 'DeleteApp', requestParameters: parameters, responseElements: null },
  ])
  const streams = fake.state.logs.groups.get('/aws/sagemaker/studio')
  expect([...(streams?.keys() ?? [])]).toEqual(['d-abc/lab/JupyterLab/default'])
})

it('finds an app by any spelling of its space', async () => {
  const { client, create } = studio()
  await create({ SpaceName: 'LAB' })
  await expect(create()).rejects.toMatchObject({ name: 'ResourceInUse' })
  expect(await client.send(new DescribeAppCommand({ ...name, SpaceName: 'Lab' }))).toMatchObject({ Status: 'Pending' })
})
