import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { CreateUserProfileCommand } from '@aws-sdk/client-sagemaker'
import { decodeUserProfileRecord, type LookupEventsSourceInput, lookupEventsSource } from '@studio-efs/core/cloudtrail'
import { UnreadableLogFileError } from '@studio-efs/core/errors'
import { describe, expect, test } from 'vitest'
import { domainId, studioWithFileSystem as studio } from '../test/studio.js'
import { createReplayCloudTrail } from './replay-cloudtrail.js'

/** Alice was created 30 days ago, Bob an hour ago, and nobody heard of either. */
async function deployed(days = 90) {
  const world = studio()
  const { context, fake, configuration } = world
  const make = (UserProfileName: string) =>
    context.sagemaker.send(new CreateUserProfileCommand({ DomainId: domainId, UserProfileName }))
  await make('alice')
  await fake.clock.advance(30 * 86_400_000)
  await make('Bob')
  await fake.clock.advance(3_600_000)
  const cloudTrail = new CloudTrailClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const handler = createReplayCloudTrail({
    context,
    configuration: { ...configuration, days },
    sourceFor: (time) => lookupEventsSource({ cloudTrail, clock: fake.clock }, time),
  })
  return { ...world, cloudTrail, handler }
}

test('the profiles whose events were lost are onboarded, and a second time nothing changes', async () => {
  const { handler, pathsOf, records } = await deployed()
  expect(await handler({})).toMatchObject({ outcome: 'complete', onboarded: 2, failed: 0, unfinished: 0 })
  expect(pathsOf()).toEqual(['/Bob', '/alice'])
  expect(await handler({})).toMatchObject({ outcome: 'complete', onboarded: 0, unchanged: 2 })
  expect(records).toMatchObject([
    { message: 'complete', onboarded: 2 },
    { message: 'complete', unchanged: 2 },
  ])
})

test('the days that are configured end today, whatever moment the clock counts from', async () => {
  const world = await deployed(2)
  const { fake, context, configuration, cloudTrail } = world
  const [origin, wallTime] = [fake.clock.now(), fake.clock.now]
  const clock = { ...fake.clock, now: () => fake.clock.now() - origin, wallTime }
  const handler = createReplayCloudTrail({
    context: { ...context, clock },
    configuration: { ...configuration, days: 2 },
    sourceFor: (time) => lookupEventsSource({ cloudTrail, clock }, time),
  })
  expect(await handler({ dryRun: true })).toMatchObject({ onboarded: 1 })
})

test('it goes back as far as is configured, or as the event says', async () => {
  const { handler, fake } = await deployed(2)
  expect(await handler({ dryRun: true })).toMatchObject({ onboarded: 1 })
  const from = new Date(fake.clock.now() - 60 * 86_400_000).toISOString()
  const to = new Date(fake.clock.now() - 86_400_000).toISOString()
  expect(await handler({ from, to, dryRun: true })).toMatchObject({ onboarded: 1 })
  expect(await handler({ from, dryRun: true })).toMatchObject({ onboarded: 2 })
})

test('nothing found is not complete, and the record tells where it looked', async () => {
  const { context, configuration, fake, records } = studio()
  const cloudTrail = new CloudTrailClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const sourceFor = (time: LookupEventsSourceInput) => lookupEventsSource({ cloudTrail, clock: fake.clock }, time)
  const handler = createReplayCloudTrail({ context, configuration: { ...configuration, days: 2 }, sourceFor })
  const searched = { what: 'event-history', pages: 2, records: 0 }
  expect(await handler({})).toMatchObject({ outcome: 'nothing-found', searched })
  expect(records).toMatchObject([{ level: 'warn', message: 'nothing-found', searched }])
})

test('files and records that cannot be read are named, and make it partial', async () => {
  const { context, configuration, records } = studio()
  async function* source() {
    const file = 's3://logs/a.json.gz'
    const error = new UnreadableLogFileError({ file, problem: 'unreachable', detail: 'AccessDenied' })
    yield { kind: 'file' as const, file, error }
    const record = { eventSource: 'sagemaker.amazonaws.com', eventName: 'CreateUserProfile', eventID: 'e-1' }
    yield decodeUserProfileRecord({ ...record, requestParameters: { domainId } })
  }
  const handler = createReplayCloudTrail({ context, configuration: { ...configuration, days: 2 }, sourceFor: source })
  const problems = [
    { what: 's3://logs/a.json.gz', error: 'UnreadableLogFileError', retryable: true },
    { what: 'event e-1', error: 'MalformedEventError', retryable: false },
  ]
  expect(await handler({})).toMatchObject({ outcome: 'partial', onboarded: 0, problems })
  expect(records).toMatchObject([{ level: 'warn', message: 'partial', problems }])
})

test('a profile that fails is named, and the others are done', async () => {
  const { handler, directories, records } = await deployed()
  directories.plant('/alice', 'file')
  expect(await handler({})).toMatchObject({
    outcome: 'partial',
    ...{ onboarded: 1, failed: 1 },
    failures: [{ what: 'user profile d-science/alice', error: 'NotADirectoryError' }],
  })
  expect(records).toMatchObject([{ level: 'warn', message: 'partial' }])
})

describe('what cannot be begun is thrown by its name', () => {
  test.each<[string, unknown, string]>([
    ['a time that is none', { from: 'yesterday' }, 'from'],
    ['an option that does not exist', { since: '2026-11-23' }, 'since'],
    ['a list', [], 'event'],
  ])('%s', async (_, event, field) => {
    const { handler, pathsOf } = await deployed()
    await expect(handler(event)).rejects.toMatchObject({ name: 'InvalidInputError', field })
    expect(pathsOf()).toEqual([])
  })
})
