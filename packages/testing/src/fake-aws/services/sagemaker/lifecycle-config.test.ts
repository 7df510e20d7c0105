import {
  CreatePresignedDomainUrlCommand,
  CreateStudioLifecycleConfigCommand,
  type CreateStudioLifecycleConfigRequest,
  DeleteStudioLifecycleConfigCommand,
  DeleteTagsCommand,
  DescribeStudioLifecycleConfigCommand,
  ListTagsCommand,
  paginateListStudioLifecycleConfigs,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { expect, it } from 'vitest'
import { createFakeAws } from '../../create-fake-aws.js'

const script = Buffer.from('echo hello\n').toString('base64')

function studio() {
  const fake = createFakeAws()
  const domain = fake.seed.domain({
    DomainId: 'd-abc',
    Tags: [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '2' },
    ],
  })
  fake.seed.userProfile({ DomainId: 'd-abc', UserProfileName: 'alice' })
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const create = (StudioLifecycleConfigName: string, more: Partial<CreateStudioLifecycleConfigRequest> = {}) =>
    client.send(
      new CreateStudioLifecycleConfigCommand({
        StudioLifecycleConfigName,
        StudioLifecycleConfigContent: script,
        StudioLifecycleConfigAppType: 'JupyterLab',
        ...more,
      }),
    )
  async function names(input: object): Promise<(string | undefined)[]> {
    const found: (string | undefined)[] = []
    for await (const page of paginateListStudioLifecycleConfigs({ client, pageSize: 1 }, input)) {
      found.push(...(page.StudioLifecycleConfigs ?? []).map(({ StudioLifecycleConfigName: name }) => name))
    }
    return found
  }
  return { fake, domain, client, create, names }
}

it('creates, describes, lists and deletes lifecycle configurations', async () => {
  const { fake, client, create, names } = studio()
  const { StudioLifecycleConfigArn } = await create('Stop-idle')
  await fake.clock.advance(60_000)
  await create('auto-link', { StudioLifecycleConfigAppType: 'CodeEditor' })
  await expect(create('auto-link')).rejects.toMatchObject({ name: 'ResourceInUse' })
  const name = { StudioLifecycleConfigName: 'Stop-idle' }
  expect(await client.send(new DescribeStudioLifecycleConfigCommand(name))).toMatchObject({
    StudioLifecycleConfigArn,
    StudioLifecycleConfigContent: script,
    CreationTime: new Date(Date.UTC(2026, 0, 1)),
  })
  expect(await names({ SortOrder: 'Ascending' })).toEqual(['Stop-idle', 'auto-link'])
  expect(await names({ SortBy: 'Name', SortOrder: 'Descending' })).toEqual(['auto-link', 'Stop-idle'])
  expect(await names({ AppTypeEquals: 'CodeEditor' })).toEqual(['auto-link'])
  expect(await names({ CreationTimeAfter: new Date(Date.UTC(2026, 0, 1, 0, 0, 30)) })).toEqual(['auto-link'])
  expect(await names({ NameContains: 'idle' })).toEqual(['Stop-idle'])
  await client.send(new DeleteStudioLifecycleConfigCommand(name))
  await expect(client.send(new DescribeStudioLifecycleConfigCommand(name))).rejects.toMatchObject({
    name: 'ResourceNotFound',
  })
})

it('refuses a script that is not in Base64', async () => {
  const { create } = studio()
  await expect(create('plain', { StudioLifecycleConfigContent: '#!/bin/bash' })).rejects.toMatchObject({
    name: 'ValidationException',
  })
})

it('keeps a lifecycle configuration that a domain uses; a space does not hold it', async () => {
  const { fake, client, domain, create } = studio()
  const { StudioLifecycleConfigArn: arn } = await create('link')
  const JupyterLabAppSettings = { LifecycleConfigArns: [arn] }
  domain.DefaultUserSettings = { JupyterLabAppSettings }
  const remove = () => client.send(new DeleteStudioLifecycleConfigCommand({ StudioLifecycleConfigName: 'link' }))
  await expect(remove()).rejects.toMatchObject({ name: 'ResourceInUse' })
  domain.DefaultUserSettings = {}
  fake.seed.space({ DomainId: 'd-abc', SpaceName: 'lab', SpaceSettings: { JupyterLabAppSettings } })
  await remove()
  expect(fake.state.sagemaker.lifecycleConfigs.size).toBe(0)
})

it('presigns a URL for profiles of a domain with IAM, and only there', async () => {
  const { fake, client } = studio()
  const input = { DomainId: 'd-abc', UserProfileName: 'alice' }
  const { AuthorizedUrl } = await client.send(new CreatePresignedDomainUrlCommand(input))
  expect(AuthorizedUrl).toMatch(/^https:\/\/d-abc\.studio\.eu-west-1\.sagemaker\.aws\/auth\?token=\w{64}$/)
  const unknown = client.send(new CreatePresignedDomainUrlCommand({ ...input, UserProfileName: 'bob' }))
  await expect(unknown).rejects.toMatchObject({ name: 'ResourceNotFound' })
  fake.seed.domain({ DomainId: 'd-sso', AuthMode: 'SSO' })
  fake.seed.userProfile({ DomainId: 'd-sso', UserProfileName: 'alice' })
  const sso = client.send(new CreatePresignedDomainUrlCommand({ ...input, DomainId: 'd-sso' }))
  await expect(sso).rejects.toMatchObject({ name: 'ValidationException' })
})

it('deletes tags by key', async () => {
  const { client, domain } = studio()
  const ResourceArn = domain.DomainArn
  await client.send(new DeleteTagsCommand({ ResourceArn, TagKeys: ['a', 'absent'] }))
  expect((await client.send(new ListTagsCommand({ ResourceArn }))).Tags).toEqual([{ Key: 'b', Value: '2' }])
})
