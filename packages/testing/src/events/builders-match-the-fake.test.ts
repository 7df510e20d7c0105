import {
  CreateAppCommand,
  CreateDomainCommand,
  CreateSpaceCommand,
  CreateUserProfileCommand,
  DeleteAppCommand,
  DeleteDomainCommand,
  DeleteSpaceCommand,
  DeleteUserProfileCommand,
  SageMakerClient,
  UpdateDomainCommand,
  UpdateSpaceCommand,
  UpdateUserProfileCommand,
} from '@aws-sdk/client-sagemaker'
import { expect, it } from 'vitest'
import { createFakeAws } from '../fake-aws/create-fake-aws.js'
import { matchesEventPattern } from '../fake-aws/delivery/event-pattern.js'
import type { ApiCallEvent } from './api-call-event.js'
import { createAppEvent, deleteAppEvent } from './app-events.js'
import type { CloudTrailRecord } from './cloud-trail-record.js'
import { createDomainEvent, deleteDomainEvent, updateDomainEvent } from './domain-events.js'
import { createRepostSpaceEvent, createSpaceEvent, deleteSpaceEvent, updateSpaceEvent } from './space-events.js'
import { createUserProfileEvent, deleteUserProfileEvent, updateUserProfileEvent } from './user-profile-events.js'

const DomainId = 'd-abc'
const alice = { DomainId, UserProfileName: 'alice' }
const app = { DomainId, SpaceName: 'lab', AppType: 'JupyterLab', AppName: 'default' } as const
const role = 'arn:aws:iam::111122223333:role/StudioRole'

type Send = (client: SageMakerClient) => Promise<unknown>

const calls: readonly [name: string, send: Send, build: (domainId: string) => ApiCallEvent][] = [
  [
    'CreateUserProfile without settings',
    (client) => client.send(new CreateUserProfileCommand({ DomainId, UserProfileName: 'bob' })),
    (domainId) => createUserProfileEvent({ domainId, userProfileName: 'bob' }),
  ],
  [
    'CreateUserProfile with settings and tags',
    (client) =>
      client.send(
        new CreateUserProfileCommand({
          DomainId,
          UserProfileName: 'bob',
          UserSettings: { ExecutionRole: role, CustomPosixUserConfig: { Uid: 200_010, Gid: 1_001 } },
          Tags: [{ Key: 'team', Value: 'science' }],
        }),
      ),
    (domainId) => {
      const userSettings = { executionRole: role, customPosixUserConfig: { uid: 200_010, gid: 1_001 } }
      const tags = [{ key: 'team', value: 'science' }]
      return createUserProfileEvent({ domainId, userProfileName: 'bob', userSettings, tags })
    },
  ],
  [
    'UpdateUserProfile',
    (client) => client.send(new UpdateUserProfileCommand({ ...alice, UserSettings: { ExecutionRole: role } })),
    (domainId) => updateUserProfileEvent({ domainId, userProfileName: 'alice', userSettings: { executionRole: role } }),
  ],
  [
    'DeleteUserProfile',
    (client) => client.send(new DeleteUserProfileCommand(alice)),
    (domainId) => deleteUserProfileEvent({ domainId, userProfileName: 'alice' }),
  ],
  [
    'CreateSpace',
    (client) =>
      client.send(
        new CreateSpaceCommand({
          DomainId,
          SpaceName: 'notes',
          OwnershipSettings: { OwnerUserProfileName: 'alice' },
          SpaceSharingSettings: { SharingType: 'Private' },
          SpaceSettings: { AppType: 'JupyterLab' },
        }),
      ),
    (domainId) =>
      createSpaceEvent({
        ...{ domainId, spaceName: 'notes', ownerUserProfileName: 'alice' },
        spaceSettings: { appType: 'JupyterLab' },
      }),
  ],
  [
    'UpdateSpace',
    (client) =>
      client.send(new UpdateSpaceCommand({ DomainId, SpaceName: 'lab', SpaceSettings: { RemoteAccess: 'ENABLED' } })),
    (domainId) => updateSpaceEvent({ domainId, spaceName: 'lab', spaceSettings: { remoteAccess: 'ENABLED' } }),
  ],
  [
    'DeleteSpace',
    (client) => client.send(new DeleteSpaceCommand({ DomainId, SpaceName: 'lab' })),
    (domainId) => deleteSpaceEvent({ domainId, spaceName: 'lab' }),
  ],
  [
    'CreateApp',
    (client) => {
      const ResourceSpec = { InstanceType: 'ml.t3.medium' } as const
      return client.send(new CreateAppCommand({ ...app, ResourceSpec }))
    },
    (domainId) => createAppEvent({ domainId, spaceName: 'lab', resourceSpec: { instanceType: 'ml.t3.medium' } }),
  ],
  [
    'DeleteApp, refused',
    (client) => client.send(new DeleteAppCommand(app)),
    (domainId) => deleteAppEvent({ domainId, spaceName: 'lab', errorCode: 'ResourceNotFound' }),
  ],
  [
    'UpdateDomain',
    (client) => client.send(new UpdateDomainCommand({ DomainId, DefaultUserSettings: { ExecutionRole: role } })),
    (domainId) => updateDomainEvent({ domainId, defaultUserSettings: { executionRole: role } }),
  ],
  [
    'DeleteDomain, refused',
    (client) => client.send(new DeleteDomainCommand({ DomainId, RetentionPolicy: { HomeEfsFileSystem: 'Delete' } })),
    (domainId) => deleteDomainEvent({ domainId, homeEfsFileSystem: 'Delete', errorCode: 'ResourceInUse' }),
  ],
]

it.each(calls)('%s gives the event that its builder builds', async (_, send, build) => {
  const { fake, client } = setUp()
  await send(client).catch(() => {})
  expectSame(fake.state.trail[0], build(DomainId))
})

it('CreateDomain gives the event that its builder builds', async () => {
  const { fake, client } = setUp()
  const VpcId = 'vpc-11111111'
  const SubnetIds = fake.seed.domain({ VpcId }).SubnetIds as string[]
  const input = { DomainName: 'science', AuthMode: 'IAM' as const, VpcId, SubnetIds, DefaultUserSettings: {} }
  const { DomainArn = '' } = await client.send(new CreateDomainCommand(input))
  const domainId = DomainArn.slice(DomainArn.indexOf('/') + 1)
  expectSame(
    fake.state.trail[0],
    createDomainEvent({ domainId, domainName: 'science', vpcId: VpcId, subnetIds: SubnetIds }),
  )
})

it('re:Post Private’s CreateSpace has another source, and is told apart by it only', () => {
  const event = createRepostSpaceEvent({ spaceName: 'lab' })
  expect(event).toMatchObject({
    source: 'aws.repostspace',
    detail: {
      eventSource: 'repostspace.amazonaws.com',
      eventName: 'CreateSpace',
      requestParameters: { spaceName: 'lab' },
    },
  })
  expect(matchesEventPattern({ detail: { eventName: ['CreateSpace'] } }, event)).toBe(true)
  expect(matchesEventPattern({ detail: { eventSource: ['sagemaker.amazonaws.com'] } }, event)).toBe(false)
})

function setUp() {
  const fake = createFakeAws()
  fake.seed.domain({ DomainId })
  fake.seed.userProfile(alice)
  fake.seed.space({ DomainId, SpaceName: 'lab' })
  return { fake, client: new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 }) }
}

function expectSame(record: CloudTrailRecord | undefined, { detail }: ApiCallEvent): void {
  const essence = ({ eventName, requestParameters, responseElements, errorCode }: CloudTrailRecord) => ({
    eventName,
    requestParameters,
    responseElements,
    errorCode,
  })
  expect(record && essence(record)).toEqual(essence(detail))
}
