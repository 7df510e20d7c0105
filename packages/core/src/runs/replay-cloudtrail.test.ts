import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { S3Client } from '@aws-sdk/client-s3'
import { CreateUserProfileCommand, DeleteUserProfileCommand } from '@aws-sdk/client-sagemaker'
import { assertErr, assertOk, createUserProfileEvent, deleteUserProfileEvent } from '@studio-efs/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { callsTo, kinds, manyProfiles, outcomesOf } from '../../test/many.js'
import { domainId, fileSystemId } from '../../test/studio.js'
import { decodeUserProfileRecord, logFilesSource, lookupEventsSource } from '../cloudtrail.js'
import type { ReplayProgress } from '../index.js'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'studio-efs-replay-'))
  folders.push(folder)
  return folder
}

/** A domain in which users came, went, and came back, with CloudTrail watching. */
async function history() {
  const world = manyProfiles(0)
  const { fake, context } = world
  const make = (UserProfileName: string) =>
    context.sagemaker.send(new CreateUserProfileCommand({ DomainId: domainId, UserProfileName }))
  const remove = (UserProfileName: string) =>
    context.sagemaker.send(new DeleteUserProfileCommand({ DomainId: domainId, UserProfileName }))
  for (const name of ['stayed', 'left', 'returned']) await make(name)
  await make('stayed').catch(() => undefined) // a failed call: the name is taken
  await fake.clock.advance(60_000)
  for (const name of ['left', 'returned']) await remove(name)
  await fake.clock.advance(60_000)
  await make('Returned')
  await fake.clock.advance(86_400_000)
  return world
}

const found = { onboarded: 2, skipped: 1 }

test('from the event history: what is still there is onboarded', async () => {
  const { studioEfs, context, fake, directoryPaths } = await history()
  const cloudTrail = new CloudTrailClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const source = lookupEventsSource({ cloudTrail, clock: context.clock })
  const run = studioEfs.replayCloudTrail({ source, fileSystemId })
  const outcomes = await outcomesOf(run)
  expect(kinds(outcomes)).toEqual(found)
  expect(directoryPaths()).toEqual(['/Returned', '/stayed'])
  expect(Object.fromEntries(outcomes.map(({ profile, history }) => [profile.userProfileName, history.state]))).toEqual({
    stayed: 'created',
    left: 'deleted',
    Returned: 'created-again',
  })
  const { read, duplicates, unfinished } = assertOk(await run.summary())
  expect([read.events, read.failedCalls, read.malformed, duplicates, unfinished]).toEqual([6, 1, 0, 0, []])
})

test('from log files, late and twice, with siblings beside them: the same', async () => {
  const { studioEfs, fake, directoryPaths } = await history()
  const folder = scratch()
  await fake.writeCloudTrailLogs(folder, { late: 0.5, duplicates: 1, organizationId: 'o-exampleorg1' })
  const run = studioEfs.replayCloudTrail({ source: logFilesSource({}, { location: folder }), fileSystemId })
  expect(kinds(await outcomesOf(run))).toEqual(found)
  expect(directoryPaths()).toEqual(['/Returned', '/stayed'])
  const { read, duplicates, problems } = assertOk(await run.summary())
  expect([read.events, read.failedCalls, duplicates, problems]).toEqual([12, 2, 6, []])
  expect(read.files).toBeGreaterThan(0)
})

test('events are a hint: a profile whose creation was lost, and one that events call deleted, are onboarded', async () => {
  const { studioEfs, profile } = manyProfiles(0)
  profile('back')
  const source = records([deleteUserProfileEvent({ domainId, userProfileName: 'back' })])
  const outcomes = await outcomesOf(studioEfs.replayCloudTrail({ source, fileSystemId }))
  expect(outcomes).toMatchObject([{ outcome: 'onboarded', history: { state: 'deleted' } }])
})

test('running it again changes nothing, and costs one describe for each profile', async () => {
  const { studioEfs, fake } = await history()
  const folder = scratch()
  await fake.writeCloudTrailLogs(folder)
  const replay = () => studioEfs.replayCloudTrail({ source: logFilesSource({}, { location: folder }), fileSystemId })
  await replay().summary()
  await fake.clock.advance(10_000)
  const before = callsTo(fake, 'DescribeUserProfile').length
  expect(kinds(await outcomesOf(replay()))).toEqual({ unchanged: 2, skipped: 1 })
  expect(callsTo(fake, 'DescribeUserProfile').length - before).toBe(3)
})

test('events of other Regions and domains are left out, and counted', async () => {
  const { studioEfs, profile } = manyProfiles(0)
  profile('alice')
  const event = { domainId, userProfileName: 'alice' }
  const source = records([
    createUserProfileEvent(event),
    createUserProfileEvent({ ...event, region: 'us-east-1' }),
    createUserProfileEvent({ ...event, domainId: 'd-other' }),
  ])
  const run = studioEfs.replayCloudTrail({ source, fileSystemId, domainIds: [domainId] })
  const { read, onboarded } = assertOk(await run.summary())
  expect([onboarded, read.events, read.ofOtherRegions, read.ofOtherDomains]).toEqual([1, 1, 1, 1])
})

test('events of two domains need a layout that separates them', async () => {
  const { studioEfs, writes, fake } = manyProfiles(0)
  fake.seed.domain({ DomainId: 'd-other' })
  const source = records([
    createUserProfileEvent({ domainId, userProfileName: 'alice' }),
    createUserProfileEvent({ domainId: 'd-other', userProfileName: 'alice' }),
  ])
  const error = assertErr(await studioEfs.replayCloudTrail({ source, fileSystemId }).summary(), 'InvalidInputError')
  expect([error.field, writes()]).toEqual(['layout', []])
})

test('two domains that are named need it before anything is read', async () => {
  const { studioEfs } = manyProfiles(0)
  const hanging = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }
  const run = studioEfs.replayCloudTrail({ source: hanging, fileSystemId, domainIds: [domainId, 'd-other'] })
  expect(assertErr(await run.summary(), 'InvalidInputError').field).toBe('layout')
})

test('a domain that is deleted, or of another account, clashes with no other', async () => {
  const { studioEfs, profile } = manyProfiles(0)
  profile('alice')
  const source = records([
    createUserProfileEvent({ domainId, userProfileName: 'alice' }),
    createUserProfileEvent({ domainId: 'd-deleted', userProfileName: 'alice' }),
  ])
  expect(kinds(await outcomesOf(studioEfs.replayCloudTrail({ source, fileSystemId })))).toEqual({
    onboarded: 1,
    skipped: 1,
  })
})

test('a domain that is not in this account is skipped with all its profiles, and read once', async () => {
  const { studioEfs, fake } = manyProfiles(0)
  const source = records(
    ['a', 'b', 'c'].map((userProfileName) => createUserProfileEvent({ domainId: 'd-foreign', userProfileName })),
  )
  const outcomes = await outcomesOf(studioEfs.replayCloudTrail({ source, fileSystemId }))
  expect(outcomes.map((each) => each.outcome === 'skipped' && each.reason)).toEqual(Array(3).fill('domain-unusable'))
  expect(fake.calls.map(({ operation }) => operation)).toEqual(['DescribeDomain'])
})

test('a damaged file and a malformed event are reported, and the rest goes on', async () => {
  const { studioEfs, fake } = await history()
  const folder = scratch()
  await fake.writeCloudTrailLogs(folder)
  writeFileSync(join(folder, 'broken.json.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]))
  writeFileSync(
    join(folder, 'odd.json'),
    JSON.stringify({ Records: [createUserProfileEvent({ domainId, userProfileName: '../../etc' }).detail] }),
  )
  const run = studioEfs.replayCloudTrail({ source: logFilesSource({}, { location: folder }), fileSystemId })
  const { read, problems, onboarded } = assertOk(await run.summary())
  expect([onboarded, read.unreadableFiles, read.malformed]).toEqual([2, 1, 1])
  expect(problems.map(({ name }) => name).sort()).toEqual(['MalformedEventError', 'UnreadableLogFileError'])
})

describe('a run is complete only if it found events and could read everything:', () => {
  const event = (userProfileName: string, region = 'eu-west-1') =>
    createUserProfileEvent({ domainId, userProfileName, region }).detail
  const anEvent = { eventSource: 'sagemaker.amazonaws.com', eventName: 'CreateUserProfile', eventID: 'e-1' }

  test.each<[string, object[], string]>([
    ['an event', [event('alice')], 'complete'],
    ['a record of ours without a name', [event('alice'), { ...anEvent, requestParameters: { domainId } }], 'partial'],
    ['a record of another call', [{ ...anEvent, eventSource: 'other.amazonaws.com' }], 'nothing-found'],
    ['events of another Region', [event('alice', 'us-east-1')], 'nothing-found'],
    ['no record', [], 'nothing-found'],
  ])('%s', async (_, Records, result) => {
    const { studioEfs, profile } = manyProfiles(0)
    profile('alice')
    const folder = scratch()
    writeFileSync(join(folder, 'a.json'), JSON.stringify({ Records }))
    const run = studioEfs.replayCloudTrail({ source: logFilesSource({}, { location: folder }), fileSystemId })
    const summary = assertOk(await run.summary())
    expect([summary.result, summary.searched]).toMatchObject([
      result,
      { what: 'log-files', location: folder, files: 1 },
    ])
  })

  test.each([
    ['all', 3],
    ['one', 1],
  ])('%s of the log files are denied', async (_, denied) => {
    const { studioEfs, profile, fake } = manyProfiles(0)
    profile('alice')
    const body = JSON.stringify({ Records: [event('alice')] })
    fake.seed.bucket('logs', Object.fromEntries([1, 2, 3].map((n) => [`AWSLogs/${n}.json`, body])))
    const message = 'User: x is not authorized to perform: kms:Decrypt'
    const fault = { kind: 'error', code: 'AccessDenied', message, status: 403 } as const
    const when = (input: object) =>
      [1, 2, 3].slice(0, denied).some((n) => JSON.stringify(input).includes(`AWSLogs/${n}.json`))
    fake.inject({ service: 's3', operation: 'GetObject', when, fault })
    const s3 = new S3Client({ ...fake.clientConfig(), maxAttempts: 1 })
    const source = logFilesSource({ s3, clock: fake.clock }, { location: 's3://logs' })
    const summary = assertOk(await studioEfs.replayCloudTrail({ source, fileSystemId }).summary())
    expect([summary.result, summary.read.files, summary.read.unreadableFiles]).toEqual(['partial', 3, denied])
    expect(summary.problems.map((problem) => [problem.name, problem.retryable])).toEqual(
      Array(denied).fill(['UnreadableLogFileError', false]),
    )
    expect(summary.problems[0]?.message).toContain('kms:Decrypt')
  })

  test('one that ended early is unfinished', async () => {
    const { studioEfs, names } = manyProfiles(60, {
      rates: [{ service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: 2 }],
    })
    const source = records(names.map((userProfileName) => createUserProfileEvent({ domainId, userProfileName })))
    const run = studioEfs.replayCloudTrail({ source, fileSystemId, timeoutMs: 10_000 })
    expect(assertOk(await run.summary()).result).toBe('unfinished')
  })

  test('the gravest problems are named, however many files are something else', async () => {
    const { studioEfs } = manyProfiles(0)
    const folder = scratch()
    for (let n = 0; n < 250; n += 1) writeFileSync(join(folder, `${n}.json`), '{}')
    writeFileSync(join(folder, 'x.json.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]))
    writeFileSync(join(folder, 'y.json'), JSON.stringify({ Records: [event('../../etc')] }))
    const run = studioEfs.replayCloudTrail({ source: logFilesSource({}, { location: folder }), fileSystemId })
    const { problems, read } = assertOk(await run.summary())
    expect([read.unreadableFiles, problems.length]).toEqual([251, 102])
    expect(problems.slice(0, 3).map((problem) => ('problem' in problem ? problem.problem : problem.name))).toEqual([
      'cut-off',
      'MalformedEventError',
      'no-records',
    ])
  })
})

test('an abort while it reads ends it before anything is done; a source that hangs is left', async () => {
  const { studioEfs, fake } = manyProfiles(0)
  const abort = new AbortController()
  const hanging = { [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }
  const wakes = fake.clock.sleep(1000).then(() => abort.abort())
  const run = studioEfs.replayCloudTrail({ source: hanging, fileSystemId, signal: abort.signal })
  assertErr(await run.summary(), 'AbortedError')
  await wakes
})

test('profiles that there was no time for are named', async () => {
  const { studioEfs, names, fake } = manyProfiles(60, {
    rates: [{ service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: 2 }],
  })
  const source = records(names.map((userProfileName) => createUserProfileEvent({ domainId, userProfileName })))
  const run = studioEfs.replayCloudTrail({ source, fileSystemId, timeoutMs: 10_000 })
  const outcomes = await outcomesOf(run)
  const { unfinished, stopped } = assertOk(await run.summary())
  expect(stopped?.because).toBe('deadline')
  expect([...outcomes.map(({ profile }) => profile), ...unfinished].map((ref) => ref.userProfileName).sort()).toEqual(
    names.toSorted(),
  )
  expect(fake.clock.now() - Date.UTC(2026, 0, 1)).toBeLessThan(10_000)
})

test('progress counts records first, and then profiles', async () => {
  const { studioEfs, names } = manyProfiles(40, {
    rates: [{ service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: 10 }],
  })
  const source = records(names.map((userProfileName) => createUserProfileEvent({ domainId, userProfileName })))
  const heard: ReplayProgress[] = []
  await studioEfs.replayCloudTrail({ source, fileSystemId, onProgress: (progress) => heard.push(progress) }).summary()
  expect(heard[0]).toMatchObject({ step: 'reading', events: 40 })
  expect(heard.at(-1)).toMatchObject({ step: 'onboarding', done: 40, total: 40 })
})

test.each([
  ['a folder that is not there', { location: '/nowhere/at/all' }, 'LogLocationError'],
  ['a malformed location', { location: 'https://example.com' }, 'InvalidInputError'],
  ['a malformed date', { location: '/tmp', from: 'yesterday' }, 'InvalidInputError'],
])('%s ends the run before it starts', async (_, input, name) => {
  const { studioEfs } = manyProfiles(1)
  const source = logFilesSource({}, input)
  assertErr(await studioEfs.replayCloudTrail({ source, fileSystemId }).summary(), name as 'LogLocationError')
})

test('a source that is not iterable is refused', async () => {
  const { studioEfs } = manyProfiles(1)
  const run = studioEfs.replayCloudTrail({ source: [] as never, fileSystemId })
  expect(assertErr(await run.summary(), 'InvalidInputError').field).toBe('source')
})

async function* records(events: readonly { readonly detail: unknown }[]) {
  for (const { detail } of events) yield decodeUserProfileRecord(detail)
}
