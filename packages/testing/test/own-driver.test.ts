import { readFileSync } from 'node:fs'
import type { DirectoryDriver, DirectoryState, FileSystemPath } from '@studio-efs/core/directories'
import { ancestorInfoOf, inBatchOrder, mayBeUnfinished, planDirectory, stepsTo } from '@studio-efs/core/driver-kit'
import { directoryDriverSuite } from '@studio-efs/testing'
import { ok } from 'neverthrow'
import { expect, test } from 'vitest'

// The guide quotes the code between the two markers.
// begin: driver
interface Attributes {
  readonly uid: number
  readonly gid: number
  readonly mode: string
}

/** Keeps directories in a map. A real driver calls its storage in place of `get` and `set`. */
export function mapDriver(): DirectoryDriver {
  const store = new Map<string, Attributes>([['/', { uid: 0, gid: 0, mode: '0755' }]])
  const isEmpty = (path: FileSystemPath) => ![...store.keys()].some((at) => at.startsWith(`${path}/`))
  const stateOf = (path: FileSystemPath): DirectoryState => {
    const parents = ancestorInfoOf(path, (parent) => store.get(parent))
    const found = store.get(path)
    if (found === undefined) return { path, exists: false, ...parents }
    const emptiness = mayBeUnfinished(found) ? { isEmpty: isEmpty(path) } : {}
    return { path, exists: true, ...found, ...emptiness, ...parents }
  }
  return {
    name: 'map',
    async ensureDirectories(specs) {
      const receipts = new Map()
      for (const spec of inBatchOrder(specs)) {
        const receipt = planDirectory(spec, stateOf(spec.path))
        receipts.set(spec, receipt)
        if (receipt.isErr() || receipt.value.outcome === 'unchanged') continue
        for (const step of stepsTo(spec.path)) if (!store.has(step)) store.set(step, { uid: 0, gid: 0, mode: '0755' })
        store.set(spec.path, { ...spec.owner, mode: spec.mode })
      }
      return specs.map((spec) => receipts.get(spec))
    },
    async inspectDirectories(paths) {
      return paths.map((path) => ok(stateOf(path)))
    },
  }
}

directoryDriverSuite({
  test,
  fixture: {
    capabilities: { owners: 'any', obstacles: [], brokenMounts: [] },
    create: async () => ({ driver: mapDriver() }),
  },
})
// end: driver

test('the guide shows this very driver', () => {
  const source = readFileSync(new URL(import.meta.url), 'utf8')
  const quoted = source.split('// begin: driver\n')[1]?.split('// end: driver\n')[0] ?? 'missing'
  const guide = readFileSync(new URL('../../../docs/writing-a-driver.md', import.meta.url), 'utf8')
  expect(guide).toContain(quoted)
})
