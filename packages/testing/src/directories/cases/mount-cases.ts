import assert from 'node:assert/strict'
import { assertErr } from '../../assert-result.js'
import type { DirectoryDriverCase } from '../driver-fixture.js'
import { directorySpec, ownerFor, path } from './directory-specs.js'

/** The file system is not mounted: every item fails, and nothing is created on the disk below. */
export const mountCases: readonly DirectoryDriverCase[] = [
  broken('missing', 'fails every item when the mount path does not exist', 'MountPathMissingError'),
  broken('not-mounted', 'fails every item when nothing is mounted at the mount path', 'NotMountedError'),
]

function broken(
  mount: 'missing' | 'not-mounted',
  name: string,
  error: 'MountPathMissingError' | 'NotMountedError',
): DirectoryDriverCase {
  return {
    name,
    mount,
    needs: ({ brokenMounts }) => brokenMounts.includes(mount),
    async run({ driver }, capabilities) {
      const specs = ['/alice', '/team/bob'].map((at) => directorySpec(at, ownerFor(capabilities)))
      const made = await driver.ensureDirectories(specs)
      const seen = await driver.inspectDirectories([...specs.map((spec) => spec.path), path('/')])
      assert.deepEqual([made.length, seen.length], [2, 3])
      for (const result of made) assertErr(result, error)
      for (const result of seen) assertErr(result, error)
    },
  }
}
