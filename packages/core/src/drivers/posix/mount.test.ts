import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { errnoError, failing, watchedFs } from '../../../test/watched-fs.js'
import type { DirectorySpec } from '../../model/directory.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { PosixFs } from './fs.js'
import type { MountPointRule } from './mount.js'
import { posixDirectoryDriverOn } from './posix-directory-driver.js'

let scratch: string
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'studio-efs-'))
})
afterEach(() => rmSync(scratch, { recursive: true }))

/** `exists`, or the error's name. */
async function inspectRoot(fs: PosixFs, mountPath: string, mountPoint: MountPointRule): Promise<string> {
  const driver = posixDirectoryDriverOn(fs, { mountPath, mountPoint })
  const [result] = await driver.inspectDirectories(['/' as FileSystemPath])
  return result === undefined
    ? 'no result'
    : result.match(
        () => 'exists',
        (error) => error.name,
      )
}

test('an ordinary directory is not a mount point, and is accepted when none is required', async () => {
  expect(await inspectRoot(watchedFs(), scratch, 'required')).toBe('NotMountedError')
  expect(await inspectRoot(watchedFs(), scratch, 'not-required')).toBe('exists')
})

test('a file system of its own is a mount point', async () => {
  expect(await inspectRoot(watchedFs(), '/proc', 'required')).toBe('exists')
})

test('the root of the computer is not a mounted file system', async () => {
  expect(await inspectRoot(watchedFs(), '/', 'required')).toBe('NotMountedError')
})

test('a link to a mount point is followed, as only the administrator sets the mount path', async () => {
  symlinkSync('/proc', join(scratch, 'efs'))
  expect(await inspectRoot(watchedFs(), join(scratch, 'efs'), 'required')).toBe('exists')
})

test('a bind mount of the same disk is recognized by its mount id', async () => {
  const ids = [41, 40].values()
  const mounted = watchedFs(undefined, { readText: async () => `flags:\t0\nmnt_id:\t${ids.next().value}\n` })
  expect(await inspectRoot(mounted, scratch, 'required')).toBe('exists')
  const silent = watchedFs(undefined, { readText: async () => 'flags:\t0\n' })
  expect(await inspectRoot(silent, scratch, 'required')).toBe('NotMountedError')
})

const canMount = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0

test.skipIf(!canMount)('a real bind mount of the same disk is a mount point', async () => {
  const [source, target] = [join(scratch, 'source'), join(scratch, 'target')]
  for (const directory of [source, target]) mkdirSync(directory)
  expect(spawnSync('mount', ['--bind', source, target]).status).toBe(0)
  try {
    expect(await inspectRoot(watchedFs(), target, 'required')).toBe('exists')
    expect(await inspectRoot(watchedFs(), source, 'required')).toBe('NotMountedError')
  } finally {
    spawnSync('umount', [target])
  }
})

test('a missing mount path is not made', async () => {
  const missing = join(scratch, 'mnt', 'efs')
  expect(await inspectRoot(watchedFs(), missing, 'not-required')).toBe('MountPathMissingError')
  expect(readdirSync(scratch)).toEqual([])
})

test('a mount path that is a file is refused', async () => {
  writeFileSync(join(scratch, 'efs'), '')
  expect(await inspectRoot(watchedFs(), join(scratch, 'efs'), 'required')).toBe('NotADirectoryError')
})

test('another error of the mount path keeps its errno', async () => {
  const name = scratch.slice(scratch.lastIndexOf('/') + 1)
  expect(await inspectRoot(watchedFs(failing('open', name, 'EACCES')), scratch, 'required')).toBe('DirectoryIoError')
})

test('a computer without Linux is refused before any system call', async () => {
  const fs = watchedFs(undefined, { platform: 'darwin' })
  expect(await inspectRoot(fs, scratch, 'not-required')).toBe('UnsupportedPlatformError')
  expect(fs.calls).toEqual([])
})

test('a Linux without /proc is refused, since every directory would look missing', async () => {
  const fs = watchedFs(({ name, entry }) => {
    if (name === 'lstat' && (entry === '.' || entry === 'fd')) throw errnoError('ENOENT', 'lstat')
  })
  expect(await inspectRoot(fs, scratch, 'not-required')).toBe('UnsupportedPlatformError')
  expect(fs.openNow()).toBe(0)
})

test('an ENOENT of the mount itself is no missing /proc, and may pass', async () => {
  const name = scratch.slice(scratch.lastIndexOf('/') + 1)
  const fs = watchedFs(failing('lstat', '.', 'ENOENT', 1))
  const driver = posixDirectoryDriverOn(fs, { mountPath: scratch, mountPoint: 'not-required' })
  const [first, ...others] = await driver.inspectDirectories(['/' as FileSystemPath])
  expect(others).toEqual([])
  expect(first?._unsafeUnwrapErr()).toMatchObject({ name: 'DirectoryIoError', code: 'ENOENT', retryable: true })
  expect(first?._unsafeUnwrapErr().message).toContain(name)
  expect(fs.openNow()).toBe(0)
})

test.skipIf(!canMount)('a file system that is mounted inside the tree is an error, and stays as it is', async () => {
  mkdirSync(join(scratch, 'team'))
  expect(spawnSync('mount', ['-t', 'tmpfs', '-o', 'mode=711', 'none', join(scratch, 'team')]).status).toBe(0)
  try {
    const driver = posixDirectoryDriverOn(watchedFs(), { mountPath: scratch, mountPoint: 'not-required' })
    const paths = ['/team', '/team/alice'] as FileSystemPath[]
    const owner = { uid: 200_001, gid: 1001 }
    const take = { foreignDirectories: 'take-over' as const, owner, mode: '0700' }
    const specs = paths.map((path) => ({ path, ...take }) as DirectorySpec)
    const results = [...(await driver.ensureDirectories(specs)), ...(await driver.inspectDirectories(paths))]
    expect(results.map((result) => result._unsafeUnwrapErr())).toMatchObject(
      [...paths, ...paths].map((path) => ({ name: 'NestedMountError', path, component: '/team' })),
    )
    expect(readdirSync(join(scratch, 'team'))).toEqual([])
    expect(statSync(join(scratch, 'team'))).toMatchObject({ uid: 0, gid: 0, mode: 0o40711 })
  } finally {
    spawnSync('umount', [join(scratch, 'team')])
  }
})
