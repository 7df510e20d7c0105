import type { Generation } from '@studio-efs/core/directories'
import { DirectoryIoError } from '@studio-efs/core/errors'
import { expect, test } from 'vitest'
import { assertErr, assertOk } from '../assert-result.js'
import { directorySpec, ensured, owner, path } from './cases/directory-specs.js'
import type { DirectoryDriverFixture, DirectoryDriverSubject } from './driver-fixture.js'
import { directoryDriverSuite } from './driver-suite.js'
import { memoryDirectoryDriver } from './memory-directory-driver.js'

const life = {
  ...{ accountId: '111122223333', region: 'eu-west-1', domainId: 'd-abc', userProfileName: 'alice' },
  createdAt: '2025-01-01T00:00:00.000Z',
} as unknown as Generation
const ALICE = owner(200_001, 1001)

const memoryFixture: DirectoryDriverFixture = {
  capabilities: {
    claims: 'kept',
    identities: 'kept',
    archives: 'kept',
    removals: 'possible',
    usage: 'measured',
    owners: 'any',
    obstacles: ['symbolic link', 'file', 'named pipe', 'socket', 'device'],
    brokenMounts: ['missing', 'not-mounted'],
  },
  async create(mount): Promise<DirectoryDriverSubject> {
    const driver = memoryDirectoryDriver({ mount })
    return {
      driver,
      plant: async (at, obstacle) => driver.plant(at, obstacle),
      remove: async (at) => driver.remove(at),
      entryKindAt: async (at) => driver.entries().find((entry) => entry.path === at)?.kind ?? 'nothing',
    }
  },
}

directoryDriverSuite({ test, fixture: memoryFixture })

test('lists its entries, sorted by path', async () => {
  const driver = memoryDirectoryDriver()
  driver.plant('/team/link', 'symbolic link')
  await ensured(driver, directorySpec('/team/alice', ALICE))
  expect(driver.entries()).toEqual([
    { path: '/team', kind: 'directory', uid: 0, gid: 0, mode: '0755' },
    { path: '/team/alice', kind: 'directory', uid: 200_001, gid: 1001, mode: '0700' },
    { path: '/team/link', kind: 'symbolic link' },
  ])
})

test('fails on a path until the error is removed', async () => {
  const driver = memoryDirectoryDriver()
  const full = new DirectoryIoError({ path: '/alice', operation: 'mkdir', code: 'ENOSPC', retryable: false })
  driver.failOn('/alice', full)
  const [made] = await driver.ensureDirectories([directorySpec('/alice', ALICE)])
  const [seen] = await driver.inspectDirectories([path('/alice')])
  expect(made && assertErr(made)).toBe(full)
  expect(seen && assertErr(seen)).toBe(full)
  expect(driver.entries()).toEqual([])
  driver.failOn('/alice', undefined)
  expect(await ensured(driver, directorySpec('/alice', ALICE))).toEqual(['created'])
})

test('one generation ends up to 99 times, each with an archive of its own', async () => {
  const driver = memoryDirectoryDriver()
  const claim = { kind: 'private', ...life } as const
  const end = async () => {
    for (const made of await driver.claimDirectories([{ ...directorySpec('/alice', ALICE), claim }])) assertOk(made)
    const [released] = await driver.releaseDirectories([{ path: path('/alice'), generation: life }])
    if (released === undefined) throw new Error('There is no result.')
    return released
  }
  for (let nth = 1; nth <= 99; nth += 1) assertOk(await end())
  expect(assertErr(await end()).name).toBe('ArchiveFullError')
  expect(driver.claims().size).toBe(1)
  const [page] = await driver.listArchives([{ limit: 1000 }])
  expect(new Set(page && assertOk(page).archives.map(({ archive }) => archive)).size).toBe(99)
})

test('keeps its own copy of an owner', async () => {
  const driver = memoryDirectoryDriver()
  const changeable = { ...ALICE }
  await ensured(driver, directorySpec('/alice', changeable))
  Object.assign(changeable, { uid: 0 })
  expect(driver.entries()).toMatchObject([{ uid: 200_001 }])
})
