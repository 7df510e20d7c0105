import { lstatSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import {
  type DirectoryDriver,
  type DirectoryError,
  type DirectorySpec,
  type FileSystemPath,
  formatMode,
  type Obstacle,
} from '@studio-efs/core/directories'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import fc from 'fast-check'
import type { Result } from 'neverthrow'
import { expect, test } from 'vitest'
import { directorySpec, owner, path, takeOver } from './cases/directory-specs.js'
import { type MemoryDirectoryDriver, memoryDirectoryDriver } from './memory-directory-driver.js'
import type { MemoryEntry } from './memory-tree.js'
import { entryKindAt, makeScratch, plantAt } from './posix-driver-fixture.js'

type Step =
  | { readonly ensure: readonly DirectorySpec[] }
  | { readonly inspect: readonly FileSystemPath[] }
  | { readonly plant: FileSystemPath; readonly obstacle: Obstacle }

/** Three names only, so that the paths of one history overlap. */
const paths = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 }).map((names) => path(`/${names.join('/')}`))
const owners = fc.constantFrom(owner(0, 0), owner(200_001, 1001), owner(300_000, 4000))
const modes = fc.oneof(fc.integer({ min: 0, max: 0o3777 }), fc.constantFrom(0o700, 0o2700, 0o755))
const foreign = fc.constantFrom('refuse', 'take-over')
const specs = fc
  .tuple(paths, owners, modes, foreign)
  .map(([at, who, mode, foreignDirectories]) => ({ ...directorySpec(at, who, mode), foreignDirectories }))
const obstacles = fc.constantFrom<Obstacle>('symbolic link', 'file', 'named pipe')
const steps: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ ensure: fc.array(specs, { maxLength: 8 }) }), weight: 4 },
  { arbitrary: fc.record({ inspect: fc.array(paths, { maxLength: 8 }) }), weight: 2 },
  { arbitrary: fc.record({ plant: paths, obstacle: obstacles }), weight: 1 },
)

test.skipIf(process.getuid?.() !== 0)(
  'the memory driver gives the same results and the same tree as the POSIX driver, for any history',
  async () => {
    const history = fc.array(steps, { minLength: 1, maxLength: 8 })
    await fc.assert(fc.asyncProperty(history, compare), { numRuns: 150 })
  },
  60_000,
)

async function compare(history: readonly Step[]): Promise<void> {
  const scratch = makeScratch(process.env['STUDIO_EFS_TEST_DIRECTORY'])
  try {
    const memory = memoryDirectoryDriver()
    const posix = posixDirectoryDriver({ mountPath: scratch, mountPoint: 'not-required' })
    await posix.ensureDirectories([takeOver(directorySpec('/', owner(0, 0), 0o755))])
    for (const step of history) {
      if ('plant' in step) await plantInBoth(memory, scratch, step.plant, step.obstacle)
      else expect(await take(memory, step)).toEqual(await take(posix, step))
    }
    expect(memory.entries()).toEqual(treeOf(scratch))
  } finally {
    rmSync(scratch, { recursive: true })
  }
}

async function take(driver: DirectoryDriver, step: Exclude<Step, { plant: unknown }>) {
  if ('ensure' in step) return (await driver.ensureDirectories(step.ensure)).map(plain)
  return (await driver.inspectDirectories(step.inspect)).map(plain)
}

/** Reduces a result to plain data, without stack and cause. */
function plain(result: Result<unknown, DirectoryError>) {
  return result.match(
    (value) => ({ value }),
    (error) => ({ ...error, message: error.message }),
  )
}

/** Plants in both, if the parent is a directory without an entry of that name: otherwise the file system refuses. */
async function plantInBoth(memory: MemoryDirectoryDriver, scratch: string, at: FileSystemPath, obstacle: Obstacle) {
  const kinds = new Map(memory.entries().map((entry) => [entry.path, entry.kind])).set('/', 'directory')
  if (kinds.has(at) || kinds.get(dirname(at)) !== 'directory') return
  memory.plant(at, obstacle)
  await plantAt(join(scratch, at), obstacle)
}

/** Lists the tree. `readdir` with `recursive` would follow links. */
function treeOf(scratch: string, above = '/'): readonly MemoryEntry[] {
  const entries = readdirSync(join(scratch, above)).flatMap((name) => {
    const at = join(above, name)
    const kind = entryKindAt(join(scratch, at)) as MemoryEntry['kind']
    if (kind !== 'directory') return [{ path: at, kind }]
    const { uid, gid, mode } = lstatSync(join(scratch, at))
    return [{ path: at, kind, uid, gid, mode: formatMode(mode & 0o7777) }, ...treeOf(scratch, at)]
  })
  return entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}
