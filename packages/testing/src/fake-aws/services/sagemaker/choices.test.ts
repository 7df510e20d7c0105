import {
  AddTagsCommand,
  CreateDomainCommand,
  type CreateDomainCommandInput,
  CreateSpaceCommand,
  CreateUserProfileCommand,
  DescribeDomainCommand,
  DescribeSpaceCommand,
  DescribeUserProfileCommand,
  ListTagsCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../../create-fake-aws.js'
import type { Undocumented } from '../../settings/undocumented.js'
import { DEFAULT_VPC_ID } from '../../state/ec2.js'

const DomainId = 'd-abc'
const role = { ExecutionRole: 'arn:aws:iam::111122223333:role/Studio' }

function setUp(undocumented: Partial<Undocumented> = {}) {
  const fake = createFakeAws({ undocumented, transitions: 'immediate' })
  const domain = fake.seed.domain({ DomainId, DefaultUserSettings: role })
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const SubnetIds = [...fake.state.ec2.subnets.keys()]
  const createDomain = (more: Partial<CreateDomainCommandInput> = {}) =>
    client.send(
      new CreateDomainCommand({
        ...{ DomainName: 'new', AuthMode: 'IAM', VpcId: DEFAULT_VPC_ID, SubnetIds, DefaultUserSettings: role },
        ...more,
      }),
    )
  return { fake, client, domain, createDomain }
}

describe('tags', () => {
  it.each(['AddTags', 'ListTags'])('%s of a resource that is gone is a ValidationException', async (operation) => {
    const { client, domain } = setUp()
    const ResourceArn = domain.DomainArn.replace('d-abc', 'd-gone')
    const call =
      operation === 'ListTags'
        ? client.send(new ListTagsCommand({ ResourceArn }))
        : client.send(new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'a', Value: 'b' }] }))
    await expect(call).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it.each([
    [
      'a key twice',
      [
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ],
    ],
    ['a key of AWS', [{ Key: 'aws:created', Value: '1' }]],
  ])('refuses %s, at creation too', async (_, Tags) => {
    const { client, domain, createDomain } = setUp()
    const refused = { name: 'ValidationException' }
    await expect(client.send(new AddTagsCommand({ ResourceArn: domain.DomainArn, Tags }))).rejects.toMatchObject(
      refused,
    )
    await expect(createDomain({ Tags })).rejects.toMatchObject(refused)
    const profile = new CreateUserProfileCommand({ DomainId, UserProfileName: 'alice', Tags })
    await expect(client.send(profile)).rejects.toMatchObject(refused)
    await expect(client.send(new CreateSpaceCommand({ DomainId, SpaceName: 'lab', Tags }))).rejects.toMatchObject(
      refused,
    )
  })
})

describe.each(['ResourceNotFound', 'ValidationException'] as const)(
  'an unknown owner, with %s',
  (unknownOwnerError) => {
    it.each([
      new CreateUserProfileCommand({ DomainId: 'd-none', UserProfileName: 'alice' }),
      new CreateSpaceCommand({ DomainId: 'd-none', SpaceName: 'lab' }),
      new CreateSpaceCommand({
        DomainId,
        SpaceName: 'lab',
        SpaceSettings: {},
        OwnershipSettings: { OwnerUserProfileName: 'nobody' },
        SpaceSharingSettings: { SharingType: 'Private' },
      }),
    ])('is refused', async (command) => {
      const { client } = setUp({ unknownOwnerError })
      await expect(client.send(command as CreateSpaceCommand)).rejects.toMatchObject({ name: unknownOwnerError })
    })
  },
)

describe('settings that were not sent', () => {
  it('are filled in by Describe, and not in the state', async () => {
    const { fake, client } = setUp()
    const spec = { JupyterLabAppSettings: { DefaultResourceSpec: { InstanceType: 'ml.t3.medium' as const } } }
    fake.seed.userProfile({ DomainId, UserProfileName: 'alice', UserSettings: spec })
    fake.seed.space({ DomainId, SpaceName: 'lab', SpaceSettings: {} })
    const { DefaultUserSettings } = await client.send(new DescribeDomainCommand({ DomainId }))
    expect(DefaultUserSettings).toMatchObject({ ...role, AutoMountHomeEFS: 'Enabled', StudioWebPortal: 'ENABLED' })
    const alice = await client.send(new DescribeUserProfileCommand({ DomainId, UserProfileName: 'alice' }))
    expect(alice.UserSettings).toEqual({
      AutoMountHomeEFS: 'DefaultAsDomain',
      JupyterLabAppSettings: {
        DefaultResourceSpec: {
          InstanceType: 'ml.t3.medium',
          SageMakerImageArn: 'arn:aws:sagemaker:eu-west-1:885854791233:image/sagemaker-distribution-cpu',
        },
      },
    })
    const { SpaceSettings } = await client.send(new DescribeSpaceCommand({ DomainId, SpaceName: 'lab' }))
    expect(SpaceSettings).toEqual({ SpaceStorageSettings: { EbsStorageSettings: { EbsVolumeSizeInGb: 5 } } })
    expect(fake.state.sagemaker.userProfiles.get('d-abc/alice')?.UserSettings).toEqual(spec)
  })

  it('stay absent where nothing was sent, and by choice everywhere', async () => {
    const { fake, client } = setUp()
    fake.seed.userProfile({ DomainId, UserProfileName: 'alice' })
    const alice = await client.send(new DescribeUserProfileCommand({ DomainId, UserProfileName: 'alice' }))
    expect(alice.UserSettings).toBeUndefined()
    const bare = setUp({ settingsNotSent: 'left-out' })
    expect((await bare.client.send(new DescribeDomainCommand({ DomainId }))).DefaultUserSettings).toEqual(role)
  })
})

describe('CreateDomain', () => {
  it('with empty user settings is accepted, or by choice ends in Failed', async () => {
    const statusWith = async (emptyUserSettings: Undocumented['emptyUserSettings']) => {
      const { client, createDomain } = setUp({ emptyUserSettings })
      const created = await createDomain({ DefaultUserSettings: {} })
      return client.send(new DescribeDomainCommand({ DomainId: created.DomainId ?? '' }))
    }
    expect((await statusWith('accept')).Status).toBe('InService')
    expect(await statusWith('fail')).toMatchObject({ Status: 'Failed', FailureReason: expect.any(String) })
  })

  it('with space settings but no role is accepted, or by choice refused', async () => {
    await setUp().createDomain({ DefaultSpaceSettings: { SecurityGroups: [] } })
    const strict = setUp({ createdSpaceDefaultsWithoutRole: 'refuse' })
    await expect(strict.createDomain({ DefaultSpaceSettings: { SecurityGroups: [] } })).rejects.toThrow('ExecutionRole')
  })
})
