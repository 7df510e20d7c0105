import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { assertErr, assertOk } from '@studio-efs/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { errnoError, openDescriptors, type WatchedFs, watchedFs } from '../../../../test/watched-fs.js'
import { PRIVATE_MODE } from '../../../model/directory-mode.js'
import { parseFileSystemPath } from '../../../model/file-system-path.js'
import type { PosixOwner } from '../../../model/posix-owner.js'
import type { ArchiveName } from '../../../model/state/archive-name.js'
import type { RecoverySource, RestoreSpec } from '../../archive-store.js'
import { posixDirectoryDriverOn } from '../posix-directory-driver.js'

const isRoot = process.getuid?.() === 0
const own = { uid: process.getuid?.(), gid: process.getgid?.() } as PosixOwner
const alice = isRoot ? ({ uid: 200_001, gid: 1001 } as PosixOwner) : own
const path = assertOk(parseFileSystemPath('/alice'))
const FOLDER = 'aws-backup-restore_2026-11-26T10-15-30-123Z'
const BESIDE = 'restored-2026-11-26'
const HOUR_MS = 3_600_000

const generation = {
  ...{ accountId: '111122223333', region: 'eu-west-1', domainId: 'd-abc', userProfileName: 'alice' },
  createdAt: '2026-01-01T00:00:00.000Z',
} as unknown as RestoreSpec['generation']
const archive = 'd-abc/alice/20260101T000000000Z.b0123456789abcdef' as ArchiveName

let mountPath: string
beforeEach(async () => {
  mountPath = await mkdtemp(join(tmpdir(), 'studio-efs-'))
  chmodSync(mountPath, 0o755)
})
afterEach(() => rm(mountPath, { recursive: true }))

const at = (...names: readonly string[]) => join(mountPath, ...names)
const ownerAt = (...names: readonly string[]) => lstatSync(at(...names)).uid
const driverOn = (fs: WatchedFs = watchedFs()) =>
  posixDirectoryDriverOn(fs, { mountPath, mountPoint: 'not-required', holdExpiresMs: 0 })

async function claim() {
  const spec = { path, owner: alice, mode: PRIVATE_MODE, claim: { kind: 'private' as const, ...generation } }
  for (const made of await driverOn().claimDirectories([spec])) assertOk(made)
}

/** A recovered directory with a file, at an item of the folder. */
function recovered(folder = FOLDER, { item = 'alice', owner = alice as { uid: number; gid: number } } = {}) {
  const directory = at(folder, item)
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'thesis'), 'kept')
  if (!isRoot) return
  for (const name of [directory, join(directory, 'thesis')]) chownSync(name, owner.uid, owner.gid)
}

async function restore(fs: WatchedFs = watchedFs(), source: Partial<RecoverySource> = {}) {
  const recovery: RecoverySource = {
    startedAt: new Date(Date.now() - HOUR_MS).toISOString(),
    endedAt: new Date(Date.now() + HOUR_MS).toISOString(),
    ...{ item: path, otherOwner: 'refuse', ...source },
  }
  const spec: RestoreSpec = {
    ...{ archive, path, generation, owner: alice, mode: PRIVATE_MODE, besideName: BESIDE, hardLinks: 'leave' },
    ...{ recovery, action: 'restore', budgetMs: 60_000 },
  }
  const [result] = await driverOn(fs).restoreDirectories([spec])
  if (result === undefined) throw new Error('There is no result.')
  return result
}

const listed = () =>
  readdirSync(mountPath, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('.studio-efs'))
    .toSorted()

test.runIf(isRoot)(
  'a backup that gave everything to root is given to the profile, and others keep what is theirs',
  async () => {
    await claim()
    recovered(FOLDER, { owner: { uid: 0, gid: 0 } })
    writeFileSync(at(FOLDER, 'alice/of-bob'), 'kept')
    chownSync(at(FOLDER, 'alice/of-bob'), 200_002, 1001)
    assertOk(await restore())
    const { uid, gid, mode } = lstatSync(at('alice'))
    expect([uid, gid, mode & 0o7777]).toEqual([alice.uid, alice.gid, 0o700])
    expect([ownerAt('alice/thesis'), ownerAt('alice/of-bob')]).toEqual([alice.uid, 200_002])
  },
)

test.runIf(isRoot)('files of root stay root’s in a directory that has its owner', async () => {
  await claim()
  recovered()
  writeFileSync(at(FOLDER, 'alice/of-root'), 'kept')
  chmodSync(at(FOLDER, 'alice'), 0o755)
  assertOk(await restore())
  expect([ownerAt('alice/thesis'), ownerAt('alice/of-root')]).toEqual([alice.uid, 0])
  expect(lstatSync(at('alice')).mode & 0o7777).toBe(0o700)
})

test.each(['the folder', 'a directory on the path', 'the item'] as const)(
  'a link in place of %s is not followed, and nothing moves',
  async (where) => {
    await claim()
    const item = assertOk(parseFileSystemPath('/team/alice'))
    recovered('elsewhere', { item: 'team/alice' })
    const planted = { 'the folder': '', 'a directory on the path': 'team', 'the item': 'team/alice' }[where]
    mkdirSync(dirname(at(FOLDER, planted)), { recursive: true })
    symlinkSync(at('elsewhere', planted), at(FOLDER, planted))
    const before = listed()
    for (const folder of [undefined, FOLDER])
      expect(assertOk(await restore(watchedFs(), { item, ...(folder && { folder }) })).outcome).toBe('not-recovered')
    expect(listed()).toEqual(before)
  },
)

test('a folder whose modification time was set, but that was changed in the time of the job, counts', async () => {
  await claim()
  recovered()
  utimesSync(at(FOLDER), 0, 0)
  expect(assertOk(await restore()).outcome).toBe('restored')
})

test.runIf(isRoot)(
  'a directory that is swapped for another one between the look and the rename goes back',
  async () => {
    await claim()
    const item = assertOk(parseFileSystemPath('/team/alice'))
    recovered(FOLDER, { item: 'team/alice' })
    recovered('bob')
    let swaps = 0
    const fs = watchedFs(({ name, entry }) => {
      if (name !== 'rename' || entry !== 'data' || swaps > 0) return
      swaps += 1
      renameSync(at(FOLDER, 'team/alice'), at('aside'))
      renameSync(at('bob'), at(FOLDER, 'team/alice'))
    })
    expect(assertErr(await restore(fs, { item })).name).toBe('ArchiveBusyError')
    expect([swaps, existsSync(at(FOLDER, 'team/alice/alice/thesis')), readdirSync(at('alice'))]).toEqual([1, true, []])
  },
)

test.runIf(isRoot)('a file that also has a name outside the recovered directory keeps its owner', async () => {
  await claim()
  recovered(FOLDER, { owner: { uid: 0, gid: 0 } })
  linkSync(at(FOLDER, 'alice/thesis'), at('of-root'))
  expect(assertOk(await restore()).hardLinks).toBe(1)
  expect([ownerAt('of-root'), ownerAt('alice')]).toEqual([0, alice.uid])
})

const item = assertOk(parseFileSystemPath('/team/alice'))
/** Every system call with STUDIO_EFS_TEST_SCALE=full, else a sample of them. */
const STEP = process.env['STUDIO_EFS_TEST_SCALE'] === 'full' ? 1 : 23
const WRITES = ['rename', 'symlink', 'mkdir', 'chown', 'chmod', 'rmdir', 'unlink']

/** Restores while every call from the nth on fails, as for a process that is killed there. False: it came to the end before. */
async function killedAt(nth: number, isCounted: (name: string) => boolean): Promise<boolean> {
  let calls = 0
  const fs = watchedFs(({ name }) => {
    if (isCounted(name)) calls += 1
    if (calls >= nth) throw errnoError('EIO', name)
  })
  await restore(fs, { item })
  return calls >= nth
}

test.each(['nothing', 'something'] as const)(
  'killed at any system call and called again, it ends in the same world, with %s in the directory',
  async (has) => {
    await claim()
    const into = has === 'nothing' ? 'alice' : `alice/${BESIDE}`
    const kept = has === 'nothing' ? [] : ['alice/new']
    let kills = 0
    for (let nth = 1, isKilled = true; isKilled; nth += STEP) {
      await rm(at('.studio-efs/archive'), { recursive: true, force: true })
      await rm(at('alice'), { recursive: true })
      recovered(FOLDER, { item: 'team/alice' })
      await claim()
      if (has === 'something') writeFileSync(at('alice/new'), 'kept')
      isKilled = await killedAt(nth, () => true)
      kills += 1
      const again = assertOk(await restore(watchedFs(), { item }))
      expect([again.restoredTo, again.restoredFor], `at call ${nth}`).toEqual([`/${into}`, generation])
      const world = [...new Set(['alice', ...kept, into, `${into}/thesis`])].toSorted()
      expect(listed(), `at call ${nth}`).toEqual(world)
      expect(assertOk(await restore(watchedFs(), { item })).outcome).toBe('restored-before')
    }
    expect(kills * STEP).toBeGreaterThan(100)
  },
)

test('at no instant is the recovered directory in two places or in none', async () => {
  await claim()
  for (let nth = 1, isKilled = true; isKilled; nth += 1) {
    await rm(at('.studio-efs/archive'), { recursive: true, force: true })
    await rm(at('alice'), { recursive: true })
    recovered(FOLDER, { item: 'team/alice' })
    await claim()
    isKilled = await killedAt(nth, (name) => WRITES.includes(name))
    const all = readdirSync(mountPath, { recursive: true, encoding: 'utf8' })
    expect(all.filter((name) => name.endsWith('/thesis'))).toHaveLength(1)
    await restore(watchedFs(), { item })
  }
})

test('recovering leaves no descriptor open', async () => {
  await claim()
  recovered(FOLDER, { item: 'team/alice' })
  const before = openDescriptors()
  const fs = watchedFs()
  expect(assertOk(await restore(fs, { item })).outcome).toBe('restored')
  expect([openDescriptors(), fs.openNow()]).toEqual([before, 0])
  expect(fs.maxOpen()).toBeLessThan(25)
})

// Each takes the other's hold over at once here, as after two minutes elsewhere.
test('two processes that overtake each other leave the directory in one place, and the next call ends', async () => {
  await claim()
  recovered(FOLDER, { item: 'team/alice' })
  const both = await Promise.all([1, 2].map(() => restore(watchedFs(), { item })))
  for (const each of both) if (each.isErr()) expect(each.error).toMatchObject({ retryable: true })
  const all = readdirSync(mountPath, { recursive: true, encoding: 'utf8' })
  expect(all.filter((name) => name.endsWith('/thesis'))).toHaveLength(1)
  expect(assertOk(await restore(watchedFs(), { item })).restoredTo).toBe('/alice')
  expect(listed()).toEqual(['alice', 'alice/thesis'])
})
