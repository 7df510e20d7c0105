import { assertErr, assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { alice, domainId, studio } from '../../test/studio.js'
import { DirectoryIoError, NotADirectoryError } from '../drivers/directory-error.js'
import { provisionUserDirectory } from './provision-user-directory.js'

const input = { domainId, userProfileName: 'alice' }
const directory = (path: string, uid = 200_001, gid = 1001, mode = '0700') =>
  expect.objectContaining({ path, kind: 'directory', uid, gid, mode })

test("the directory is private and belongs to Studio's default identity", async () => {
  const { studioEfs, profile, directories } = studio()
  profile('alice')
  const { changes, directory: receipt } = assertOk(await studioEfs.provisionUserDirectory(input))
  expect(directories.entries()).toEqual([directory('/alice')])
  expect(receipt.outcome).toBe('created')
  expect(changes).toMatchObject([{ kind: 'directory', action: 'create', path: '/alice', mode: '0700' }])
})

test("the profile's own identity owns it, else the domain's", async () => {
  const { studioEfs, profile, directories } = studio({
    domainSettings: { CustomPosixUserConfig: { Uid: 30_000, Gid: 3000 } },
  })
  profile('alice', { CustomPosixUserConfig: { Uid: 20_000, Gid: 2000 } })
  profile('bob')
  assertOk(await studioEfs.provisionUserDirectory(input))
  assertOk(await studioEfs.provisionUserDirectory({ ...input, userProfileName: 'bob', mode: '2770' }))
  expect(directories.entries()).toEqual([directory('/alice', 20_000, 2000), directory('/bob', 30_000, 3000, '2770')])
})

test('two spellings of one profile make one directory, spelled as SageMaker stores the name', async () => {
  const { studioEfs, profile, directories } = studio()
  profile('Alice')
  for (const userProfileName of ['alice', 'ALICE', 'Alice'])
    assertOk(await studioEfs.provisionUserDirectory({ ...input, userProfileName }))
  expect(directories.entries()).toEqual([directory('/Alice')])
})

test('with lower-case names the stored spelling does not matter', async () => {
  const { studioEfs, profile, directories } = studio()
  profile('Alice')
  assertOk(
    await studioEfs.provisionUserDirectory({ ...input, nameCase: 'lower', layout: '/{domainId}/{userProfileName}' }),
  )
  expect(directories.entries()).toContainEqual(directory('/d-science/alice'))
})

test('a second run changes nothing, and a directory that was changed by hand is repaired', async () => {
  const { studioEfs, profile } = studio()
  profile('alice')
  assertOk(await studioEfs.provisionUserDirectory(input))
  expect(assertOk(await studioEfs.provisionUserDirectory(input)).changes).toEqual([])
  assertOk(await studioEfs.provisionUserDirectory({ ...input, mode: 0o755 }))
  const { changes } = assertOk(await studioEfs.provisionUserDirectory(input))
  expect(changes).toMatchObject([{ action: 'repair', before: { mode: '0755' } }])
})

test('a dry run reports the same changes and makes nothing', async () => {
  const { studioEfs, profile, directories } = studio()
  profile('alice')
  const planned = assertOk(await studioEfs.provisionUserDirectory({ ...input, dryRun: true }))
  expect(directories.entries()).toEqual([])
  expect(assertOk(await studioEfs.provisionUserDirectory(input)).changes).toEqual(planned.changes)
})

test('what stands in the way is an error that names it', async () => {
  const { studioEfs, profile, directories } = studio()
  profile('alice')
  directories.plant('/alice', 'symbolic link')
  const error = assertErr(await studioEfs.provisionUserDirectory(input))
  expect(error).toBeInstanceOf(NotADirectoryError)
  expect(error.message).toContain('/alice')
})

test('a passing failure of the file system is tried again, a lasting one is reported', async () => {
  const { studioEfs, context, profile, directories } = studio()
  profile('alice')
  const busy = new DirectoryIoError({ path: '/alice', operation: 'mkdir', code: 'EIO', retryable: true })
  directories.failOn('/alice', busy)
  expect(assertErr(await studioEfs.provisionUserDirectory(input))).toBe(busy)

  let calls = 0
  const flaky = {
    ...directories,
    claimDirectories(specs: Parameters<typeof directories.claimDirectories>[0]) {
      calls += 1
      if (calls === 2) directories.failOn('/alice', undefined)
      return directories.claimDirectories(specs)
    },
  }
  assertOk(await provisionUserDirectory({ ...context, directories: flaky }, input))
  expect(calls).toBe(2)
})

test("an abort between two tries is the caller's and not the file system's", async () => {
  const { context, profile, directories } = studio()
  profile('alice')
  const caller = new AbortController()
  const failing = {
    ...directories,
    async claimDirectories(specs: Parameters<typeof directories.claimDirectories>[0]) {
      directories.failOn(
        '/alice',
        new DirectoryIoError({ path: '/alice', operation: 'mkdir', code: 'EIO', retryable: true }),
      )
      setImmediate(() => caller.abort())
      return directories.claimDirectories(specs)
    },
  }
  const result = provisionUserDirectory({ ...context, directories: failing }, { ...input, signal: caller.signal })
  assertErr(await result, 'AbortedError')
})

test('a layout without the name, and a wrong mode, are refused without a call', async () => {
  const { studioEfs, fake } = studio()
  for (const [field, wrong] of [
    ['layout', { layout: '/shared' }],
    ['mode', { mode: 'rwx' }],
    ['nameCase', { nameCase: 'upper' }],
  ] as const) {
    const error = assertErr(
      await studioEfs.provisionUserDirectory({ ...input, ...(wrong as object) }),
      'InvalidInputError',
    )
    expect(error.field).toBe(field)
  }
  expect(fake.calls).toEqual([])
})

test('a fileSystemId is not asked for', async () => {
  const { studioEfs } = studio()
  assertErr(await studioEfs.provisionUserDirectory(alice as typeof input), 'InvalidInputError')
})
