import { assertErr, assertOk, memoryDirectoryDriver, type TestClock } from '@studio-efs/testing'
import { err, ok } from 'neverthrow'
import { expect, test } from 'vitest'
import { domainId, studio } from '../../test/studio.js'
import { DirectoryIoError } from '../errors.js'
import { createStudioEfs } from '../index.js'

const DAY_MS = 86_400_000
const alice = { domainId, userProfileName: 'alice' }

/** A file server whose clock goes at its own pace, and a computer whose clock differs by `aheadDays`. */
function withClocks(aheadDays: number) {
  const made = studio()
  const { fake, context } = made
  const directories = memoryDirectoryDriver({ clock: fake.clock })
  const warnings: string[] = []
  const logger = { ...silent, warn: (message: string) => warnings.push(message) }
  const clock = skewed(fake.clock, aheadDays * DAY_MS)
  const there = createStudioEfs({ ...context, directories })
  const here = createStudioEfs({ ...context, directories, clock, logger })
  const leave = () => fake.state.sagemaker.userProfiles.clear()
  return { ...made, directories, there, here, leave, warnings }
}

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

function skewed(clock: TestClock, ms: number) {
  return {
    now: () => clock.now(),
    wallTime: () => clock.now() + ms,
    sleep: (duration: number, signal?: AbortSignal) => clock.sleep(duration, signal),
    random: () => clock.random(),
  }
}

/** Alice left `days` ago, and her directory went to the archive at once. */
async function archivedSince(days: number, aheadDays: number) {
  const made = withClocks(aheadDays)
  const { fake, there, leave, profile } = made
  profile('alice')
  assertOk(await there.provisionUserDirectory(alice))
  await fake.clock.advance(DAY_MS)
  leave()
  assertOk(await there.offboardProfile(alice))
  await fake.clock.advance(days * DAY_MS)
  return made
}

test.each([31, -31])('a computer whose clock is %i days ahead deletes no archive, and says why', async (ahead) => {
  const { here, directories } = await archivedSince(1, ahead)
  for (const dryRun of [true, false]) {
    const refused = assertErr(await here.purgeArchives({ olderThanDays: 30, dryRun }))
    expect(refused).toMatchObject({ name: 'ClockSkewError', retryable: false })
    expect(refused.message).toMatch(/2026-01-0.* this computer 202[56]-/)
  }
  expect(directories.archives()).toHaveLength(1)
})

test('ages are those of the file server: a clock that is minutes ahead makes no archive older', async () => {
  const minutes = 10 / (24 * 60)
  const { here, fake, directories } = await archivedSince(30 - minutes / 2, minutes)
  const list = async () => assertOk(await here.listArchives({ olderThanDays: 30 })).archives.length
  expect(await list()).toBe(0)
  expect(assertOk(await here.purgeArchives({ olderThanDays: 30 })).archives).toEqual([])
  await fake.clock.advance((minutes / 2) * DAY_MS)
  expect(await list()).toBe(1)
  expect(assertOk(await here.purgeArchives({ olderThanDays: 30 })).archives).toMatchObject([{ outcome: 'deleted' }])
  expect(directories.archives()).toEqual([])
})

test('an archive that is too young by the time that it would be deleted is left', async () => {
  const { fake, context, directories } = await archivedSince(31, 0)
  const setBack = {
    ...directories,
    readServerTime: async () => ok({ now: new Date(fake.clock.now() + 300_000).toISOString() }),
  }
  const { purgeArchives } = createStudioEfs({ ...context, directories: setBack })
  await fake.clock.advance(DAY_MS * 4)
  const input = { olderThanDays: 35 }
  expect(assertOk(await purgeArchives(input)).archives).toMatchObject([{ outcome: 'deleted' }])
  const young = await archivedSince(35 - 1 / 1440, 0)
  const ahead = {
    ...young.directories,
    readServerTime: async () => ok({ now: new Date(young.fake.clock.now() + 300_000).toISOString() }),
  }
  const purged = await createStudioEfs({ ...young.context, directories: ahead }).purgeArchives(input)
  expect(assertOk(purged)).toMatchObject({ archives: [{ outcome: 'too-young' }], remaining: 0, changes: [] })
  expect(young.directories.archives()).toHaveLength(1)
})

test('a grace period goes by the clock of the file server, which noted the absence', async () => {
  const { fake, here, there, leave, profile, directories, warnings } = withClocks(31)
  profile('alice')
  assertOk(await there.provisionUserDirectory(alice))
  await fake.clock.advance(DAY_MS)
  leave()
  const sweep = async () => assertOk(await here.archiveLeavers({ graceDays: 7 })).leavers.map(({ outcome }) => outcome)
  expect(await sweep()).toEqual(['waiting'])
  expect(await sweep()).toEqual(['waiting'])
  expect(warnings[0]).toBe('the clock of this computer differs from that of the file server')
  await fake.clock.advance(7 * DAY_MS)
  expect(await sweep()).toEqual(['archived'])
  expect(directories.archives()).toHaveLength(1)
})

test('a profile of some minutes ago is young whatever the clock of this computer says', async () => {
  const { fake, here, there, leave, profile, directories } = withClocks(31)
  profile('alice')
  await fake.clock.advance(1000)
  assertOk(await there.provisionUserDirectory(alice))
  leave()
  for (const input of [{}, { dryRun: true }, { graceDays: 7 }]) {
    const { leavers, changes } = assertOk(await here.archiveLeavers(input))
    expect(leavers).toMatchObject([{ path: '/alice', outcome: 'too-recent', generation: alice }])
    expect([leavers[0]?.since, changes]).toEqual([undefined, []])
  }
  expect(assertOk(await here.offboardProfile(alice))).toMatchObject({ outcome: 'still-there', pending: 'young' })
  await fake.clock.advance(600_000)
  expect(assertOk(await here.archiveLeavers({})).leavers).toMatchObject([{ outcome: 'archived' }])
  expect(directories.claims().size).toBe(0)
})

test('on a read-only mount a list and a dry run go by the own clock, and nothing is deleted', async () => {
  const { context, directories } = await archivedSince(31, 0)
  const error = new DirectoryIoError({ path: '/.studio-efs', operation: 'mkdir', code: 'EROFS', retryable: false })
  const readOnly = { ...directories, readServerTime: async () => err(error) }
  const studioEfs = createStudioEfs({ ...context, directories: readOnly })
  expect(assertOk(await studioEfs.listArchives({ olderThanDays: 30 })).archives).toHaveLength(1)
  expect(assertOk(await studioEfs.purgeArchives({ olderThanDays: 30, dryRun: true })).changes).toHaveLength(1)
  expect(assertErr(await studioEfs.purgeArchives({ olderThanDays: 30 }))).toMatchObject({ code: 'EROFS' })
  expect(directories.archives()).toHaveLength(1)
})
