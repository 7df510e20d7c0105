import {
  chmodSync,
  chownSync,
  lchownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assertErr, assertOk } from '@studio-efs/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { errnoError, openDescriptors, type SystemCall, type WatchedFs, watchedFs } from '../../../../test/watched-fs.js'
import { type Claim, generationId } from '../../../model/claim.js'
import { PRIVATE_MODE } from '../../../model/directory-mode.js'
import { parseFileSystemPath } from '../../../model/file-system-path.js'
import type { PosixOwner } from '../../../model/posix-owner.js'
import type { ArchiveName } from '../../../model/state/archive-name.js'
import type { RestoreSpec } from '../../archive-store.js'
import { posixDirectoryDriverOn } from '../posix-directory-driver.js'

const isRoot = process.getuid?.() === 0
const own = { uid: process.getuid?.(), gid: process.getgid?.() } as PosixOwner
const former = isRoot ? ({ uid: 200_001, gid: 1001 } as PosixOwner) : own
const heir = isRoot ? ({ uid: 300_000, gid: 4000 } as PosixOwner) : own
const path = assertOk(parseFileSystemPath('/alice'))
const BESIDE = 'restored-2026-11-26'

function life(createdAt: string) {
  const place = { accountId: '111122223333', region: 'eu-west-1', domainId: 'd-abc' }
  return { ...place, userProfileName: 'alice', createdAt } as unknown as RestoreSpec['generation']
}
const earlier = life('2025-01-01T00:00:00.000Z')
const later = life('2026-01-01T00:00:00.000Z')
const third = life('2027-01-01T00:00:00.000Z')

let mountPath: string
beforeEach(async () => {
  mountPath = await mkdtemp(join(tmpdir(), 'studio-efs-'))
})
afterEach(() => rm(mountPath, { recursive: true }))

const driverOn = (fs: WatchedFs = watchedFs()) =>
  posixDirectoryDriverOn(fs, { mountPath, mountPoint: 'not-required', holdExpiresMs: 0 })

async function claim(generation: RestoreSpec['generation'], owner: PosixOwner) {
  const held: Claim = { kind: 'private', ...generation }
  for (const made of await driverOn().claimDirectories([{ path, owner, mode: PRIVATE_MODE, claim: held }]))
    assertOk(made)
}

/** The archive of the earlier life with what `fill` put into it; the later life has an empty directory. */
async function archive(fill: (directory: string) => void = () => undefined): Promise<void> {
  await claim(earlier, former)
  const directory = join(mountPath, 'alice')
  fill(directory)
  for (const released of await driverOn().releaseDirectories([{ path, generation: earlier }])) assertOk(released)
  await claim(later, heir)
}

async function restore(fs: WatchedFs = watchedFs(), changes: Partial<RestoreSpec> = {}) {
  const spec: RestoreSpec = {
    ...{ archive: `d-abc/alice/${generationId(earlier)}` as ArchiveName, path, generation: later, owner: heir },
    ...{ mode: PRIVATE_MODE, besideName: BESIDE, hardLinks: 'leave', action: 'restore', budgetMs: 60_000 },
  }
  const [result] = await driverOn(fs).restoreDirectories([{ ...spec, ...changes }])
  if (result === undefined) throw new Error('There is no result.')
  return result
}

const at = (...names: readonly string[]) => join(mountPath, ...names)
const ownerAt = (...names: readonly string[]) => lstatSync(at(...names)).uid
const archives = async () => {
  const [page] = await driverOn().listArchives([{ limit: 10 }])
  return page === undefined ? [] : assertOk(page).archives
}

/** A file of the former owner, or of another user. */
function file(name: string, uid = former.uid, mode = 0o600) {
  writeFileSync(name, 'kept')
  if (isRoot) chownSync(name, uid, former.gid)
  chmodSync(name, mode)
}

test.runIf(isRoot)('a link in the tree is given away itself, and nothing that it leads to', async () => {
  mkdirSync(at('bob'))
  file(at('bob/thesis'))
  await archive((directory) => {
    symlinkSync(at('bob'), join(directory, 'out'))
    symlinkSync(at('bob/thesis'), join(directory, 'file'))
    for (const name of ['out', 'file']) lchownSync(join(directory, name), former.uid, former.gid)
  })
  expect(assertOk(await restore())).toMatchObject({ outcome: 'restored', restoredTo: '/alice' })
  expect([ownerAt('alice/out'), ownerAt('alice/file')]).toEqual([heir.uid, heir.uid])
  expect([ownerAt('bob'), ownerAt('bob/thesis')]).toEqual([0, former.uid])
})

test.runIf(isRoot)('files of others and of root keep their owner', async () => {
  await archive((directory) => {
    file(join(directory, 'of-bob'), 200_002)
    file(join(directory, 'of-root'), 0)
    file(join(directory, 'own'))
  })
  assertOk(await restore())
  expect(['of-bob', 'of-root', 'own'].map((name) => ownerAt('alice', name))).toEqual([200_002, 0, heir.uid])
})

test.runIf(isRoot)(
  'a file that has a name elsewhere keeps its owner, unless only this profile can own it',
  async () => {
    mkdirSync(at('bob'))
    file(at('bob/thesis'))
    await archive((directory) => linkSync(at('bob/thesis'), join(directory, 'same')))
    expect(assertOk(await restore(watchedFs(), { budgetMs: 0 })).hardLinks).toBe(1)
    expect([ownerAt('bob/thesis'), ownerAt('alice/same'), ownerAt('alice')]).toEqual([former.uid, former.uid, heir.uid])
  },
)

test.runIf(isRoot)('with hardLinks: change, a file with several names gets the new owner', async () => {
  await archive((directory) => {
    file(join(directory, 'one'))
    linkSync(join(directory, 'one'), join(directory, 'two'))
  })
  expect(assertOk(await restore(watchedFs(), { hardLinks: 'change' })).hardLinks).toBe(0)
  expect(ownerAt('alice/two')).toBe(heir.uid)
})

test.runIf(isRoot)(
  'a program loses its set-user-ID bit with its owner, also where the file server keeps it',
  async () => {
    await archive((directory) => file(join(directory, 'shell'), former.uid, 0o6755))
    const fs = watchedFs()
    const keeping: WatchedFs = {
      ...fs,
      async open(name, flags) {
        const handle = await fs.open(name, flags)
        if (!`${name}`.endsWith('/shell')) return handle
        return {
          ...handle,
          async chown(uid, gid) {
            await handle.chown(uid, gid)
            await handle.chmod(0o6755)
          },
        }
      },
    }
    assertOk(await restore(keeping))
    expect(lstatSync(at('alice/shell')).mode & 0o7777).toBe(0o755)
  },
)

test.runIf(isRoot)('a file that is swapped for one of another user after the look keeps its owner', async () => {
  mkdirSync(at('bob'))
  file(at('bob/thesis'))
  await archive((directory) => {
    file(join(directory, 'bait'))
  })
  const fs = watchedFs(({ name, path: called, entry }) => {
    if (name !== 'open' || entry !== 'bait') return
    rmSync(called)
    linkSync(at('bob/thesis'), called)
  })
  assertOk(await restore(fs))
  expect(ownerAt('bob/thesis')).toBe(former.uid)
})

test.each(['file', 'link', 'directory'] as const)(
  'a %s with the name of the restored directory stays, and another name is taken',
  async (kind) => {
    await archive((directory) => file(join(directory, 'thesis')))
    const planted = at('alice', BESIDE)
    if (kind === 'file') file(planted)
    if (kind === 'link') symlinkSync(mountPath, planted)
    if (kind === 'directory') mkdirSync(planted)
    expect(assertOk(await restore()).restoredTo).toBe(`/alice/${BESIDE}-2`)
    expect(readdirSync(at('alice', `${BESIDE}-2`))).toEqual(['thesis'])
    expect(lstatSync(planted).isSymbolicLink()).toBe(kind === 'link')
  },
)

const isLastRename = ({ name, entry }: SystemCall) =>
  name === 'rename' && (entry === 'alice' || entry.startsWith(BESIDE))

test.each(['file', 'link', 'directory'] as const)(
  'a %s that is planted between the look and the rename is never replaced',
  async (kind) => {
    await archive((directory) => file(join(directory, 'thesis')))
    file(at('alice/new'))
    const fs = watchedFs((call) => {
      if (!isLastRename(call) || call.nth > 1 || call.entry !== BESIDE) return
      const planted = at('alice', BESIDE)
      if (kind === 'file') file(planted)
      if (kind === 'link') symlinkSync(mountPath, planted)
      if (kind === 'directory') mkdirSync(join(planted, 'of-the-user'), { recursive: true })
    })
    expect(assertOk(await restore(fs)).restoredTo).toBe(`/alice/${BESIDE}-2`)
    expect(readdirSync(at('alice')).sort()).toEqual(['new', BESIDE, `${BESIDE}-2`])
  },
)

test('a directory that fills between the look and the rename keeps its file, and the archive goes inside', async () => {
  await archive((directory) => file(join(directory, 'thesis')))
  const fs = watchedFs((call) => {
    if (isLastRename(call) && call.entry === 'alice' && call.nth === 1) file(at('alice/new'), heir.uid)
  })
  expect(assertOk(await restore(fs)).restoredTo).toBe(`/alice/${BESIDE}`)
  expect(readdirSync(at('alice')).sort()).toEqual(['new', BESIDE])
})

test.each(['file', 'link'] as const)(
  'a %s in place of the directory is an error, and the archive stays',
  async (kind) => {
    await archive((directory) => file(join(directory, 'thesis')))
    await rm(at('alice'), { recursive: true })
    if (kind === 'file') file(at('alice'))
    else symlinkSync(tmpdir(), at('alice'))
    expect(assertErr(await restore()).name).toBe('NotADirectoryError')
    expect(await archives()).toHaveLength(1)
  },
)

test.runIf(isRoot)('a directory of another user that was put in place of the own one gets nothing', async () => {
  await archive((directory) => file(join(directory, 'thesis')))
  await rm(at('alice'), { recursive: true })
  mkdirSync(at('alice'))
  chownSync(at('alice'), 200_666, 1001)
  file(at('alice/bait'), 200_666)
  expect(assertErr(await restore())).toMatchObject({ name: 'DirectoryTakenError', owner: { uid: 200_666 } })
  expect(await archives()).toHaveLength(1)
})

test('a third person who gets the name between the claim and the rename does not get the files', async () => {
  await archive((directory) => file(join(directory, 'thesis')))
  let isGiven = false
  const fs = watchedFs(async (call) => {
    if (!isLastRename(call) || isGiven) return
    isGiven = true
    await claim(third, heir)
  })
  expect(assertErr(await restore(fs)).name).toBe('ArchiveBusyError')
  expect([isGiven, readdirSync(at('alice'))]).toEqual([true, []])
  expect(await archives()).toContainEqual(expect.objectContaining({ generation: earlier }))
  expect(assertOk(await restore()).outcome).toBe('not-claimed')
})

test.each(['ENOSPC', 'EROFS', 'EDQUOT', 'ESTALE', 'EIO'] as const)(
  '%s at any call that changes something is an error or changes nothing, and the next run restores',
  async (code) => {
    await archive((directory) => file(join(directory, 'thesis')))
    for (let nth = 1; nth < 40; nth += 3) {
      let writes = 0
      const fs = watchedFs(({ name }) => {
        if (!['rename', 'symlink', 'mkdir', 'chown', 'chmod', 'rmdir', 'unlink'].includes(name)) return
        writes += 1
        if (writes >= nth) throw errnoError(code, name)
      })
      const result = await restore(fs)
      if (result.isOk()) break
      expect(result.error).toMatchObject({ name: 'DirectoryIoError', code })
      if (readdirSync(at('alice')).length === 0) expect(await archives()).toHaveLength(1)
    }
    expect(['restored', 'restored-before']).toContain(assertOk(await restore()).outcome)
    expect(readdirSync(at('alice'))).toEqual(['thesis'])
  },
)

test('restoring leaves no descriptor open, and takes few for a deep tree', async () => {
  await archive((directory) => mkdirSync(join(directory, ...Array<string>(200).fill('d')), { recursive: true }))
  const before = openDescriptors()
  const fs = watchedFs()
  expect(assertOk(await restore(fs)).outcome).toBe('restored')
  expect([openDescriptors(), fs.openNow()]).toEqual([before, 0])
  expect(fs.maxOpen()).toBeLessThan(25)
})
