import assert from 'node:assert/strict'
import { assertErr, assertOk } from '../../assert-result.js'
import type { DirectoryDriverCase } from '../driver-fixture.js'
import {
  actsAsRoot,
  directorySpec,
  ensured,
  inspected,
  owner,
  ownerAndMode,
  ownerFor,
  path,
} from './directory-specs.js'

/** Many directories in one call, and concurrent calls. */
export const batchCases: readonly DirectoryDriverCase[] = [
  {
    name: 'answers no items with no results',
    async run({ driver }) {
      assert.deepEqual(await driver.ensureDirectories([]), [])
      assert.deepEqual(await driver.inspectDirectories([]), [])
    },
  },
  {
    name: 'answers in the order of the items',
    async run({ driver }, capabilities) {
      const names = ['/m', '/a', '/z', '/b']
      await ensured(driver, directorySpec('/z', ownerFor(capabilities)))
      const results = await driver.ensureDirectories(names.map((name) => directorySpec(name, ownerFor(capabilities))))
      assert.deepEqual(
        results.map((result) => assertOk(result)).map((receipt) => `${receipt.path} ${receipt.outcome}`),
        ['/m created', '/a created', '/z unchanged', '/b created'],
      )
      const states = await driver.inspectDirectories(names.map(path))
      assert.deepEqual(
        states.map((state) => assertOk(state).path),
        names,
      )
    },
  },
  {
    name: 'makes 500 directories in one call, and changes nothing in a second one',
    async run({ driver }, capabilities) {
      const specs = Array.from({ length: 500 }, (_, i) => directorySpec(`/user-${i}`, ownerFor(capabilities)))
      assert.deepEqual(new Set(await ensured(driver, ...specs)), new Set(['created']))
      assert.deepEqual(new Set(await ensured(driver, ...specs)), new Set(['unchanged']))
      assert.deepEqual(await inspected(driver, ...specs.map((spec) => spec.path)), specs.map(ownerAndMode))
    },
  },
  {
    name: 'makes directories that share missing parents in one call',
    needs: actsAsRoot,
    async run({ driver }) {
      const specs = Array.from({ length: 60 }, (_, i) => directorySpec(`/a/${i % 3}/b-${i % 20}/c-${i}`, owner(i, i)))
      assert.deepEqual(new Set(await ensured(driver, ...specs)), new Set(['created']))
      assert.deepEqual(await inspected(driver, '/a', '/a/0', '/a/1/b-1'), ['0:0 0755', '0:0 0755', '0:0 0755'])
    },
  },
  {
    name: 'makes a directory before those inside it, in any order of the items',
    async run({ driver }, capabilities) {
      const inner = directorySpec('/team/alice/work', ownerFor(capabilities), 0o750)
      const middle = directorySpec('/team/alice', ownerFor(capabilities), 0o710)
      const outer = directorySpec('/team', ownerFor(capabilities), 0o711)
      assert.deepEqual(await ensured(driver, inner, outer, middle), ['created', 'created', 'created'])
      const found = await inspected(driver, inner.path, middle.path, outer.path)
      assert.deepEqual(found, [inner, middle, outer].map(ownerAndMode))
    },
  },
  {
    name: 'lets the last of several items with one path win',
    async run({ driver }, capabilities) {
      const modes = [0o700, 0o750, 0o750, 0o755].map((mode) => directorySpec('/alice', ownerFor(capabilities), mode))
      assert.deepEqual(await ensured(driver, ...modes), ['created', 'repaired', 'unchanged', 'repaired'])
      assert.deepEqual(await inspected(driver, '/alice'), modes.slice(-1).map(ownerAndMode))
    },
  },
  {
    name: 'makes a directory once for many calls at the same time',
    async run({ driver }, capabilities) {
      const alice = directorySpec('/alice', ownerFor(capabilities))
      const calls = await Promise.all(Array.from({ length: 8 }, () => ensured(driver, alice)))
      assert.equal(calls.flat().filter((outcome) => outcome === 'created').length, 1)
      assert.deepEqual(await inspected(driver, '/alice'), [ownerAndMode(alice)])
    },
  },
  {
    name: 'does not let one bad item fail its neighbours',
    needs: ({ obstacles }) => obstacles.includes('file'),
    async run({ driver, plant }, capabilities) {
      await plant?.(path('/bad'), 'file')
      const specs = ['/good', '/bad', '/bad/inner', '/fine'].map((name) => directorySpec(name, ownerFor(capabilities)))
      const [good, bad, inner, fine] = await driver.ensureDirectories(specs)
      assert.equal(good && assertOk(good).outcome, 'created')
      assert.equal(bad && assertErr(bad, 'NotADirectoryError').path, '/bad')
      assert.equal(inner && assertErr(inner, 'NotADirectoryError').path, '/bad/inner')
      assert.equal(fine && assertOk(fine).outcome, 'created')
    },
  },
]
