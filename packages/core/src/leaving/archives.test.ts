import { assertErr, assertOk, memoryDirectoryDriver } from '@studio-efs/testing'
import { err } from 'neverthrow'
import { expect, test } from 'vitest'
import { domainId, studio } from '../../test/studio.js'
import { DirectoryIoError } from '../errors.js'
import { createStudioEfs, type PurgeProgress } from '../index.js'

const DAY_MS = 86_400_000

/** Profiles that left one day after another, with 9 files in the directory of each; the last one left today. */
async function withArchives(...names: readonly string[]) {
  const { fake, context, profile } = studio()
  const directories = memoryDirectoryDriver({ clock: fake.clock })
  const studioEfs = createStudioEfs({ ...context, directories })
  for (const userProfileName of names) profile(userProfileName)
  for (const userProfileName of names) {
    assertOk(await studioEfs.provisionUserDirectory({ domainId, userProfileName }))
    for (let n = 0; n < 9; n += 1) directories.plant(`/${userProfileName}/${n}`, 'file')
  }
  const { userProfiles } = fake.state.sagemaker
  for (const userProfileName of names) {
    await fake.clock.advance(DAY_MS)
    for (const key of userProfiles.keys()) if (key.endsWith(`/${userProfileName}`)) userProfiles.delete(key)
    assertOk(await studioEfs.offboardProfile({ domainId, userProfileName }))
  }
  const left = () => directories.archives().map(({ generation }) => generation.userProfileName as string)
  return { fake, context, directories, studioEfs, left }
}

const nameOf = ({ archive }: { readonly archive: string }) => archive.split('/')[1]
const names = (count: number) => Array.from({ length: count }, (_, index) => `user-${index}`)

test('archives are listed by profile, age and owner', async () => {
  const { studioEfs } = await withArchives('alice', 'alice-2', 'bob', 'carol')
  const list = async (input: object) =>
    assertOk(await studioEfs.listArchives(input)).archives.map((each) => nameOf(each))
  expect(await list({})).toEqual(['alice', 'alice-2', 'bob', 'carol'])
  expect(await list({ domainId })).toHaveLength(4)
  expect(await list({ domainId: 'd-sci' })).toEqual([])
  expect(await list({ domainId, userProfileName: 'alice' })).toEqual(['alice'])
  expect(await list({ userProfileName: 'CAROL' })).toEqual(['carol'])
  expect(await list({ olderThanDays: 2 })).toEqual(['alice', 'alice-2'])
  expect([await list({ uid: 200_001 }), await list({ uid: 1 })]).toMatchObject([{ length: 4 }, { length: 0 }])
})

test('a list that is longer than its limit goes on behind its last archive', async () => {
  const { studioEfs } = await withArchives('alice', 'bob', 'carol')
  const first = assertOk(await studioEfs.listArchives({ limit: 2 }))
  expect(first).toMatchObject({ archives: [{ state: 'kept' }, { generation: { userProfileName: 'bob' } }] })
  const after = first.next ?? ''
  const second = assertOk(await studioEfs.listArchives({ limit: 2, after }))
  expect([second.archives.map(nameOf), second.next]).toEqual([['carol'], undefined])
  expect(assertOk(await studioEfs.listArchives({ limit: 3 })).next).toBeUndefined()
  expect(assertErr(await studioEfs.listArchives({ domainId: 'd-other', after }))).toMatchObject({ field: 'after' })
})

test('a retention is required, and is at least a day', async () => {
  const { studioEfs, left } = await withArchives('alice')
  for (const input of [{}, { olderThanDays: 0 }, { olderThanDays: 0.5 }, { olderThanDays: '1' }, { days: 1 }])
    expect(assertErr(await studioEfs.purgeArchives(input as never)).name).toBe('InvalidInputError')
  expect(left()).toEqual(['alice'])
})

test('what is older than the retention is deleted, as the dry run said, and a second run finds nothing', async () => {
  const { studioEfs, left } = await withArchives('alice', 'bob', 'carol')
  const planned = assertOk(await studioEfs.purgeArchives({ olderThanDays: 1, dryRun: true }))
  expect(left()).toEqual(['alice', 'bob', 'carol'])
  expect(planned).toMatchObject({ entries: 20, bytes: 20 * 2048, remaining: 0 })
  const done = assertOk(await studioEfs.purgeArchives({ olderThanDays: 1 }))
  expect(done).toEqual(planned)
  expect(done.changes).toMatchObject([
    { kind: 'archive', action: 'delete', generation: { userProfileName: 'alice' } },
    { generation: { userProfileName: 'bob' } },
  ])
  expect(left()).toEqual(['carol'])
  expect(assertOk(await studioEfs.purgeArchives({ olderThanDays: 1 })).archives).toEqual([])
})

test('only the archives of the named profile are deleted', async () => {
  const { fake, studioEfs, left } = await withArchives('alice', 'bob')
  await fake.clock.advance(DAY_MS)
  assertOk(await studioEfs.purgeArchives({ olderThanDays: 1, domainId, userProfileName: 'bob' }))
  expect(left()).toEqual(['alice'])
})

test('a purge ends ahead of its time limit, says what is left, and the next one goes on', async () => {
  const { fake, studioEfs, left } = await withArchives('alice', 'bob', 'carol', 'dan')
  await fake.clock.advance(30 * DAY_MS)
  const input = { olderThanDays: 30, timeoutMs: 19 }
  const begun = fake.clock.now()
  const first = assertOk(await studioEfs.purgeArchives(input))
  expect(fake.clock.now() - begun).toBeLessThan(16)
  expect(first.archives.map(({ outcome, entries }) => [outcome, entries])).toEqual([
    ['deleted', 10],
    ['unfinished', 5],
    ['not-reached', 0],
    ['not-reached', 0],
  ])
  expect(first).toMatchObject({ entries: 15, remaining: 3, changes: [{ generation: { userProfileName: 'alice' } }] })
  expect(left()).toEqual(['bob', 'carol', 'dan'])
  const second = assertOk(await studioEfs.purgeArchives({ olderThanDays: 30 }))
  expect(second).toMatchObject({ archives: [{ state: 'purging' }, {}, {}], entries: 25, remaining: 0 })
  expect(left()).toEqual([])
})

test('a dry run lists what would be deleted, also where its time did not suffice to measure it', async () => {
  const { fake, studioEfs, left } = await withArchives('alice', 'bob', 'carol')
  await fake.clock.advance(30 * DAY_MS)
  const planned = assertOk(await studioEfs.purgeArchives({ olderThanDays: 30, timeoutMs: 19, dryRun: true }))
  expect(planned.archives.map(({ outcome }) => outcome)).toEqual(['deleted', 'unfinished', 'not-reached'])
  expect(planned.changes.map(({ generation }) => generation?.userProfileName)).toEqual(['alice', 'bob', 'carol'])
  expect(left()).toEqual(['alice', 'bob', 'carol'])
})

test.each([
  [2000, 1600],
  [10_000, 9000],
  [100_000, 20_000],
])(
  'the first stretch of a call of %i ms ends after %i ms at most, ahead of a reply that is late',
  async (timeoutMs, ms) => {
    const { fake, context, directories } = await withArchives('alice')
    await fake.clock.advance(DAY_MS)
    const budgets: number[] = []
    const watched = {
      ...directories,
      purgeArchives: (specs: Parameters<typeof directories.purgeArchives>[0]) => {
        budgets.push(...specs.map(({ budgetMs }) => budgetMs))
        return directories.purgeArchives(specs)
      },
    }
    assertOk(await createStudioEfs({ ...context, directories: watched }).purgeArchives({ olderThanDays: 1, timeoutMs }))
    expect(budgets).toEqual([ms])
  },
)

test('a large archive is deleted in stretches, whose progress is heard', async () => {
  const { fake, context, directories, studioEfs } = await withArchives('alice')
  await fake.clock.advance(DAY_MS)
  const budgets: number[] = []
  const watched = {
    ...directories,
    purgeArchives: (specs: Parameters<typeof directories.purgeArchives>[0]) => {
      budgets.push(...specs.map(({ budgetMs }) => budgetMs))
      return directories.purgeArchives(specs.map((spec) => ({ ...spec, budgetMs: 4 })))
    },
  }
  const heard: PurgeProgress[] = []
  const onProgress = (progress: PurgeProgress) => heard.push(progress)
  const input = { olderThanDays: 1, onProgress }
  const done = assertOk(await createStudioEfs({ ...context, directories: watched }).purgeArchives(input))
  expect(done).toMatchObject({ archives: [{ outcome: 'deleted', entries: 10 }], entries: 10 })
  expect(heard.map(({ step, done: count, entries }) => [step, count, entries])).toEqual([
    ['listing', 1, 0],
    ['deleting', 0, 4],
    ['deleting', 0, 8],
    ['deleting', 1, 10],
  ])
  expect(budgets).toEqual([20_000, 20_000, 20_000])
  expect(assertOk(await studioEfs.listArchives({})).archives).toEqual([])
})

test('an archive that cannot be deleted stops no other one, and an abort says what is left', async () => {
  const { fake, context, directories, left } = await withArchives(...names(3))
  await fake.clock.advance(DAY_MS)
  const stop = new AbortController()
  const error = new DirectoryIoError({ path: '/.studio-efs', operation: 'unlink', code: 'EROFS', retryable: false })
  const failing = {
    ...directories,
    async purgeArchives(specs: Parameters<typeof directories.purgeArchives>[0]) {
      if (specs.some((spec) => nameOf(spec) === 'user-0')) return specs.map(() => err(error))
      const results = await directories.purgeArchives(specs)
      stop.abort()
      return results
    },
  }
  const studioEfs = createStudioEfs({ ...context, directories: failing })
  const done = assertOk(await studioEfs.purgeArchives({ olderThanDays: 1, signal: stop.signal }))
  expect(done.archives).toMatchObject([{ outcome: 'failed', error }, {}, { outcome: 'not-reached' }])
  expect(['deleted', 'unfinished']).toContain(done.archives[1]?.outcome)
  expect(left()).toEqual(['user-0', 'user-2'])
})

test('a driver that keeps no archive is refused by name', async () => {
  const { context } = await withArchives()
  const { ensureDirectories, inspectDirectories } = memoryDirectoryDriver()
  const bare = createStudioEfs({ ...context, directories: { name: 'bare', ensureDirectories, inspectDirectories } })
  expect(assertErr(await bare.listArchives({}))).toMatchObject({ field: 'context.directories' })
  expect(assertErr(await bare.purgeArchives({ olderThanDays: 1 }))).toMatchObject({ field: 'context.directories' })
})
