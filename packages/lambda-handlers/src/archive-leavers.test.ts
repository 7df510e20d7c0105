import { provisionUserDirectory } from '@studio-efs/core'
import { DirectoryIoError } from '@studio-efs/core/errors'
import { assertOk, userProfileKey } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { domainId, studioWithFileSystem } from '../test/studio.js'
import { createArchiveLeavers } from './archive-leavers.js'

const DAY_MS = 86_400_000
const names = (count: number) => Array.from({ length: count }, (_, n) => `user-${n}`)

/** Profiles with claimed directories, a day old. */
async function deployed(count: number, settings: { graceDays?: number; retentionDays?: number } = {}) {
  const world = studioWithFileSystem()
  const { fake, profile, directories, context, records } = world
  for (const userProfileName of names(count)) {
    profile(userProfileName)
    assertOk(await provisionUserDirectory(context, { domainId, userProfileName }))
  }
  await fake.clock.advance(DAY_MS)
  records.length = 0
  const { graceDays = 0, retentionDays = 0 } = settings
  const configuration = { ...world.configuration, archiveGraceDays: graceDays, archiveRetentionDays: retentionDays }
  const measured: unknown[] = []
  const handler = createArchiveLeavers({ context, configuration, measurements: (counts) => measured.push(counts) })
  const leave = (...gone: readonly string[]) => {
    for (const name of gone) fake.state.sagemaker.userProfiles.delete(userProfileKey(domainId, name))
  }
  const archived = () => directories.archives().map(({ path }) => path)
  return { ...world, configuration, handler, leave, archived, measured }
}

test('the directories of profiles that are gone are archived; a second time, nothing is', async () => {
  const { handler, leave, archived, records, measured } = await deployed(10)
  leave('user-3', 'user-7')
  expect(await handler({ dryRun: true })).toMatchObject({ outcome: 'complete', archived: 2 })
  expect(archived()).toEqual([])
  expect(await handler({})).toEqual({
    ...{ outcome: 'complete', claims: 10, archived: 2, withoutDirectory: 0, unreadable: 0, waiting: 0 },
    ...{ purged: 0, entries: 0, bytes: 0 },
    ...{ failed: 0, remaining: 0, done: 2, failures: [] },
  })
  expect(archived()).toEqual(['/user-3', '/user-7'])
  expect(await handler({})).toMatchObject({ outcome: 'complete', claims: 8, archived: 0, done: 0 })
  expect(records.at(-1)).toMatchObject({ level: 'info', message: 'complete', handler: 'archive-leavers' })
  expect(measured.slice(1)).toEqual([2, 0].map((Archived) => ({ Archived, Failed: 0, Held: 0, Throttled: 0 })))
})

test('the brake holds where many seem to have left: nothing is archived, and it says so, until it is loosened', async () => {
  const { handler, leave, archived, records, measured } = await deployed(10)
  leave(...names(6))
  const held = { error: 'TooManyLeaversError', retryable: false, message: expect.stringMatching(/6 of 10 .*maxShare/) }
  expect(await handler({})).toMatchObject({ outcome: 'held', archived: 0, held })
  expect(archived()).toEqual([])
  expect(records).toMatchObject([{ level: 'error', message: 'held', held }])
  expect(measured).toMatchObject([{ Archived: 0, Held: 1 }])
  expect(await handler({ maxShare: 0.6 })).toMatchObject({ outcome: 'complete', archived: 6 })
})

test('a denied call and a Region without domains end the sweep by name, and nothing is archived', async () => {
  const { handler, fake, leave, archived, measured } = await deployed(10)
  leave('user-3')
  const fault = { kind: 'error', code: 'AccessDeniedException', message: 'no', status: 403 } as const
  for (const operation of ['ListDomains', 'ListUserProfiles', 'DescribeUserProfile']) {
    fake.inject({ service: 'sagemaker', operation, when: 'next', fault })
    await expect(handler({})).rejects.toMatchObject({ name: 'AccessDeniedError' })
  }
  fake.state.sagemaker.domains.clear()
  await expect(handler({})).rejects.toMatchObject({ name: 'UnknownPlaceError' })
  expect(archived()).toEqual([])
  expect(measured).toEqual(Array.from({ length: 4 }, () => ({ Throttled: 0 })))
})

test('after the last domain was deleted, the drop-in handler knows its account by its function, and goes on', async () => {
  const { context, configuration, fake, archived } = await deployed(3, { retentionDays: 30 })
  const invokedFunctionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:leavers'
  const { userProfiles, domains } = fake.state.sagemaker
  userProfiles.clear()
  domains.clear()
  const dropIn = createArchiveLeavers({ context, configuration, ownAccount: 'function' })
  await expect(dropIn({})).rejects.toMatchObject({ name: 'UnknownPlaceError' })
  const elsewhere = { invokedFunctionArn: invokedFunctionArn.replace('1111', '9999') }
  expect(await dropIn({}, elsewhere)).toMatchObject({ outcome: 'complete', claims: 0, archived: 0 })
  expect(await dropIn({}, { invokedFunctionArn })).toMatchObject({ outcome: 'complete', claims: 3, archived: 3 })
  expect(archived()).toHaveLength(3)
})

test('a directory that was removed by hand does not hold up the sweep for ever', async () => {
  const { handler, directories, leave } = await deployed(3)
  leave('user-1')
  directories.remove('/user-1')
  expect(await handler({})).toMatchObject({ outcome: 'complete', archived: 0, withoutDirectory: 1, done: 1 })
  expect(await handler({})).toMatchObject({ outcome: 'complete', claims: 2, withoutDirectory: 0, done: 0 })
})

test('with a grace period, a directory waits for its end', async () => {
  const { handler, fake, leave, archived } = await deployed(10, { graceDays: 7 })
  leave('user-3')
  expect(await handler({})).toMatchObject({ outcome: 'complete', archived: 0, waiting: 1 })
  await fake.clock.advance(7 * DAY_MS)
  expect(await handler({})).toMatchObject({ archived: 1, waiting: 0 })
  expect(archived()).toEqual(['/user-3'])
})

test('archives are deleted after the retention, and never without one', async () => {
  const { handler, context, configuration, fake, leave, directories } = await deployed(10, { retentionDays: 30 })
  const keeping = createArchiveLeavers({ context, configuration: { ...configuration, archiveRetentionDays: 0 } })
  leave('user-3')
  expect(await handler({})).toMatchObject({ archived: 1, purged: 0 })
  await fake.clock.advance(30 * DAY_MS)
  expect(await keeping({})).toMatchObject({ archived: 0, purged: 0 })
  expect(await handler({ dryRun: true })).toMatchObject({ outcome: 'complete', purged: 1 })
  expect(directories.archives()).toHaveLength(1)
  expect(await handler({})).toMatchObject({ outcome: 'complete', purged: 1 })
  expect(await handler({})).toMatchObject({ outcome: 'complete', purged: 0 })
})

test('retention goes on while the brake holds, and touches the archives of other domains never', async () => {
  const { handler, context, fake, leave, directories, neighbour } = await deployed(20, { retentionDays: 30 })
  neighbour('d-neighbour')
  fake.seed.userProfile({ DomainId: 'd-neighbour', UserProfileName: 'zoe' })
  assertOk(
    await provisionUserDirectory(context, {
      ...{ domainId: 'd-neighbour', userProfileName: 'zoe', layout: '/{domainId}/{userProfileName}' },
    }),
  )
  await fake.clock.advance(DAY_MS)
  fake.state.sagemaker.userProfiles.delete(userProfileKey('d-neighbour', 'zoe'))
  leave('user-0')
  const everywhere = createArchiveLeavers({
    context,
    configuration: { domainIds: undefined, archiveGraceDays: 0, archiveRetentionDays: 0 },
  })
  expect(await handler({})).toMatchObject({ claims: 20, archived: 1 })
  expect(await everywhere({})).toMatchObject({ archived: 1 })
  await fake.clock.advance(30 * DAY_MS)
  leave(...names(10))
  expect(await handler({})).toMatchObject({ outcome: 'held', archived: 0, purged: 1 })
  expect(directories.archives().map(({ path }) => path)).toEqual(['/d-neighbour/zoe'])
})

test('what there was no time for is left to the next invocation, with the same options', async () => {
  const { handler, fake, directories, archived } = await deployed(0)
  const generation = { accountId: '111122223333', region: 'eu-west-1', domainId, createdAt: '2025-01-01T00:00:00.000Z' }
  const owner = { uid: 200_001, gid: 1001 }
  const claims = names(150).map((userProfileName) => ({
    ...{ path: `/${userProfileName}`, owner, mode: '0700' },
    claim: { kind: 'private', ...generation, userProfileName },
  }))
  for (const claimed of await directories.claimDirectories(claims as never)) assertOk(claimed)
  const { releaseDirectories } = directories
  directories.releaseDirectories = async (specs) => {
    await fake.clock.sleep(20_000)
    return releaseDirectories(specs)
  }
  const invocation = { getRemainingTimeInMillis: () => 30_000 }
  const first = await handler({ maxShare: 1 }, invocation)
  expect(first).toMatchObject({ outcome: 'unfinished', archived: 100, remaining: 50, next: { maxShare: 1 } })
  expect(await handler(first.next, invocation)).toMatchObject({ outcome: 'complete', archived: 50, remaining: 0 })
  expect(archived()).toHaveLength(150)
})

test('a directory that cannot be archived is named, and holds up no other one', async () => {
  const { handler, directories, leave, archived, records } = await deployed(10)
  leave('user-3', 'user-7')
  directories.failOn(
    '/user-3',
    new DirectoryIoError({ path: '/user-3', operation: 'rename', code: 'EROFS', retryable: false }),
  )
  const failures = [{ what: 'directory /user-3', error: 'DirectoryIoError' }]
  expect(await handler({})).toMatchObject({ outcome: 'partial', archived: 1, failed: 1, failures })
  expect(archived()).toEqual(['/user-7'])
  expect(records).toMatchObject([{ level: 'warn', message: 'partial' }])
})

test.each([{ maxShare: 2 }, { dryRun: 'yes' }, { olderThanDays: 1 }, []])('refuses the event %j', async (event) => {
  const { handler } = await deployed(0)
  await expect(handler(event)).rejects.toMatchObject({ name: 'InvalidInputError' })
})
