import { createUserProfileEvent, failedCreateUserProfileEvent } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { domainId, studioWithFileSystem as studio } from '../test/studio.js'
import { createOnboardBatch } from './onboard-batch.js'

function deployed() {
  const world = studio()
  for (const name of ['alice', 'Bob', 'carol']) world.profile(name)
  return { ...world, handler: createOnboardBatch(world) }
}

const message = (messageId: string, content: unknown) => ({ messageId, body: JSON.stringify(content) })
const ref = (userProfileName: string, of: string = domainId) => ({ domainId: of, userProfileName })
const event = (userProfileName: string) => createUserProfileEvent({ domainId, userProfileName })

test('messages with events or references are onboarded, and none comes again', async () => {
  const { handler, pathsOf, records } = deployed()
  const Records = [message('1', event('alice')), message('2', ref('bob')), message('3', ref('BOB'))]
  expect(await handler({ Records })).toEqual({ batchItemFailures: [] })
  expect(pathsOf()).toEqual(['/Bob', '/alice'])
  expect(records).toMatchObject([{ level: 'info', message: 'complete', handler: 'onboard-batch', onboarded: 3 }])
})

test('only the messages that failed come again', async () => {
  const { handler, directories, records } = deployed()
  directories.plant('/carol', 'file')
  const Records = [
    message('1', event('alice')),
    message('2', ref('carol')),
    message('3', ref('../etc')),
    { messageId: '4', body: '{' },
    message('5', failedCreateUserProfileEvent({ domainId, userProfileName: 'dave' })),
    message('6', ref('erin', 'd-another')),
    message('7', ref('nobody')),
  ]
  expect(await handler({ Records })).toEqual({
    batchItemFailures: [{ itemIdentifier: '2' }, { itemIdentifier: '3' }, { itemIdentifier: '4' }],
  })
  expect(records).toMatchObject([
    {
      level: 'warn',
      message: 'partial',
      ...{ onboarded: 1, failed: 3, ignored: 2, skipped: 1 },
      failures: [{ error: 'NotADirectoryError' }, { error: 'InvalidInputError' }, { error: 'InvalidInputError' }],
    },
  ])
})

test('a dry run, which this function has not, is refused wherever it is asked for', async () => {
  const { handler, pathsOf } = deployed()
  const Records = [message('1', { ...ref('alice'), dryRun: true }), message('2', { ...event('bob'), dryRun: true })]
  expect(await handler({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }, { itemIdentifier: '2' }] })
  await expect(handler({ Items: [{ ...ref('alice'), dryRun: 'true' }] })).rejects.toThrow('Items[0].dryRun is given')
  await expect(handler({ Items: [ref('alice')], dryRun: true })).rejects.toThrow('event.dryRun is given')
  expect(pathsOf()).toEqual([])
  await handler({ Items: [{ ...ref('alice'), dryRun: false, team: 'blue' }] })
  expect(pathsOf()).toEqual(['/alice'])
})

test('items that need nothing end quietly, and reply and log say why', async () => {
  const { context, configuration, fake, records, profile } = deployed()
  const handler = createOnboardBatch({ context, configuration, foreignEvents: 'ignore' })
  const invocation = { invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:onboard' }
  profile('dave').Status = 'Deleting'
  await fake.clock.advance(60_000)
  const Items = [
    createUserProfileEvent({ ...ref('alice'), account: '444455556666' }),
    createUserProfileEvent({ ...ref('alice'), region: 'us-east-1' }),
    ref('alice', 'd-another'),
    event('nobody'),
    event('dave'),
  ]
  const reasons = { 'other-account': 1, 'other-region': 1, 'other-domain': 1, 'not-found': 1, unusable: 1 }
  expect(await handler({ Items }, invocation)).toMatchObject({ ignored: 3, skipped: 2, failed: 0, reasons })
  const leftOut = Object.keys(reasons).map((reason) => ({ reason, detail: expect.any(String) }))
  expect(records).toMatchObject([{ level: 'info', message: 'complete', leftOut }])
})

test('a message of a profile that is not there a moment after its event comes again', async () => {
  const { handler, fake } = deployed()
  const Records = [message('1', event('nobody'))]
  expect(await handler({ Records })).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] })
  await fake.clock.advance(60_000)
  expect(await handler({ Records })).toEqual({ batchItemFailures: [] })
})

test("a map's items are references or, with one domain, names", async () => {
  const { handler, pathsOf } = deployed()
  expect(await handler({ Items: ['alice', ref('bob')] })).toMatchObject({ onboarded: 2, failed: 0 })
  expect(await handler({ Items: ['alice', ref('bob')], BatchInput: {} })).toMatchObject({ unchanged: 2 })
  expect(pathsOf()).toEqual(['/Bob', '/alice'])
})

test('a name alone is refused where several domains may be meant', async () => {
  const { context, configuration } = deployed()
  const domainIds = [...configuration.domainIds, 'd-another' as typeof domainId]
  const handler = createOnboardBatch({ context, configuration: { ...configuration, domainIds } })
  await expect(handler({ Items: ['alice'] })).rejects.toMatchObject({
    name: 'BatchFailedError',
    failures: [{ what: 'item 0', error: 'InvalidInputError' }],
  })
})

test('of a list with a byte order mark and carriage returns, the error that Step Functions shows says why', async () => {
  const { handler } = deployed()
  const Items = Array.from({ length: 10 }, (_, n) => ({
    '\uFEFFdomainId': domainId,
    'userProfileName\r': `user-${n}\r`,
  }))
  await expect(handler({ Items })).rejects.toMatchObject({
    name: 'BatchFailedError',
    message: expect.stringMatching(/10 of 10 failed: item 0 \(InvalidInputError\).*Items\[0\]\.domainId is .*allowed:/),
  })
  const named = Items.map((_, n) => ref(`user-${n}\r`))
  await expect(handler({ Items: named })).rejects.toMatchObject({
    message: expect.stringMatching(/userProfileName is "user-0\\r"/),
  })
})

describe("a map's batch", () => {
  test('in which something failed for good is done, and names it', async () => {
    const { handler, directories, pathsOf, records } = deployed()
    directories.plant('/carol', 'file')
    expect(await handler({ Items: ['alice', 'carol', 'nobody'] })).toMatchObject({
      ...{ onboarded: 1, skipped: 1, failed: 1 },
      failures: [{ what: 'user profile d-science/carol', error: 'NotADirectoryError', retryable: false }],
    })
    expect(pathsOf()).toContain('/alice')
    expect(records).toMatchObject([{ level: 'warn', message: 'partial', failed: 1 }])
  })

  test('that may be done by another try is thrown, so that it is tried again', async () => {
    const { handler, fake } = deployed()
    fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'slow', Status: 'Pending' })
    const within = { getRemainingTimeInMillis: () => 10_000 }
    await expect(handler({ Items: ['alice', 'slow'] }, within)).rejects.toMatchObject({
      name: 'ItemsFailedError',
      message: expect.stringMatching(/^1 of 2 failed: user profile d-science\/slow \(DeadlineExceededError\)\. ./),
      retryable: true,
    })
  })

  test('of which nothing can be done is thrown by another name, so that it counts and is not tried again', async () => {
    const { handler, directories } = deployed()
    for (const name of ['alice', 'carol']) directories.plant(`/${name}`, 'file')
    await expect(handler({ Items: ['alice', 'carol'] })).rejects.toMatchObject({
      name: 'BatchFailedError',
      message: expect.stringContaining('2 of 2 failed: user profile d-science/alice (NotADirectoryError)'),
      retryable: false,
    })
  })
})

test('what there was no time for comes again', async () => {
  const { handler, fake } = deployed()
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'slow', Status: 'Pending' })
  const Records = [message('1', ref('slow')), message('2', ref('alice'))]
  expect(await handler({ Records }, { getRemainingTimeInMillis: () => 10_000 })).toEqual({
    batchItemFailures: [{ itemIdentifier: '1' }],
  })
})

test.each<[string, unknown, string]>([
  ['nothing', undefined, 'event'],
  ['an object of another kind', { detail: {} }, 'event'],
  ['a message without an id', { Records: [{ body: '{}' }] }, 'Records[0].messageId'],
])('%s is refused as a whole', async (_, batch, field) => {
  const { handler, fake } = deployed()
  await expect(handler(batch)).rejects.toMatchObject({ name: 'InvalidInputError', field })
  expect(fake.calls).toEqual([])
})
