import { readFileSync } from 'node:fs'
import { type DirectoryDriver, inBatchOrder, planDirectory, stepsTo } from '@studio-efs/core'
import { directoryDriverSuite } from '@studio-efs/testing'
import { ok } from 'neverthrow'
import { expect, test } from 'vitest'

// The guide quotes what stands between the two markers.
// begin: driver
interface Attributes {
  readonly uid: number
  readonly gid: number
  readonly mode: number
}

/** Keeps directories in a map; a real driver talks to its storage where this one says get and set. */
export function mapDriver(): DirectoryDriver {
  const store = new Map<string, Attributes>([['/', { uid: 0, gid: 0, mode: 0o755 }]])
  return {
    name: 'map',
    async ensureDirectories(specs) {
      const receipts = new Map()
      for (const spec of inBatchOrder(specs)) {
        for (const step of stepsTo(spec.path))
          if (step !== spec.path && !store.has(step)) store.set(step, { uid: 0, gid: 0, mode: 0o755 })
        const found = store.get(spec.path)
        const { path } = spec
        const receipt = planDirectory(spec, found ? { path, exists: true, ...found } : { path, exists: false })
        if (receipt.outcome !== 'unchanged') store.set(path, { ...spec.owner, mode: spec.mode })
        receipts.set(spec, ok(receipt))
      }
      return specs.map((spec) => receipts.get(spec))
    },
    async inspectDirectories(paths) {
      return paths.map((path) => {
        const found = store.get(path)
        return ok(found ? { path, exists: true, ...found } : { path, exists: false })
      })
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
