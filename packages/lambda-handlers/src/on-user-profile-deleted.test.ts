import { provisionUserDirectory } from '@studio-efs/core'
import {
  assertOk,
  createUserProfileEvent,
  deleteUserProfileEvent,
  memoryDirectoryDriver,
  userProfileKey,
} from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { domainId, studioWithFileSystem } from '../test/studio.js'
import { createOnUserProfileDeleted } from './on-user-profile-deleted.js'
import { createOnboardBatch } from './onboard-batch.js'

const DAY_MS = 86_400_000
const invocation = {
  awsRequestId: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:leaving',
  getRemainingTimeInMillis: () => 300_000,
}
const ref = (userProfileName: string) => ({ domainId, userProfileName })
const message = (messageId: string, content: unknown) => ({ messageId, body: JSON.stringify(content) })

/** Profiles with claimed directories, a day old. */
async function deployed(...names: readonly string[]) {
  const world = studioWithFileSystem()
  const { fake, profile, directories } = world
  const context = { ...world.context, directories }
  for (const name of names) {
    profile(name)
    assertOk(await provisionUserDirectory(context, ref(name)))
  }
  await fake.clock.advance(DAY_MS)
  world.records.length = 0
  const { userProfiles } = fake.state.sagemaker
  const now = () => new Date(fake.clock.now())
  return {
    ...world,
    handler: createOnUserProfileDeleted({ ...world, foreignEvents: 'ignore' }),
    onboard: createOnboardBatch(world),
    leave: (name: string) => userProfiles.delete(userProfileKey(domainId, name)),
    stored: (name: string) => {
      const found = userProfiles.get(userProfileKey(domainId, name))
      if (found === undefined) throw new Error(`There is no ${name}.`)
      return found
    },
    deletion: (name: string, more = {}) => deleteUserProfileEvent({ ...ref(name), time: now(), ...more }),
    archived: () => directories.archives().map(({ path }) => path),
  }
}

test('the directory of a profile that is gone is archived, once, however often the event comes', async () => {
  const { handler, leave, deletion, archived, pathsOf, records } = await deployed('alice', 'bob')
  const event = deletion('alice')
  leave('alice')
  expect(await handler(event, invocation)).toMatchObject({
    ...{ outcome: 'archived', profile: ref('alice'), path: '/alice' },
    changes: [{ kind: 'directory', action: 'archive', path: '/alice' }],
  })
  expect(await handler(event, invocation)).toMatchObject({ outcome: 'ignored', reason: 'not-claimed' })
  expect([archived(), pathsOf()]).toEqual([['/alice'], ['/bob']])
  const { eventID: eventId } = event.detail
  expect(records).toMatchObject([
    { level: 'info', message: 'archived', handler: 'on-user-profile-deleted', requestId: '1', eventId, path: '/alice' },
    { level: 'info', message: 'ignored', eventId, reason: 'not-claimed' },
  ])
})

test('an event alone archives nothing: a profile that SageMaker still has is asked for again', async () => {
  const { handler, stored, leave, deletion, archived } = await deployed('alice')
  const event = deletion('alice')
  const waits = { name: 'ProfileNotGoneError', retryable: true, pending: 'deleting' }
  await expect(handler(event, invocation)).rejects.toMatchObject(waits)
  stored('alice').Status = 'Deleting'
  await expect(handler(event, invocation)).rejects.toMatchObject(waits)
  stored('alice').Status = 'Delete_Failed'
  expect(await handler(event, invocation)).toMatchObject({ outcome: 'ignored', reason: 'still-there' })
  expect(archived()).toEqual([])
  leave('alice')
  await expect(handler({ ...event, dryRun: true }, invocation)).rejects.toThrow('event.dryRun is given')
  expect(archived()).toEqual([])
  expect(await handler(event, invocation)).toMatchObject({ outcome: 'archived' })
})

test('a profile that was deleted within minutes of its creation comes again', async () => {
  const { handler, profile, context, fake, leave, deletion, archived } = await deployed()
  profile('alice')
  assertOk(await provisionUserDirectory(context, ref('alice')))
  await fake.clock.advance(60_000)
  leave('alice')
  const Records = [message('1', deletion('alice'))]
  expect(await handler({ Records }, invocation)).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] })
  expect(archived()).toEqual([])
  await fake.clock.advance(600_000)
  expect(await handler({ Records }, invocation)).toEqual({ batchItemFailures: [] })
  expect(archived()).toEqual(['/alice'])
})

describe('events of one name that is deleted and created again', () => {
  const before = async () => {
    const world = await deployed('alice')
    const deleted = world.deletion('alice')
    world.leave('alice')
    await world.fake.clock.advance(60_000)
    world.profile('alice')
    const created = createUserProfileEvent({ ...ref('alice'), time: new Date(world.fake.clock.now()) })
    const remove = () => world.handler({ Records: [message('1', deleted)] }, invocation)
    const create = () => world.onboard({ Records: [message('1', created)] }, invocation)
    return { ...world, remove, create }
  }
  const done = { batchItemFailures: [] }

  test.each([
    ['in order', ['remove', 'create']],
    ['swapped', ['create', 'remove']],
    ['repeated', ['create', 'remove', 'remove', 'create', 'remove']],
    ['the deletion lost', ['create']],
  ] as const)('%s: the first life is archived, and the second has a directory of its own', async (_, order) => {
    const { archived, pathsOf, directories, stored, ...events } = await before()
    for (const which of order) expect(await events[which]()).toEqual(done)
    expect([archived(), pathsOf()]).toEqual([['/alice'], ['/alice']])
    const [found] = await directories.inspectClaims(['/alice' as never])
    const createdAt = new Date(stored('alice').CreationTime.ms).toISOString()
    expect(found && assertOk(found)).toMatchObject({ found: { claim: { createdAt } } })
  })

  test('the creation lost: the path is free for the backfill', async () => {
    const { archived, pathsOf, remove } = await before()
    expect(await remove()).toEqual(done)
    expect([archived(), pathsOf()]).toEqual([['/alice'], []])
  })
})

test('events of other accounts, Regions, domains, services and calls, and of refused calls, ask for nothing', async () => {
  const { handler, leave, deletion, archived, records } = await deployed('alice')
  leave('alice')
  const event = deletion('alice')
  const events = [
    deletion('alice', { account: '444455556666' }),
    deletion('alice', { region: 'us-east-1' }),
    deletion('alice', { domainId: 'd-another' }),
    deletion('alice', { errorCode: 'AccessDeniedException' }),
    { ...event, detail: { ...event.detail, eventSource: 'datazone.amazonaws.com' } },
    createUserProfileEvent(ref('alice')),
  ]
  const reasons = ['other-account', 'other-region', 'other-domain', 'failed-call', 'other-event', 'other-event']
  for (const [at, each] of events.entries())
    expect(await handler(each, invocation)).toMatchObject({ outcome: 'ignored', reason: reasons[at] })
  const Records = events.map((each, at) => message(`${at}`, each))
  expect(await handler({ Records }, invocation)).toEqual({ batchItemFailures: [] })
  expect(records.at(-1)).toMatchObject({ message: 'complete', archived: 0, ignored: 6, failed: 0 })
  expect(archived()).toEqual([])
})

test('of a batch, only the messages that failed come again, and the record names them', async () => {
  const { handler, fake, leave, deletion, archived, records } = await deployed('alice', 'bob', 'carol')
  leave('alice')
  leave('carol')
  const Records = [
    message('1', deletion('alice')),
    message('2', deletion('bob')),
    message('3', ref('../etc')),
    { messageId: '4', body: '{' },
    message('5', ref('carol')),
    message('6', deletion('alice')),
  ]
  expect(await handler({ Records }, invocation)).toEqual({
    batchItemFailures: ['2', '3', '4'].map((itemIdentifier) => ({ itemIdentifier })),
  })
  expect(archived()).toEqual(['/alice', '/carol'])
  expect(records).toMatchObject([
    {
      ...{ level: 'warn', message: 'partial', archived: 2, ignored: 0, failed: 3 },
      failures: [
        { what: `user profile ${domainId}/bob`, error: 'ProfileNotGoneError', retryable: true },
        { what: 'message 3', error: 'InvalidInputError' },
        { what: 'message 4', error: 'InvalidInputError' },
      ],
    },
  ])
  expect(fake.calls.filter(({ operation }) => operation === 'DescribeUserProfile')).toHaveLength(6)
})

test('an event that spells the name in another case archives the directory at once', async () => {
  const { handler, leave, deletion, archived } = await deployed('alice', 'bob')
  leave('alice')
  const done = await handler(deletion('ALICE'), invocation)
  expect(done).toMatchObject({ outcome: 'archived', path: '/alice', profile: ref('alice') })
  expect(await handler(deletion('carol'), invocation)).toMatchObject({ outcome: 'ignored', reason: 'not-claimed' })
  expect(archived()).toEqual(['/alice'])
})

test('the event of a profile of the last domain is served after that was deleted, too, by the account of the function', async () => {
  const world = await deployed('alice')
  const { fake, leave, deletion, archived } = world
  leave('alice')
  fake.state.sagemaker.domains.clear()
  const dropIn = createOnUserProfileDeleted({ ...world, ownAccount: 'function' })
  expect(await dropIn(deletion('alice'), invocation)).toMatchObject({ outcome: 'archived' })
  expect(archived()).toEqual(['/alice'])
})

test('an event whose directory was removed by hand ends the claim, and does not say that it archived', async () => {
  const { handler, directories, leave, deletion, archived, records } = await deployed('alice')
  leave('alice')
  directories.remove('/alice')
  expect(await handler(deletion('alice'), invocation)).toMatchObject({ outcome: 'no-directory', path: '/alice' })
  expect(records.at(-1)).toMatchObject({ message: 'no-directory', path: '/alice' })
  expect([archived(), directories.claims().size]).toEqual([[], 0])
})

test('of two events that spell a name otherwise, one archives the directory', async () => {
  const { handler, leave, deletion, archived } = await deployed('alice')
  leave('alice')
  const Records = [message('1', deletion('Alice')), message('2', deletion('alice'))]
  expect(await handler({ Records }, invocation)).toEqual({ batchItemFailures: [] })
  expect(archived()).toEqual(['/alice'])
})

test('a denied call, a Region without domains and a driver that keeps no archive archive nothing', async () => {
  const { handler, fake, context, configuration, leave, deletion, archived } = await deployed('alice')
  leave('alice')
  const denied = { kind: 'error', code: 'AccessDeniedException', message: 'no', status: 403 } as const
  for (const operation of ['DescribeUserProfile', 'ListDomains']) {
    fake.inject({ service: 'sagemaker', operation, when: 'next', fault: denied })
    await expect(handler(deletion('alice'), invocation)).rejects.toMatchObject({ name: 'AccessDeniedError' })
  }
  const { ensureDirectories, inspectDirectories } = memoryDirectoryDriver()
  const bare = { name: 'bare', ensureDirectories, inspectDirectories }
  const other = createOnUserProfileDeleted({ context: { ...context, directories: bare }, configuration })
  await expect(other(deletion('alice'), invocation)).rejects.toMatchObject({ field: 'context.directories' })
  fake.state.sagemaker.domains.clear()
  await expect(handler(deletion('alice'), invocation)).rejects.toMatchObject({ name: 'UnknownPlaceError' })
  expect(archived()).toEqual([])
})

test.each([
  ['no object', 7, 'InvalidInputError'],
  [
    'a record of CloudTrail without its parameters',
    { detail: { eventSource: 'sagemaker.amazonaws.com' } },
    'MalformedEventError',
  ],
  ['messages without ids', { Records: [{}] }, 'InvalidInputError'],
])('an event that is %s fails by name', async (_, event, name) => {
  const { handler } = await deployed()
  await expect(handler(event, invocation)).rejects.toMatchObject({ name })
})
