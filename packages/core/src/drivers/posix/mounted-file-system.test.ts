import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assertErr, assertOk } from '@studio-efs/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { nodeFs, type PosixFs } from './fs.js'
import { fileSystemIdIn, sourceIn } from './mounted-file-system.js'
import { posixDirectoryDriverOn } from './posix-directory-driver.js'

let mountPath: string
beforeEach(() => {
  mountPath = mkdtempSync(join(tmpdir(), 'studio-efs-'))
})
afterEach(() => rmSync(mountPath, { recursive: true }))

const id = 'fs-0123456789abcdef0'

test.each([
  ['the DNS name', `${id}.efs.eu-west-1.amazonaws.com:/`, id],
  ['the DNS name and a folder', `${id}.efs.eu-west-1.amazonaws.com:/team/data`, id],
  ['a zone', `eu-west-1a.${id}.efs.eu-west-1.amazonaws.com:/`, id],
  ['the China partition', `${id}.efs.cn-north-1.amazonaws.com.cn:/`, id],
  ['an old, short id', 'fs-01234567.efs.us-east-1.amazonaws.com:/', 'fs-01234567'],
  ['the mount helper', '127.0.0.1:/', undefined],
  ['an IP address', '10.0.0.17:/', undefined],
  ["a name of one's own", 'files.example.org:/', undefined],
  ['a folder that looks like it', `10.0.0.17:/${id}.efs.eu-west-1.amazonaws.com:/`, undefined],
  ['another service', `${id}.fsx.eu-west-1.amazonaws.com:/`, undefined],
  ['an id that is too long', `${id}0000.efs.eu-west-1.amazonaws.com:/`, undefined],
  ['a disk', '/dev/sda1', undefined],
])('a source with %s', (_, source, expected) => {
  expect(fileSystemIdIn(source)).toBe(expected)
})

const mountinfo = [
  '21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
  '210 21 0:50 / /mnt/other rw - nfs4 10.0.0.17:/ rw,vers=4.1',
  `36 21 0:51 / /mnt/efs rw,relatime shared:7 master:3 - nfs4 ${id}.efs.eu-west-1.amazonaws.com:/ rw,vers=4.1`,
].join('\n')

test('the source is found by the mount id alone, with and without optional fields', () => {
  expect(sourceIn(mountinfo, '36')).toBe(`${id}.efs.eu-west-1.amazonaws.com:/`)
  expect(sourceIn(mountinfo, '210')).toBe('10.0.0.17:/')
  expect(sourceIn(mountinfo, '21')).toBe('/dev/sda1')
  expect(sourceIn(mountinfo, '3')).toBeUndefined()
})

/** The system calls of this computer, with other mounts. */
function withMounts(text: string): PosixFs {
  return {
    ...nodeFs,
    readText: async (path) => {
      if (path === '/proc/self/mountinfo') return text
      return path.startsWith('/proc/self/fdinfo/') ? 'pos:\t0\nflags:\t0100000\nmnt_id:\t36\n' : nodeFs.readText(path)
    },
  }
}

const driverOn = (fs: PosixFs) => posixDirectoryDriverOn(fs, { mountPath, mountPoint: 'not-required' })

test('the driver reads which file system is mounted at its mount path', async () => {
  const read = await driverOn(withMounts(mountinfo)).mountedFileSystem?.()
  const source = `${id}.efs.eu-west-1.amazonaws.com:/`
  expect(read && assertOk(read)).toEqual({ mountPath, source, fileSystemId: id })
})

test('on this computer it names the source of a directory, which is no EFS file system', async () => {
  const read = await driverOn(nodeFs).mountedFileSystem?.()
  expect(read && assertOk(read)).toEqual({ mountPath, source: expect.any(String) })
})

test('a mount path that does not exist is the error that it is for directories', async () => {
  const driver = posixDirectoryDriverOn(nodeFs, { mountPath: join(mountPath, 'nowhere') })
  const read = await driver.mountedFileSystem?.()
  expect(read && assertErr(read).name).toBe('MountPathMissingError')
})
