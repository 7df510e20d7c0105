import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { errnoError, openDescriptors, watchedFs } from '../../../test/watched-fs.js'
import type { DirectorySpec } from '../../model/directory.js'
import { posixDirectoryDriver, posixDirectoryDriverOn } from './posix-directory-driver.js'

const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }

let mountPath: string
beforeEach(() => {
  mountPath = mkdtempSync(join(tmpdir(), 'studio-efs-'))
})
afterEach(() => rmSync(mountPath, { recursive: true }))

/** Some in a shared parent, some below a file, some with missing intermediate directories. */
function mixedBatch(): DirectorySpec[] {
  writeFileSync(join(mountPath, 'file'), '')
  mkdirSync(join(mountPath, 'team'))
  const paths = Array.from({ length: 200 }, (_, i) => [`/a-${i}`, `/team/b-${i}`, `/file/c-${i}`, `/d-${i}/e/f`])
  return paths.flat().map((path) => ({ path, owner, mode: '0700' }) as DirectorySpec)
}

test('a batch closes every descriptor that it opened, errors or not', async () => {
  const driver = posixDirectoryDriver({ mountPath, mountPoint: 'not-required' })
  const batch = mixedBatch()
  await driver.ensureDirectories(batch.slice(0, 10))
  const before = openDescriptors()
  await driver.ensureDirectories(batch)
  await driver.inspectDirectories(batch.map(({ path }) => path))
  expect(openDescriptors()).toBe(before)
})

test.each(['EMFILE', 'ESTALE', 'EIO'] as const)(
  'a batch that meets %s everywhere closes everything too',
  async (code) => {
    const fs = watchedFs(({ name, path, entry }) => {
      if (path !== mountPath && entry !== '.') throw errnoError(code, name)
    })
    const driver = posixDirectoryDriverOn(fs, { mountPath, mountPoint: 'not-required' })
    const results = await driver.ensureDirectories(mixedBatch())
    expect(results.every((result) => result.isErr())).toBe(true)
    expect(fs.openNow()).toBe(0)
  },
)

test('many batches at once stay within three descriptors for each directory worked on', async () => {
  const fs = watchedFs()
  const driver = posixDirectoryDriverOn(fs, { mountPath, mountPoint: 'not-required', concurrency: 4 })
  const batch = mixedBatch()
  await Promise.all([batch, batch.toReversed()].map((specs) => driver.ensureDirectories(specs)))
  expect(fs.maxOpen()).toBeLessThanOrEqual(2 + 3 * 4)
})
