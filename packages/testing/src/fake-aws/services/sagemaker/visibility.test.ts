import {
  CreateDomainCommand,
  CreateSpaceCommand,
  CreateUserProfileCommand,
  DescribeDomainCommand,
  DescribeSpaceCommand,
  DescribeUserProfileCommand,
  ListDomainsCommand,
  ListSpacesCommand,
  ListUserProfilesCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../../create-fake-aws.js'
import type { FakeAwsOptions } from '../../settings/options.js'
import { DEFAULT_VPC_ID } from '../../state/ec2.js'

const DomainId = 'd-abc'

function setUp(options: FakeAwsOptions = {}) {
  const fake = createFakeAws(options)
  fake.seed.domain({ DomainId, DomainName: 'old' })
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const SubnetIds = [...fake.state.ec2.subnets.keys()]
  const createDomain = (DomainName = 'new') =>
    client.send(
      new CreateDomainCommand({
        DomainName,
        AuthMode: 'IAM',
        VpcId: DEFAULT_VPC_ID,
        SubnetIds,
        DefaultUserSettings: { ExecutionRole: 'arn:aws:iam::111122223333:role/Studio' },
      }),
    )
  const kinds = {
    domain: {
      create: createDomain,
      read: () => {
        const id = [...fake.state.sagemaker.domains.keys()].at(-1) ?? ''
        return client.send(new DescribeDomainCommand({ DomainId: id }))
      },
      count: async () => ((await client.send(new ListDomainsCommand({}))).Domains?.length ?? 0) - 1,
    },
    'user profile': {
      create: () => client.send(new CreateUserProfileCommand({ DomainId, UserProfileName: 'alice' })),
      read: () => client.send(new DescribeUserProfileCommand({ DomainId, UserProfileName: 'alice' })),
      count: async () => (await client.send(new ListUserProfilesCommand({}))).UserProfiles?.length,
    },
    space: {
      create: () => client.send(new CreateSpaceCommand({ DomainId, SpaceName: 'lab' })),
      read: () => client.send(new DescribeSpaceCommand({ DomainId, SpaceName: 'lab' })),
      count: async () => (await client.send(new ListSpacesCommand({}))).Spaces?.length,
    },
  }
  return { fake, client, kinds, createDomain }
}

const notFound = { name: 'ResourceNotFound', $metadata: { httpStatusCode: 400 } }

describe.each(['domain', 'user profile', 'space'] as const)('a new %s', (kind) => {
  it('is visible to Describe and List after half a second, and exists before', async () => {
    const { fake, kinds } = setUp()
    const { create, read, count } = kinds[kind]
    await create()
    await expect(read()).rejects.toMatchObject(notFound)
    expect(await count()).toBe(0)
    await expect(create()).rejects.toMatchObject({ name: 'ResourceInUse' })
    await fake.clock.advance(499)
    await expect(read()).rejects.toMatchObject(notFound)
    await fake.clock.advance(1)
    const described = await read()
    expect(described.Status).toBe('Pending')
    expect(described).not.toHaveProperty('visibleAt')
    expect(await count()).toBe(1)
  })

  it('is visible at once with a delay of 0', async () => {
    const { kinds } = setUp({ undocumented: { visibilityDelay: 0 } })
    const { create, read, count } = kinds[kind]
    await create()
    expect([(await read()).Status, await count()]).toEqual(['Pending', 1])
  })

  it('is InService in the first Describe when transitions are immediate', async () => {
    const { kinds } = setUp({ transitions: 'immediate' })
    const { create, read } = kinds[kind]
    await create()
    expect((await read()).Status).toBe('InService')
  })

  it('is missed once and Pending as often as asked for when Describe calls are counted', async () => {
    const { kinds } = setUp({ transitions: { afterDescribes: 2 } })
    const { create, read } = kinds[kind]
    await create()
    const seen: unknown[] = []
    for (let n = 0; n < 4; n += 1)
      seen.push(
        await read().then(
          ({ Status }) => Status,
          ({ name }) => name,
        ),
      )
    expect(seen).toEqual(['ResourceNotFound', 'Pending', 'Pending', 'InService'])
  })
})

it('a domain name that exists is ResourceInUse', async () => {
  const { createDomain } = setUp()
  await expect(createDomain('old')).rejects.toMatchObject({
    name: 'ResourceInUse',
    message: 'A Domain with the name [old] already exists.',
  })
})
