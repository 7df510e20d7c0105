import assert from 'node:assert/strict'
import type { DirectoryDriver, FileSystemPath, Obstacle } from '@studio-efs/core/directories'
import { assertErr } from '../../assert-result.js'
import type { DirectoryDriverCase } from '../driver-fixture.js'
import { directorySpec, ownerFor, path } from './directory-specs.js'

const KINDS: readonly Obstacle[] = ['symbolic link', 'file', 'named pipe', 'socket', 'device']

/** Another kind of entry is in the place of a directory. */
export function obstacleCases(able: readonly Obstacle[]): readonly DirectoryDriverCase[] {
  return KINDS.flatMap((kind) => [
    caseFor(able, kind, { name: `refuses a ${kind} where a directory should be, and leaves it`, at: '/blocked' }),
    caseFor(able, kind, {
      name: `refuses a ${kind} in place of a parent, and leaves it`,
      at: '/blocked/way/alice',
    }),
  ])
}

interface ObstacleCase {
  readonly name: string
  /** The directory that the case asks for. */
  readonly at: string
}

function caseFor(able: readonly Obstacle[], kind: Obstacle, { name, at }: ObstacleCase): DirectoryDriverCase {
  const blocked = path('/blocked')
  return {
    name,
    needs: () => able.includes(kind),
    async run({ driver, plant, entryKindAt }, capabilities) {
      await plant?.(blocked, kind)
      const spec = directorySpec(at, ownerFor(capabilities))
      for (const error of await refusals(driver, spec.path, () => driver.ensureDirectories([spec]))) {
        assert.deepEqual(
          { path: error.path, component: error.component, found: error.found, retryable: error.retryable },
          { path: at, component: blocked, found: kind, retryable: false },
        )
      }
      assert.equal(await entryKindAt?.(blocked), kind)
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
