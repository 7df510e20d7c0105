import { CreateUserProfileCommand, DescribeDomainCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { expect, it } from 'vitest'
import { efsEntry } from '../../studio/custom-file-systems.js'
import { createFakeAws } from '../create-fake-aws.js'

it('serves clients in the process, with the fake signer or a real one', async () => {
  const fake = createFakeAws()
  const { DomainId } = fake.seed.domain()
  const { requestHandler, region, credentials } = fake.clientConfig()
  for (const config of [fake.clientConfig(), { requestHandler, region, credentials }]) {
    const domain = await new SageMakerClient(config).send(new DescribeDomainCommand({ DomainId }))
    expect(domain.CreationTime).toEqual(new Date(fake.clock.now()))
  }
})

it('logs the calls in order, with their outcomes', async () => {
  const fake = createFakeAws()
  const client = new SageMakerClient(fake.clientConfig())
  await client.send(new DescribeDomainCommand({ DomainId: 'd-none' })).catch(() => {})
  await client.send(new DescribeDomainCommand({ DomainId: 'NOT-AN-ID' })).catch(() => {})
  expect(fake.calls).toEqual([
    {
      service: 'sagemaker',
      operation: 'DescribeDomain',
      input: { DomainId: 'd-none' },
      at: fake.clock.now(),
      outcome: 'ResourceNotFound',
    },
    expect.objectContaining({ outcome: 'ValidationException' }),
  ])
})

it('keeps the input of a call when the resource that it created is changed later', async () => {
  const fake = createFakeAws()
  const { DomainId } = fake.seed.domain()
  const client = new SageMakerClient(fake.clientConfig())
  const UserSettings = { CustomFileSystemConfigs: [efsEntry('fs-11111111')] }
  await client.send(new CreateUserProfileCommand({ DomainId, UserProfileName: 'alice', UserSettings }))
  const settings = fake.state.sagemaker.userProfiles.get(`${DomainId}/alice`)?.UserSettings
  Object.assign(settings?.CustomFileSystemConfigs ?? [], [{ S3FileSystemConfig: { S3Uri: 's3://theirs' } }])
  expect(fake.calls[0]?.input).toMatchObject({ UserSettings })
})

it('refuses a call whose signal is aborted already', async () => {
  const fake = createFakeAws()
  const client = new SageMakerClient(fake.clientConfig())
  const call = client.send(new DescribeDomainCommand({ DomainId: 'd-none' }), { abortSignal: AbortSignal.abort() })
  await expect(call).rejects.toMatchObject({ name: 'AbortError' })
  expect(fake.calls).toEqual([])
})
