import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { link, mkdir, mkdtemp, readFile, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assertErr, assertOk } from '@studio-efs/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { errnoError, type Fault, openDescriptors, type WatchedFs, watchedFs } from '../../../../test/watched-fs.js'
import type { Generation } from '../../../model/claim.js'
import { PRIVATE_MODE } from '../../../model/directory-mode.js'
import { parseFileSystemPath } from '../../../model/file-system-path.js'
import { DEFAULT_POSIX_OWNER } from '../../../model/posix-owner.js'
import { systemClock } from '../../../time/clock.js'
import type { ArchivedDirectory } from '../../archive-store.js'
import { posixDirectoryDriverOn } from '../posix-directory-driver.js'

const path = assertOk(parseFileSystemPath('/alice'))
const owner =
  process.getuid?.() === 0
    ? DEFAULT_POSIX_OWNER
    : ({ uid: process.getuid?.(), gid: process.getgid?.() } as typeof DEFAULT_POSIX_OWNER)
const generation: Generation = {
  ...{ accountId: '111122223333', region: 'eu-west-1', createdAt: '2025-01-01T00:00:00.000Z' },
  domainId: 'd-abc' as Generation['domainId'],
  userProfileName: 'alice' as Generation['userProfileName'],
}
const name = 'd-abc/alice/20250101T000000000Z'

let mountPath: string
beforeEach(async () => {
  mountPath = await mkdtemp(join(tmpdir(), 'studio-efs-'))
})
afterEach(() => rm(mountPath, { recursive: true }))

const driverOn = (fs: WatchedFs = watchedFs()) =>
  posixDirectoryDriverOn(fs, { mountPath, mountPoint: 'not-required', holdExpiresMs: 0 })

/** A claimed directory, which `fill` fills before it is archived. */
async function archive(fill: (directory: string) => Promise<unknown>): Promise<ArchivedDirectory> {
  const driver = driverOn()
  const claim = { kind: 'private', ...generation } as const
  for (const made of await driver.claimDirectories([{ path, owner, mode: PRIVATE_MODE, claim }])) assertOk(made)
  await fill(join(mountPath, 'alice'))
  for (const released of await driver.releaseDirectories([{ path, generation }])) assertOk(released)
  const [archived] = await archives()
  if (archived === undefined) throw new Error('It is not listed.')
  return archived
}

async function archives(): Promise<readonly ArchivedDirectory[]> {
  const [page] = await driverOn().listArchives([{ limit: 20 }])
  return page === undefined ? [] : assertOk(page).archives
}

async function purge({ archivedAt }: ArchivedDirectory, { fs = watchedFs(), budgetMs = 60_000 } = {}) {
  const [result] = await driverOn(fs).purgeArchives([
    { archive: name as ArchivedDirectory['archive'], archivedAt, action: 'delete', budgetMs },
  ])
  if (result === undefined) throw new Error('There is no result.')
  return result
}

/** 3 levels, links out of the tree, and a file that has a second name outside. */
async function plantOutwards(directory: string): Promise<void> {
  await mkdir(join(mountPath, 'bob'))
  await writeFile(join(mountPath, 'bob/thesis'), 'of bob')
  await mkdir(join(directory, 'a/b/c'), { recursive: true })
  await symlink(join(mountPath, 'bob'), join(directory, 'a/out'))
  await symlink('..', join(directory, 'a/b/up'))
  await link(join(mountPath, 'bob/thesis'), join(directory, 'a/same'))
  for (let index = 0; index < 40; index += 1) await writeFile(join(directory, `a/file-${index}`), '')
}

const slot = () => readdirSync(join(mountPath, '.studio-efs/archive', name))

test('a purge deletes what is in the archive, and nothing that it leads to', async () => {
  const archived = await archive(plantOutwards)
  expect(assertOk(await purge(archived))).toMatchObject({ outcome: 'done', entries: 47 })
  expect(await readFile(join(mountPath, 'bob/thesis'), 'utf8')).toBe('of bob')
  expect(await archives()).toEqual([])
  expect(slot()).toEqual([expect.stringMatching(/^ended-/)])
  expect(assertOk(await purge(archived)).outcome).toBe('not-found')
})

test('names that are not UTF-8 are measured and deleted, at any depth', async () => {
  const archived = await archive((directory) => plantBytes(directory, 20))
  const measured = await driverOn().purgeArchives([
    {
      archive: name as ArchivedDirectory['archive'],
      archivedAt: archived.archivedAt,
      action: 'measure',
      budgetMs: 60_000,
    },
  ])
  expect(measured.map((each) => assertOk(each))).toMatchObject([{ outcome: 'done', entries: 41 }])
  expect(assertOk(await purge(archived))).toMatchObject({ outcome: 'done', entries: 41 })
  expect(await archives()).toEqual([])
})

/** Directories inside each other and a file in each, all with a byte in their names that UTF-8 does not have. */
async function plantBytes(directory: string, depth: number): Promise<void> {
  let at = Buffer.from(directory)
  for (let level = 0; level < depth; level += 1) {
    await writeFile(Buffer.concat([at, Buffer.from('/f\xff', 'latin1')]), '')
    at = Buffer.concat([at, Buffer.from('/d\xe9', 'latin1')])
    await mkdir(at)
  }
}

test('a purge goes on where its time was over, and until then is listed as begun', async () => {
  const archived = await archive(plantOutwards)
  expect(assertOk(await purge(archived, { budgetMs: 0 })).outcome).toBe('unfinished')
  const [begun] = await archives()
  expect(begun).toMatchObject({ archive: name, state: 'purging', generation })
  expect(begun === undefined ? '' : assertOk(await purge(begun)).outcome).toBe('done')
  expect(await archives()).toEqual([])
})

test('each stretch of a purge deletes something, however short it is and however deep the files are', async () => {
  const depth = 12
  const archived = await archive(async (directory) => {
    const deepest = join(directory, ...Array<string>(depth).fill('d'))
    await mkdir(deepest, { recursive: true })
    for (const name of ['a', 'b', 'c']) await writeFile(join(deepest, name), '')
  })
  let time = 0
  const clock = { ...systemClock, now: () => time++ }
  const driver = posixDirectoryDriverOn(watchedFs(), { mountPath, mountPoint: 'not-required', clock })
  const counts: number[] = []
  for (let outcome = 'unfinished'; outcome === 'unfinished' && counts.length < 100; ) {
    const [result] = await driver.purgeArchives([{ ...archived, action: 'delete', budgetMs: 1 }])
    const receipt = assertOk(result ?? assertNever())
    counts.push(receipt.entries)
    outcome = receipt.outcome
  }
  expect(counts.every((count) => count > 0)).toBe(true)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(depth + 3 + 1)
})

test('a deep tree takes few descriptors', async () => {
  const archived = await archive((directory) =>
    Promise.resolve(mkdirSync(join(directory, ...Array<string>(300).fill('d')), { recursive: true })),
  )
  const fs = watchedFs()
  expect(assertOk(await purge(archived, { fs })).entries).toBe(301)
  expect(fs.maxOpen()).toBeLessThan(25)
  expect(fs.openNow()).toBe(0)
})

test('a mount inside the archive is not entered, also of the same file system', async () => {
  const archived = await archive((directory) => mkdir(join(directory, 'mounted/data'), { recursive: true }))
  let asked = 0
  const fs = watchedFs(undefined, {
    // The kernel's mount id of the second directory that is asked about, which is the one inside.
    readText: async (at) => {
      const text = readFileSync(at, 'utf8')
      if (!at.includes('fdinfo')) return text
      asked += 1
      return asked === 2 ? text.replace(/^mnt_id:.*$/m, 'mnt_id:\t999999') : text
    },
  })
  expect(assertErr(await purge(archived, { fs })).name).toBe('NestedMountError')
  const holder = join(mountPath, '.studio-efs/archive', name, slot()[0] ?? '')
  expect(existsSync(join(holder, 'purging/mounted/data'))).toBe(true)
})

test('interrupted at any system call and run again, a purge ends in the same world', async () => {
  const calls = watchedFs()
  await purge(await archive(plantOutwards), { fs: calls })
  const ends = slot().map((entry) => entry.slice(0, 6))
  const writes = calls.calls.filter((call) => /^(rename|unlink|rmdir)/.test(call)).length
  expect(writes).toBeGreaterThan(40)
  for (let at = 1; at <= writes; at += Math.ceil(writes / 12)) {
    await rm(mountPath, { recursive: true })
    await mkdir(mountPath)
    const archived = await archive(plantOutwards)
    await purge(archived, { fs: watchedFs(interruptedAt(at)) })
    const [left] = await archives()
    if (left !== undefined) expect(assertOk(await purge(left)).outcome).toBe('done')
    expect(await archives()).toEqual([])
    expect(slot().map((entry) => entry.slice(0, 6))).toEqual(ends)
    expect(readdirSync(join(mountPath, 'bob'))).toEqual(['thesis'])
  }
})

test('a purge that ended after its last deletion leaves a slot that counts as purged, whatever its name says', async () => {
  const archived = await archive(plantOutwards)
  const cutOff = watchedFs(({ name: call, entry }) => {
    if (call === 'rename' && entry.startsWith('ended-')) throw errnoError('EIO', call)
  })
  expect(assertErr(await purge(archived, { fs: cutOff })).name).toBe('DirectoryIoError')
  expect(slot()).toEqual([expect.stringMatching(/^kept-/)])
  expect(await archives()).toEqual([])
  expect(assertOk(await purge(archived))).toMatchObject({ outcome: 'not-found', entries: 0 })

  // The same generation ends again, with other files: they go to a slot of their own.
  const claim = { kind: 'private', ...generation } as const
  assertOk((await driverOn().claimDirectories([{ path, owner, mode: PRIVATE_MODE, claim }]))[0] ?? assertNever())
  expect(readdirSync(join(mountPath, 'alice'))).toEqual([])
  await writeFile(join(mountPath, 'alice/second'), '')
  const restored = async (action: 'inspect' | 'restore') => {
    const spec = { archive: archived.archive, path, generation, owner, mode: PRIVATE_MODE, besideName: 'restored' }
    const [result] = await driverOn().restoreDirectories([{ ...spec, hardLinks: 'leave', action, budgetMs: 60_000 }])
    return assertOk(result ?? assertNever()).outcome
  }
  expect(await restored('inspect')).toBe('not-found')
  expect(slot()).toEqual([expect.stringMatching(/^kept-/)])
  const [again] = await driverOn().releaseDirectories([{ path, generation }])
  expect(assertOk(again ?? assertNever()).outcome).toBe('archived')
  const [second, ...others] = await archives()
  expect([second?.archive, others]).toEqual([`${name}.2`, []])
  expect(existsSync(join(mountPath, '.studio-efs/archive', name, slot()[0] ?? '', 'data'))).toBe(false)

  // A restoration says that there is nothing, and gives the slot the name that a purge would have given it.
  expect(await restored('restore')).toBe('not-found')
  expect(slot()).toEqual([expect.stringMatching(/^ended-/)])
  expect(await archives()).toEqual([second])
})

/** Fails the nth call that changes something, and every one after it: a process that ended there. */
function interruptedAt(nth: number): Fault {
  let writes = 0
  return ({ name: call }) => {
    if (['rename', 'unlink', 'rmdir'].includes(call)) writes += 1
    if (writes >= nth) throw errnoError('EIO', call)
  }
}

test.each(['EROFS', 'ESTALE', 'EDQUOT'] as const)(
  '%s is an error of this archive, and nothing is lost',
  async (code) => {
    const archived = await archive(plantOutwards)
    const fs = watchedFs(({ name: call }) => {
      if (call === 'rename') throw errnoError(code, call)
    })
    expect(assertErr(await purge(archived, { fs }))).toMatchObject({ name: 'DirectoryIoError', code })
    expect(await archives()).toEqual([archived])
  },
)

test('what an interrupted run left in its hold is listed as archived, and can be purged', async () => {
  const driver = driverOn(
    watchedFs(({ name: call, entry }) => {
      if (call === 'rename' && /^(kept|ended)-/.test(entry)) throw errnoError('EIO', call)
    }),
  )
  const claim = { kind: 'private', ...generation } as const
  assertOk((await driver.claimDirectories([{ path, owner, mode: PRIVATE_MODE, claim }]))[0] ?? assertNever())
  expect((await driver.releaseDirectories([{ path, generation }]))[0]?.isErr()).toBe(true)
  const [left] = await archives()
  expect(left).toMatchObject({ archive: name, state: 'unsettled', generation })
  expect(left === undefined ? '' : assertOk(await purge(left)).outcome).toBe('done')
  expect(await archives()).toEqual([])
})

test('what a process left that was killed before it had a slot is removed when it is older than a hold', async () => {
  const killed = driverOn(
    watchedFs(({ name: call, entry }) => {
      if ((call === 'rename' && entry.startsWith('2025')) || call === 'rmdir') throw errnoError('EIO', call)
    }),
  )
  const claim = { kind: 'private', ...generation } as const
  assertOk((await killed.claimDirectories([{ path, owner, mode: PRIVATE_MODE, claim }]))[0] ?? assertNever())
  expect((await killed.releaseDirectories([{ path, generation }]))[0]?.isErr()).toBe(true)
  const profile = join(mountPath, '.studio-efs/archive/d-abc/alice')
  expect(readdirSync(profile)).toEqual([expect.stringMatching(/^tmp-/)])
  const young = posixDirectoryDriverOn(watchedFs(), { mountPath, mountPoint: 'not-required' })
  assertOk((await young.releaseDirectories([{ path, generation }]))[0] ?? assertNever())
  expect(readdirSync(profile)).toEqual(['20250101T000000000Z', expect.stringMatching(/^tmp-/)])
  const next = { ...generation, createdAt: '2026-01-01T00:00:00.000Z' }
  const [made] = await driverOn().claimDirectories([{ path, owner, mode: PRIVATE_MODE, claim: { ...claim, ...next } }])
  assertOk(made ?? assertNever())
  assertOk((await driverOn().releaseDirectories([{ path, generation: next }]))[0] ?? assertNever())
  expect(readdirSync(profile)).toEqual(['20250101T000000000Z', '20260101T000000000Z'])
})

test('one generation ends 12 times, and each archive is listed and deleted; without room for another end, it says so', async () => {
  const claim = { kind: 'private', ...generation } as const
  const end = async () => {
    for (const made of await driverOn().claimDirectories([{ path, owner, mode: PRIVATE_MODE, claim }])) assertOk(made)
    const [released] = await driverOn().releaseDirectories([{ path, generation }])
    return released ?? assertNever()
  }
  for (let nth = 1; nth <= 12; nth += 1) assertOk(await end())
  const all = await archives()
  expect(all.map(({ archive }) => archive.slice(name.length)).sort()).toEqual(
    ['', ...Array.from({ length: 11 }, (_, index) => `.${index + 2}`)].sort(),
  )
  const last = all.find(({ archive }) => archive.endsWith('.12')) ?? assertNever()
  const [purged] = await driverOn().purgeArchives([{ ...last, action: 'delete', budgetMs: 60_000 }])
  expect(assertOk(purged ?? assertNever()).outcome).toBe('done')
  const profile = join(mountPath, '.studio-efs/archive/d-abc/alice')
  for (let nth = 13; nth <= 99; nth += 1)
    mkdirSync(join(profile, `20250101T000000000Z.${nth}/ended-x`), { recursive: true })
  const full = assertErr(await end())
  expect(full).toMatchObject({ name: 'ArchiveFullError', path: '/alice', generation, retryable: false })
  expect(existsSync(join(mountPath, 'alice'))).toBe(true)
})

test.each(['archive', 'archive/d-abc', 'archive/d-abc/alice', `archive/${name}`])(
  'nothing is listed or deleted through a link in the place of %s',
  async (place) => {
    const archived = await archive(plantOutwards)
    const at = join(mountPath, '.studio-efs', place)
    await rename(at, join(mountPath, 'elsewhere'))
    await symlink(join(mountPath, 'elsewhere'), at)
    const [page] = await driverOn().listArchives([{ limit: 10 }])
    expect(page?.isErr() === true || (page !== undefined && assertOk(page).archives.length === 0)).toBe(true)
    const error = assertErr(await purge(archived), 'NotADirectoryError')
    expect(error).toMatchObject({ path: `/.studio-efs/${place}`, component: `/.studio-efs/${place}` })
    expect(error.message).toContain(`/.studio-efs/${place} is not a directory but a symbolic link`)
    const files = readdirSync(join(mountPath, 'elsewhere'), { recursive: true, encoding: 'utf8' })
    expect(new Set(files.map((file) => /\bfile-\d+$/.exec(file)?.[0])).size).toBe(41)
  },
)

test('a claim that is no link is listed as one that cannot be read', async () => {
  const claim = { kind: 'private', ...generation } as const
  for (const made of await driverOn().claimDirectories([{ path, owner, mode: PRIVATE_MODE, claim }])) assertOk(made)
  const claims = join(mountPath, '.studio-efs/claims')
  await writeFile(join(claims, 'bob'), JSON.stringify(claim))
  await symlink('{"version":2}', join(claims, 'carol'))
  const [page] = await driverOn().listClaims([{ limit: 10 }])
  expect(assertOk(page ?? assertNever())).toEqual({ claims: [{ path, claim }], unreadable: ['/bob', '/carol'] })
})

test.each(['ENOSPC', 'EDQUOT'] as const)(
  'on a full file system (%s) the time is told, and archives are deleted',
  async (code) => {
    const archived = await archive(plantOutwards)
    const fs = watchedFs(({ name: call }) => {
      if (call === 'mkdir' || call === 'symlink') throw errnoError(code, call)
    })
    const before = Math.floor(Date.now() / 1000) * 1000
    const { now } = assertOk(await driverOn(fs).readServerTime())
    expect(Math.abs(Date.parse(now ?? '') - before)).toBeLessThan(60_000)
    const [result] = await driverOn(fs).purgeArchives([
      { ...archived, minAgeMs: 0, action: 'delete', budgetMs: 60_000 },
    ])
    expect(assertOk(result ?? assertNever()).outcome).toBe('done')
  },
)

test('reading the time leaves nothing, and removes what a killed process left', async () => {
  await archive(plantOutwards)
  const state = join(mountPath, '.studio-efs')
  const before = readdirSync(state).sort()
  await mkdir(join(state, 'time-left'))
  await utimes(join(state, 'time-left'), 0, 0)
  await mkdir(join(state, 'time-young'))
  assertOk(await driverOn().readServerTime())
  expect(readdirSync(state).sort()).toEqual([...before, 'time-young'].sort())
  const readOnly = watchedFs(({ name: call }) => {
    if (call === 'mkdir') throw errnoError('EROFS', call)
  })
  expect(assertErr(await driverOn(readOnly).readServerTime())).toMatchObject({ code: 'EROFS' })
})

test('a file system without claims has no time, and none is made for it', async () => {
  expect(assertOk(await driverOn().readServerTime())).toEqual({})
  expect(readdirSync(mountPath)).toEqual([])
})

test('listing and purging leave no descriptor open', async () => {
  const archived = await archive(plantOutwards)
  const before = openDescriptors()
  await purge(archived, { budgetMs: 0 })
  await archives()
  await driverOn().listClaims([{ limit: 1 }])
  expect(openDescriptors()).toBe(before)
})

function assertNever(): never {
  throw new Error('There is no result.')
}

test('the archive of a profile whose name begins as that of an unfinished slot is listed', async () => {
  const leaver = { ...generation, userProfileName: 'tmp-alice' as Generation['userProfileName'] }
  const driver = driverOn()
  const claim = { kind: 'private', ...leaver } as const
  for (const made of await driver.claimDirectories([{ path, owner, mode: PRIVATE_MODE, claim }])) assertOk(made)
  for (const released of await driver.releaseDirectories([{ path, generation: leaver }])) assertOk(released)
  expect(await archives()).toMatchObject([{ archive: 'd-abc/tmp-alice/20250101T000000000Z', generation: leaver }])
})
