import assert from 'node:assert/strict'
import type { DirectoryDriver, FileSystemPath, Obstacle } from '@studio-efs/core/directories'
import { assertErr } from '../../assert-result.js'
import type { DirectoryDriverCase } from '../driver-fixture.js'
import { ownerFor, path, wanted } from './directory-specs.js'

const KINDS: readonly Obstacle[] = ['symbolic link', 'file', 'named pipe', 'socket', 'device']

/** Something else stands where a directory should be. */
export function obstacleCases(able: readonly Obstacle[]): readonly DirectoryDriverCase[] {
  return KINDS.flatMap((kind) => [
    caseFor(able, kind, `refuses a ${kind} where a directory should be, and leaves it`, '/blocked'),
    caseFor(able, kind, `refuses a ${kind} on the way to a directory, and leaves it`, '/blocked/way/alice'),
  ])
}

function caseFor(able: readonly Obstacle[], kind: Obstacle, name: string, at: string): DirectoryDriverCase {
  const blocked = path('/blocked')
  return {
    name,
    needs: () => able.includes(kind),
    async run({ driver, plant, standing }, capabilities) {
      await plant?.(blocked, kind)
      const spec = wanted(at, ownerFor(capabilities))
      for (const error of await refusals(driver, spec.path, () => driver.ensureDirectories([spec]))) {
        assert.deepEqual(
          { path: error.path, component: error.component, found: error.found, retryable: error.retryable },
          { path: at, component: blocked, found: kind, retryable: false },
        )
      }
      assert.equal(await standing?.(blocked), kind)
    },
  }
}

async function refusals(
  driver: DirectoryDriver,
  at: FileSystemPath,
  ensure: () => ReturnType<DirectoryDriver['ensureDirectories']>,
) {
  const made = (await ensure()).map((result) => assertErr(result, 'NotADirectoryError'))
  const seen = (await driver.inspectDirectories([at])).map((result) => assertErr(result, 'NotADirectoryError'))
  assert.deepEqual([made.length, seen.length], [1, 1])
  return [...made, ...seen]
}
