import { assertErr, assertOk, memoryDirectoryDriver } from '@studio-efs/testing'
import { ok } from 'neverthrow'
import { expect, test } from 'vitest'
import { domainId, studio } from '../../test/studio.js'
import { DirectoryIoError } from '../errors.js'
import { createStudioEfs, type RestoreDirectoryInput } from '../index.js'
import type { Generation } from '../model/claim.js'
import type { ArchiveName } from '../model/state/archive-name.js'
import { checkTarget } from './restore-plan.js'

const DAY_MS = 86_400_000
const alice = { domainId, userProfileName: 'alice' }

/** Alice left, her directory with a file is in the archive, and a profile of her name is there again. */
async function withArchive({ person, again = person }: { readonly person?: string; readonly again?: string } = {}) {
  const { fake, context, profile } = studio()
  const directories = memoryDirectoryDriver({ clock: fake.clock })
  const studioEfs = createStudioEfs({ ...context, directories })
  const seed = (name: string, value: string | undefined, UserSettings = {}) =>
    fake.seed.userProfile({
      ...{ DomainId: domainId, UserProfileName: name, UserSettings },
      ...(value !== undefined && { SingleSignOnUserValue: value, SingleSignOnUserIdentifier: 'UserName' }),
    })
  const leave = async (name: string) => {
    await fake.clock.advance(DAY_MS)
    const { userProfiles } = fake.state.sagemaker
    for (const key of userProfiles.keys()) if (key.endsWith(`/${name}`)) userProfiles.delete(key)
  }
  seed('alice', person)
  await fake.clock.advance(1000)
  assertOk(await studioEfs.provisionUserDirectory(alice))
  directories.plant('/alice/thesis', 'file')
  await leave('alice')
  assertOk(await studioEfs.offboardProfile(alice))
  await fake.clock.advance(DAY_MS)
  seed('alice', again)
  await fake.clock.advance(DAY_MS)
  const [archived] = assertOk(await studioEfs.listArchives({})).archives
  const archive = archived?.archive ?? ''
  const restore = (more: Partial<RestoreDirectoryInput> = {}) => studioEfs.restoreDirectory({ archive, ...more })
  const paths = () => directories.entries().map(({ path }) => path)
  const date = () => new Date(fake.clock.wallTime?.() ?? fake.clock.now()).toISOString().slice(0, 10)
  return { fake, context, directories, studioEfs, seed, profile, leave, archive, restore, paths, date }
}

test('the archive of a name that is used again goes only to a profile that the caller names', async () => {
  const { restore, paths, directories } = await withArchive()
  const refused = assertErr(await restore())
  expect(refused).toMatchObject({
    name: 'RestoreTargetError',
    from: { userProfileName: 'alice' },
    generation: { userProfileName: 'alice' },
  })
  expect([paths(), directories.archives().length]).toEqual([[], 1])
  expect(assertErr(await restore({ domainId })).name).toBe('InvalidInputError')
  const planned = assertOk(await restore({ ...alice, dryRun: true }))
  expect([paths(), directories.archives().length, directories.claims().size]).toEqual([[], 1, 0])
  const done = assertOk(await restore(alice))
  expect(done).toEqual({ ...planned, entries: done.entries })
  expect(done).toMatchObject({ outcome: 'restored', path: '/alice' })
  expect(done.changes).toMatchObject([
    { kind: 'directory', action: 'create', path: '/alice', claim: 'made' },
    { kind: 'archive', action: 'restore', path: '/alice', owner: { uid: 200_001, gid: 1001 } },
  ])
  expect(paths()).toEqual(['/alice', '/alice/thesis'])
})

test('a second run changes nothing, and says where the files are', async () => {
  const { restore, directories } = await withArchive()
  const done = assertOk(await restore(alice))
  const entries = directories.entries()
  for (const dryRun of [true, false]) {
    const again = assertOk(await restore({ ...alice, dryRun }))
    expect(again).toMatchObject({ outcome: 'unchanged', path: done.path, generation: done.generation, changes: [] })
  }
  expect(directories.entries()).toEqual(entries)
})

test('the same person gets the files without being named, another one only when named', async () => {
  const same = await withArchive({ person: 'alice@example.com' })
  expect(assertOk(await same.restore())).toMatchObject({
    outcome: 'restored',
    generation: { person: 'alice@example.com' },
    changes: [{ action: 'create' }, { from: { person: 'alice@example.com' } }],
  })
  const other = await withArchive({ person: 'alice@example.com', again: 'alice.b@example.com' })
  expect(assertErr(await other.restore()).name).toBe('RestoreTargetError')
  const wrong = assertErr(await other.restore({ ...alice, person: 'alice@example.com' }))
  expect(wrong).toMatchObject({ name: 'RestoreTargetError', person: 'alice@example.com' })
  expect(other.paths()).toEqual([])
  expect(assertOk(await other.restore({ person: 'alice.b@example.com' })).outcome).toBe('restored')
})

test('a directory that holds something stays, and the archive goes inside it', async () => {
  const { restore, directories, studioEfs, paths, date } = await withArchive()
  assertOk(await studioEfs.provisionUserDirectory(alice))
  directories.plant('/alice/new', 'file')
  const planned = assertOk(await restore({ ...alice, dryRun: true }))
  const done = assertOk(await restore(alice))
  const beside = `/alice/restored-${date()}`
  expect([planned.path, done.path]).toEqual([beside, beside])
  expect(paths()).toEqual(['/alice', '/alice/new', beside, `${beside}/thesis`])
  expect(done.changes).toMatchObject([{ kind: 'archive', path: beside }])
})

test('the directory that an earlier life left at the path is archived first, as for any new life', async () => {
  const { fake, restore, directories, studioEfs, seed, leave, paths } = await withArchive()
  assertOk(await studioEfs.provisionUserDirectory(alice))
  directories.plant('/alice/of-the-second', 'file')
  await leave('alice')
  seed('alice', undefined)
  await fake.clock.advance(DAY_MS)
  const planned = assertOk(await restore({ ...alice, dryRun: true }))
  const done = assertOk(await restore(alice))
  expect([planned.path, done.path]).toEqual(['/alice', '/alice'])
  expect(done.changes).toMatchObject([{ archived: { userProfileName: 'alice' } }, { action: 'restore' }])
  expect(paths()).toEqual(['/alice', '/alice/thesis'])
  expect(directories.archives()).toHaveLength(1)
})

test('another profile gets the files with its own owner, in the directory that is claimed for it', async () => {
  const { fake, restore, directories, studioEfs, seed } = await withArchive()
  seed('bob', undefined, { CustomPosixUserConfig: { Uid: 10_007, Gid: 2000 } })
  await fake.clock.advance(DAY_MS)
  const bob = { domainId, userProfileName: 'bob' }
  assertOk(await studioEfs.provisionUserDirectory({ ...bob, layout: '/_home/{userProfileName}' }))
  const done = assertOk(await restore(bob))
  expect(done).toMatchObject({ path: '/_home/bob', generation: { userProfileName: 'bob' } })
  expect(done.changes).toMatchObject([
    { before: { uid: 200_001, gid: 1001 }, owner: { uid: 10_007, gid: 2000 }, from: { userProfileName: 'alice' } },
  ])
  const [, top] = directories.entries()
  expect(top).toMatchObject({ path: '/_home/bob', uid: 10_007, gid: 2000, mode: '0700' })
  expect(assertErr(await restore(alice))).toMatchObject({
    name: 'ArchiveNotFoundError',
    restored: { path: '/_home/bob', generation: { userProfileName: 'bob' } },
  })
})

test('a call whose time is over says that it is unfinished, and the next one goes on', async () => {
  const { fake, context, studioEfs, restore, directories, seed } = await withArchive()
  seed('bob', undefined, { CustomPosixUserConfig: { Uid: 10_007, Gid: 2000 } })
  await fake.clock.advance(DAY_MS)
  const bob = { domainId, userProfileName: 'bob' }
  const slow = {
    ...directories,
    restoreDirectories: async (specs: Parameters<typeof directories.restoreDirectories>[0]) => {
      await fake.clock.advance(30_000)
      return directories.restoreDirectories(specs.map((spec) => ({ ...spec, budgetMs: 0 })))
    },
  }
  const [archived] = assertOk(await studioEfs.listArchives({})).archives
  const first = await createStudioEfs({ ...context, directories: slow }).restoreDirectory({
    ...{ ...bob, archive: archived?.archive ?? '', timeoutMs: 40_000 },
  })
  expect(assertOk(first)).toMatchObject({ outcome: 'unfinished', path: '/bob' })
  expect(directories.archives()).toHaveLength(1)
  expect(assertOk(await restore(bob))).toMatchObject({ outcome: 'restored', path: '/bob' })
})

test('profiles and archives that are not there are errors, and nothing is made', async () => {
  const { restore, leave, paths, studioEfs } = await withArchive()
  const missing = assertErr(await studioEfs.restoreDirectory({ archive: `${domainId}/alice/20200101T000000000Z` }))
  expect(missing).toMatchObject({ name: 'ArchiveNotFoundError' })
  expect(assertErr(await studioEfs.restoreDirectory({ archive: 'alice' })).name).toBe('InvalidInputError')
  await leave('alice')
  expect(assertErr(await restore(alice)).name).toBe('ResourceNotFoundError')
  expect(paths()).toEqual([])
})

test('a path that a default of the domain uses is refused', async () => {
  const { restore, directories, studioEfs, paths } = await withArchive()
  assertOk(
    await studioEfs.setDomainDefault({
      ...{ domainId, fileSystemId: 'fs-0123456789abcdef0', fileSystemPath: '/alice', scope: 'private' },
    }),
  )
  expect(assertErr(await restore(alice))).toMatchObject({ name: 'PathOverlapError', other: '/alice' })
  expect([directories.archives().length, directories.claims().size]).toEqual([1, 0])
  expect(paths()).toEqual([])
})

test('an error of the driver is one of the call, and the archive stays', async () => {
  const { restore, directories } = await withArchive()
  const full = { path: '/alice', operation: 'rename', code: 'ENOSPC', retryable: false, cause: undefined }
  directories.failOn('/alice', new DirectoryIoError(full))
  expect(assertErr(await restore(alice))).toMatchObject({ name: 'DirectoryIoError', code: 'ENOSPC' })
  expect(directories.archives()).toHaveLength(1)
})

test('a driver that cannot restore is refused', async () => {
  const { context, directories } = await withArchive()
  const { restoreDirectories: _, ...without } = directories
  const refused = await createStudioEfs({ ...context, directories: without }).restoreDirectory({
    archive: `${domainId}/alice/20200101T000000000Z`,
  })
  expect(assertErr(refused)).toMatchObject({ name: 'InvalidInputError', field: 'context.directories' })
})

test('the archive of a file server whose clock is ahead is found', async () => {
  const { context, studioEfs, fake, leave, seed } = await withArchive()
  const directories = memoryDirectoryDriver()
  const ahead = createStudioEfs({ ...context, directories })
  assertOk(await ahead.provisionUserDirectory(alice))
  await leave('alice')
  assertOk(await ahead.offboardProfile(alice))
  seed('alice', undefined)
  await fake.clock.advance(DAY_MS)
  const [archived] = assertOk(await ahead.listArchives({})).archives
  expect(Date.parse(archived?.archivedAt ?? '')).toBeGreaterThan(fake.clock.now())
  const archive = archived?.archive ?? ''
  expect(assertOk(await ahead.restoreDirectory({ ...alice, archive })).outcome).toBe('restored')
  expect(assertErr(await studioEfs.restoreDirectory({ ...alice, archive })).name).toBe('ArchiveNotFoundError')
})

test('a claim beside the archive that is of another life than its name proves nothing', () => {
  const life = { accountId: '111122223333', region: 'eu-west-1', domainId, userProfileName: 'alice' }
  const now = { ...life, createdAt: '2026-01-01T00:00:00.000Z', person: 'alice@example.com' } as Generation
  const archive = `${domainId}/alice/20250101T000000000Z` as ArchiveName
  const target = { archive, domainId: undefined, userProfileName: undefined, person: undefined }
  const listed = { archive, archivedAt: now.createdAt, owner: { uid: 0, gid: 0 }, state: 'kept' as const }
  const checked = (generation: Generation) => checkTarget(target, { ...listed, generation }, now)
  expect(assertErr(checked(now))).toMatchObject({ name: 'RestoreTargetError', archive })
  assertOk(checked({ ...now, createdAt: '2025-01-01T00:00:00.000Z' }))
})

test('an archive that the list does not show yet goes to no other life of its name', async () => {
  const { context, directories, studioEfs, archive, paths } = await withArchive()
  assertOk(await studioEfs.provisionUserDirectory(alice))
  const stale = { ...directories, listArchives: async () => [ok({ archives: [] })] }
  const restored = createStudioEfs({ ...context, directories: stale }).restoreDirectory({ archive })
  expect(assertErr(await restored).name).toBe('ArchiveBusyError')
  expect([directories.archives().length, paths()]).toEqual([1, ['/alice']])
})

test.each([
  ['bob', { name: 'ArchiveNotFoundError', restored: { path: '/bob' } }],
  ['alice', { outcome: 'unchanged', path: '/alice' }],
] as const)('a restoration whose archive went to %s meanwhile says so', async (winner, said) => {
  const { fake, context, directories, seed, archive, restore } = await withArchive()
  seed('bob', undefined)
  await fake.clock.advance(DAY_MS)
  const late = {
    ...directories,
    restoreDirectories: async (specs: Parameters<typeof directories.restoreDirectories>[0]) => {
      if (winner === 'alice') await directories.restoreDirectories(specs)
      else assertOk(await restore({ domainId, userProfileName: winner }))
      return directories.restoreDirectories(specs)
    },
  }
  const result = await createStudioEfs({ ...context, directories: late }).restoreDirectory({ ...alice, archive })
  expect(result.isOk() ? result.value : result.error).toMatchObject(said)
})

test('a restoration whose destination was freed meanwhile does not say that there is no archive', async () => {
  const { context, directories, archive } = await withArchive()
  const freed = {
    ...directories,
    restoreDirectories: async (specs: Parameters<typeof directories.restoreDirectories>[0]) => {
      await directories.releaseDirectories(specs)
      return directories.restoreDirectories(specs)
    },
  }
  const restored = createStudioEfs({ ...context, directories: freed }).restoreDirectory({ ...alice, archive })
  expect(assertErr(await restored)).toMatchObject({ name: 'ArchiveBusyError', retryable: true })
  expect(directories.archives()).toHaveLength(2)
})
