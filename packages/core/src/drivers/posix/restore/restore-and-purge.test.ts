import { readdirSync, renameSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assertErr, assertOk } from '@studio-efs/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { errnoError, type WatchedFs, watchedFs } from '../../../../test/watched-fs.js'
import { type Generation, generationId } from '../../../model/claim.js'
import { PRIVATE_MODE } from '../../../model/directory-mode.js'
import { parseFileSystemPath } from '../../../model/file-system-path.js'
import type { PosixOwner } from '../../../model/posix-owner.js'
import type { ArchiveName } from '../../../model/state/archive-name.js'
import { posixDirectoryDriverOn } from '../posix-directory-driver.js'

const owner = { uid: process.getuid?.(), gid: process.getgid?.() } as PosixOwner
const path = assertOk(parseFileSystemPath('/alice'))

function life(createdAt: string): Generation {
  const place = { accountId: '111122223333', region: 'eu-west-1', domainId: 'd-abc' }
  return { ...place, userProfileName: 'alice', createdAt } as unknown as Generation
}
const earlier = life('2025-01-01T00:00:00.000Z')
const later = life('2026-01-01T00:00:00.000Z')
const archive = `d-abc/alice/${generationId(earlier)}` as ArchiveName

let mountPath: string
beforeEach(async () => {
  mountPath = await mkdtemp(join(tmpdir(), 'studio-efs-'))
  await claim(earlier)
  await writeFile(join(mountPath, 'alice/thesis'), 'hers')
})
afterEach(() => rm(mountPath, { recursive: true }))

const driverOn = (fs: WatchedFs = watchedFs()) =>
  posixDirectoryDriverOn(fs, { mountPath, mountPoint: 'not-required', holdExpiresMs: 0 })

const only = <Value>([value]: readonly Value[]): Value => {
  if (value === undefined) throw new Error('There is no result.')
  return value
}

async function claim(generation: Generation) {
  const held = { kind: 'private', ...generation } as const
  assertOk(only(await driverOn().claimDirectories([{ path, owner, mode: PRIVATE_MODE, claim: held }])))
}

async function release(fs?: WatchedFs) {
  return only(await driverOn(fs).releaseDirectories([{ path, generation: earlier }]))
}

/** The earlier life's directory is in the archive; the later one has an empty directory. */
async function leave() {
  assertOk(await release())
  await claim(later)
}

async function restore(fs?: WatchedFs) {
  const spec = { archive, path, generation: later, owner, mode: PRIVATE_MODE, besideName: 'restored-2026-11-26' }
  return only(
    await driverOn(fs).restoreDirectories([{ ...spec, hardLinks: 'leave', action: 'restore', budgetMs: 60_000 }]),
  )
}

const archives = async () => assertOk(only(await driverOn().listArchives([{ limit: 10 }]))).archives

async function purge({ fs, budgetMs = 60_000 }: { readonly fs?: WatchedFs; readonly budgetMs?: number } = {}) {
  const { archivedAt } = only(await archives())
  return only(await driverOn(fs).purgeArchives([{ archive, archivedAt, action: 'delete', budgetMs }]))
}

const slot = () => join(mountPath, '.studio-efs/archive', archive)

test('an archive whose purge was cut off after a restoration was, is not said to be restored', async () => {
  await leave()
  const cutOff = watchedFs(({ name, entry }) => {
    if (name === 'rename' && entry === 'alice') throw errnoError('EIO', name)
  })
  assertErr(await restore(cutOff))
  const killed = watchedFs(({ name, entry }) => {
    if (name === 'unlink' && entry === 'restoring') throw errnoError('EIO', name)
  })
  assertErr(await purge({ fs: killed }))
  expect(assertOk(await restore()).outcome).toBe('not-found')
  expect(assertOk(await purge()).outcome).toBe('done')
  expect(assertOk(await restore()).outcome).toBe('not-found')
})

test('a restoration that begins with a purge leaves the purge to be gone on with', async () => {
  await leave()
  const late = watchedFs(async ({ name, entry, nth }) => {
    if (name === 'rename' && entry.startsWith('hold-') && nth === 1) await purge({ budgetMs: 0 })
  })
  expect(assertOk(await restore(late)).outcome).toBe('not-found')
  expect(await archives()).toMatchObject([{ archive, state: 'purging' }])
  expect(assertOk(await purge()).outcome).toBe('done')
  expect(readdirSync(slot())).toEqual([expect.stringMatching(/^ended-/)])
})

test('one that was cut off with a purge in its hold does, too', async () => {
  await leave()
  const killed = watchedFs(async ({ name, entry, nth }) => {
    if (name === 'rename' && entry.startsWith('hold-') && nth === 1) await purge({ budgetMs: 0 })
    if (name === 'rename' && /^(kept|ended)-/.test(entry)) throw errnoError('EIO', name)
  })
  await restore(killed)
  expect(await archives()).toMatchObject([{ archive, state: 'purging' }])
  expect(assertOk(await purge()).outcome).toBe('done')
  expect(readdirSync(slot())).toEqual([expect.stringMatching(/^ended-/)])
})

test('a purge leaves a directory that another run holds', async () => {
  const killed = watchedFs(({ name, entry }) => {
    if (name === 'rename' && entry.startsWith('kept-')) throw errnoError('EIO', name)
  })
  assertErr(await release(killed))
  const late = watchedFs(({ name, entry, nth }) => {
    const settled = readdirSync(slot()).find((each) => each.startsWith('kept-'))
    if (name !== 'readdir' || entry !== generationId(earlier) || nth < 2 || settled === undefined) return
    renameSync(join(slot(), settled), join(slot(), settled.replace('kept', 'hold')))
  })
  expect(assertErr(await purge({ fs: late })).name).toBe('ClaimBusyError')
  expect(readdirSync(mountPath, { recursive: true }).some((each) => String(each).endsWith('/data/thesis'))).toBe(true)
})

test('of two purges at once, the slower one says that there is nothing any more', async () => {
  await leave()
  const slower = watchedFs(async ({ name, entry, nth }) => {
    if (name === 'rmdir' && entry === 'purging' && nth === 1) assertOk(await purge())
  })
  expect(assertOk(await purge({ fs: slower })).outcome).toBe('not-found')
  expect(await archives()).toEqual([])
})
