import { CreateUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import type { DomainId, FileSystemId } from '@studio-efs/core'
import { DEFAULT_LAYOUT, type DirectoryLayout, type DirectorySpec } from '@studio-efs/core/directories'
import { StudioEfsError } from '@studio-efs/core/errors'
import {
  createFakeAws,
  createUserProfileEvent,
  deleteUserProfileEvent,
  efsEntry,
  failedCreateUserProfileEvent,
  memoryDirectoryDriver,
  profileFileSystems,
  updateUserProfileEvent,
} from '@studio-efs/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { jsonLogger } from './handler/json-logger.js'
import { createOnUserProfileCreated } from './on-user-profile-created.js'

const domainId = 'd-science' as DomainId
const fileSystemId = 'fs-0123456789abcdef0' as FileSystemId
const ownEntry = efsEntry(fileSystemId, '/alice')
const event = createUserProfileEvent({ domainId, userProfileName: 'alice' })

function deployed({
  layout = DEFAULT_LAYOUT,
  visibilityDelay = 500,
  foreignEvents = undefined as 'ignore' | undefined,
} = {}) {
  const fake = createFakeAws({ undocumented: { visibilityDelay } })
  fake.seed.domain({ DomainId: domainId })
  const directories = memoryDirectoryDriver()
  const records: Record<string, unknown>[] = []
  const handler = createOnUserProfileCreated({
    context: {
      sagemaker: new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 }),
      directories,
      clock: fake.clock,
      logger: jsonLogger((line) => records.push(JSON.parse(line))),
    },
    configuration: { fileSystemId, domainIds: [domainId], layout },
    ...(foreignEvents && { foreignEvents }),
  })
  const listOf = () => profileFileSystems(fake, { domainId, userProfileName: 'alice' })
  return { fake, directories, records, handler, listOf }
}

test('a new profile gets its directory and lists it; the event again changes nothing', async () => {
  const { fake, handler, directories, listOf } = deployed()
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice' })
  expect(await handler(event)).toMatchObject({
    outcome: 'onboarded',
    directory: { outcome: 'created', path: '/alice' },
  })
  expect(listOf()).toEqual([ownEntry])
  expect(await handler(event)).toMatchObject({ outcome: 'unchanged', changes: [] })
  expect(directories.entries()).toHaveLength(1)
})

test('a dry run, which this function has not, is refused', async () => {
  const { fake, handler, directories } = deployed()
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice' })
  await expect(handler({ ...event, dryRun: true })).rejects.toThrow('event.dryRun is given')
  expect([directories.entries(), fake.calls]).toEqual([[], []])
})

test('an event that arrives before SageMaker shows its profile is not lost', async () => {
  const { fake, handler, listOf } = deployed({ visibilityDelay: 8000 })
  const delivery = fake.deliverTo(async (each) => handler(each), {
    delay: 0,
    pattern: { detail: { eventName: ['CreateUserProfile'] } },
  })
  const create = new CreateUserProfileCommand({ DomainId: domainId, UserProfileName: 'alice' })
  await new SageMakerClient(fake.clientConfig()).send(create)
  await delivery.settled()
  expect(delivery.invocations.map(({ outcome }) => outcome)).toEqual(['ok'])
  expect(listOf()).toEqual([ownEntry])
})

test('each event leaves one log record, with the ids and without the event', async () => {
  const { fake, handler, records } = deployed()
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice' })
  await handler(event, { awsRequestId: 'r-1' })
  await handler(failedCreateUserProfileEvent({ domainId, userProfileName: 'bob' }))
  await expect(handler({})).rejects.toThrow()
  expect(records.map(({ level, message }) => [level, message])).toEqual([
    ['info', 'onboarded'],
    ['info', 'ignored'],
    ['error', 'failed'],
  ])
  expect(records[0]).toMatchObject({
    requestId: 'r-1',
    domainId,
    userProfileName: 'alice',
    eventId: event.detail.eventID,
    directory: { path: '/alice', mode: '0700' },
  })
  expect(JSON.stringify(records)).not.toMatch(/userIdentity|accessKeyId|sourceIPAddress/)
})

test('the log record names the directories on the way in which others can replace the one that was made', async () => {
  const { fake, handler, directories, records } = deployed({ layout: '/team/{userProfileName}' as DirectoryLayout })
  const team = { path: '/team', owner: { uid: 4000, gid: 4000 }, mode: '0755' } as DirectorySpec
  await directories.ensureDirectories([team])
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice' })
  await handler(event)
  expect(records[0]).toMatchObject({
    directory: { path: '/team/alice', writableParents: [{ path: '/team', uid: 4000 }] },
  })
})

describe('events that are none of its business are ignored, without a call', () => {
  test.each([
    ['failed-call', failedCreateUserProfileEvent({ domainId, userProfileName: 'alice' })],
    ['other-domain', createUserProfileEvent({ domainId: 'd-other', userProfileName: 'alice' })],
    ['other-event', deleteUserProfileEvent({ domainId, userProfileName: 'alice' })],
    ['other-event', updateUserProfileEvent({ domainId, userProfileName: 'alice' })],
    ['other-event', { detail: { ...event.detail, eventSource: 'ec2.amazonaws.com' } }],
  ])('%s', async (reason, other) => {
    const { fake, handler } = deployed()
    expect(await handler(other)).toMatchObject({ outcome: 'ignored', reason })
    expect(fake.calls).toEqual([])
  })
})

describe('a profile that will not come ends quietly, with the reason in reply and log, and nothing is made', () => {
  const later = async ({ fake }: ReturnType<typeof deployed>) => fake.clock.advance(60_000)

  test.each([
    ['not-found', 'DescribeUserProfile', later],
    [
      'unusable',
      'Deleting',
      async ({ fake }: ReturnType<typeof deployed>) => {
        fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice', Status: 'Deleting' })
      },
    ],
    [
      'domain-unusable',
      'DescribeDomain',
      async (world: ReturnType<typeof deployed>) => {
        world.fake.state.sagemaker.domains.clear()
        await later(world)
      },
    ],
  ] as const)('%s', async (reason, detail, prepare) => {
    const world = deployed()
    await prepare(world)
    expect(await world.handler(event)).toMatchObject({
      outcome: 'ignored',
      reason,
      detail: expect.stringContaining(detail),
    })
    expect(world.records).toMatchObject([{ level: 'info', message: 'ignored', reason, detail: expect.any(String) }])
    expect([world.directories.entries(), world.listOf()]).toEqual([[], undefined])
  })
})

describe('events of another account or Region', () => {
  const invocation = { invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:onboard' }
  const foreign = [
    ['other-account', createUserProfileEvent({ domainId, userProfileName: 'alice', account: '444455556666' })],
    ['other-region', createUserProfileEvent({ domainId, userProfileName: 'alice', region: 'us-east-1' })],
  ] as const

  test.each(foreign)('are ignored as %s where the function is told to', async (reason, other) => {
    const { fake, handler } = deployed({ foreignEvents: 'ignore' })
    fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice' })
    expect(await handler(other, invocation)).toMatchObject({ outcome: 'ignored', reason })
    expect(fake.calls).toEqual([])
    expect(await handler(event, invocation)).toMatchObject({ outcome: 'onboarded' })
  })

  test.each(foreign)('are taken by default: the client may be one of there (%s)', async (_, other) => {
    const { fake, handler } = deployed()
    fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice' })
    expect(await handler(other, invocation)).toMatchObject({ outcome: 'onboarded' })
  })
})

describe('what is not done is thrown by its name, so that Lambda retries and dead-letters it', () => {
  test.each<[string, unknown, string]>([
    ['no object', 'alice', 'event'],
    ['no detail', {}, 'detail'],
    ['no parameters', { detail: { ...event.detail, requestParameters: null } }, 'detail.requestParameters'],
    ...['../../etc', 'a/b', '..', 'a\0b', 'a'.repeat(300), 'аlice', '', 7].map(
      (userProfileName): [string, unknown, string] => [
        `the name ${JSON.stringify(userProfileName).slice(0, 20)}`,
        { detail: { ...event.detail, requestParameters: { domainId, userProfileName } } },
        'detail.requestParameters.userProfileName',
      ],
    ),
  ])('an event with %s', async (_, malformed, field) => {
    const { fake, handler, directories } = deployed()
    await expect(handler(malformed)).rejects.toMatchObject({ name: 'MalformedEventError', field })
    expect([fake.calls, directories.entries()]).toEqual([[], []])
  })

  test('a profile that is not there a moment after its event, when the time is over: it may not be visible yet', async () => {
    await expect(deployed().handler(event, { getRemainingTimeInMillis: () => 30_000 })).rejects.toMatchObject({
      name: 'DeadlineExceededError',
    })
  })

  test('a directory that cannot be made, and the profile is not updated', async () => {
    const { fake, handler, directories, listOf } = deployed()
    fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice' })
    directories.plant('/alice', 'symbolic link')
    await expect(handler(event)).rejects.toMatchObject({ name: 'NotADirectoryError' })
    expect(listOf()).toBeUndefined()
  })

  test('a profile that does not settle, a second before the time limit', async () => {
    const { fake, handler } = deployed()
    fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice', Status: 'Pending' })
    const startedAt = fake.clock.now()
    await expect(handler(event, { getRemainingTimeInMillis: () => 30_000 })).rejects.toMatchObject({
      name: 'DeadlineExceededError',
    })
    expect(fake.clock.now() - startedAt).toBeLessThanOrEqual(29_000)
  })
})

const eventLike = fc.oneof(
  fc.jsonValue(),
  fc.record({ detail: fc.jsonValue() }),
  fc.record({
    detail: fc.record(
      {
        eventSource: fc.oneof(fc.constant('sagemaker.amazonaws.com'), fc.jsonValue()),
        eventName: fc.oneof(fc.constant('CreateUserProfile'), fc.jsonValue()),
        errorCode: fc.jsonValue(),
        eventID: fc.jsonValue(),
        requestParameters: fc.oneof(
          fc.jsonValue(),
          fc.record({
            domainId: fc.oneof(fc.constant(domainId), fc.string()),
            userProfileName: fc.oneof(fc.constant('alice'), fc.string()),
          }),
        ),
      },
      { requiredKeys: [] },
    ),
  }),
)

test('any JSON is onboarded, ignored with a reason, or a typed error; no other name ever becomes a directory', async () => {
  const { fake, handler, directories } = deployed()
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice' })
  await fc.assert(
    fc.asyncProperty(eventLike, async (json) => {
      try {
        const { outcome } = await handler(json)
        expect(['onboarded', 'unchanged', 'ignored']).toContain(outcome)
      } catch (error) {
        if (!(error instanceof StudioEfsError)) throw error
        expect(['MalformedEventError', 'ResourceNotFoundError']).toContain(error.name)
      }
      expect(directories.entries().filter(({ path }) => path !== '/alice')).toEqual([])
    }),
    { numRuns: 1000 },
  )
})
