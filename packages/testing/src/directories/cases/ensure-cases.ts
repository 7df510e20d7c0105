import assert from 'node:assert/strict'
import { assertOk } from '../../assert-result.js'
import type { DirectoryDriverCase } from '../driver-fixture.js'
import {
  canSetUmask,
  directorySpec,
  ensured,
  inspected,
  ownerAndMode,
  ownerFor,
  withoutParents,
} from './directory-specs.js'

/** Creation and repair, with any owner that the driver can give. */
export const ensureCases: readonly DirectoryDriverCase[] = [
  {
    name: 'makes a missing directory with its owner and mode',
    async run({ driver }, capabilities) {
      const alice = directorySpec('/alice', ownerFor(capabilities))
      const [result] = await driver.ensureDirectories([alice])
      assert.deepEqual(result && withoutParents(assertOk(result)), { ...alice, outcome: 'created' })
      assert.deepEqual(await inspected(driver, '/alice'), [ownerAndMode(alice)])
    },
  },
  {
    name: 'leaves a directory that is right, and reports unchanged',
    async run({ driver }, capabilities) {
      const alice = directorySpec('/alice', ownerFor(capabilities))
      assert.deepEqual(await ensured(driver, alice), ['created'])
      assert.deepEqual(await ensured(driver, alice), ['unchanged'])
    },
  },
  {
    name: 'repairs a wrong mode, and reports the old one',
    async run({ driver }, capabilities) {
      const { uid, gid } = ownerFor(capabilities)
      const open = directorySpec('/alice', ownerFor(capabilities), 0o755)
      const closed = directorySpec('/alice', ownerFor(capabilities), 0o700)
      await ensured(driver, open)
      const [result] = await driver.ensureDirectories([closed])
      assert.deepEqual(result && withoutParents(assertOk(result)), {
        ...closed,
        outcome: 'repaired',
        before: { uid, gid, mode: '0755' },
      })
      assert.deepEqual(await inspected(driver, '/alice'), [ownerAndMode(closed)])
    },
  },
  {
    name: 'sets every permission bit, a mode of nothing included',
    async run({ driver }, capabilities) {
      const modes = [0o777, 0o1777, 0o750, 0o000].map((mode) => directorySpec('/shared', ownerFor(capabilities), mode))
      for (const spec of modes) {
        await ensured(driver, spec)
        assert.deepEqual(await inspected(driver, '/shared'), [ownerAndMode(spec)])
      }
    },
  },
  {
    name: 'takes names as they are, quotes, dashes and letters of any script included',
    async run({ driver }, capabilities) {
      const names = ['/-rf', "/it's", '/$HOME', '/a;b', '/*', '/Ünïcode', '/用户', `/${'n'.repeat(255)}`]
      const specs = names.map((name) => directorySpec(name, ownerFor(capabilities)))
      await ensured(driver, ...specs)
      assert.deepEqual(await inspected(driver, ...names), specs.map(ownerAndMode))
    },
  },
  {
    name: 'sets the mode under any umask',
    needs: canSetUmask,
    async run({ driver }, capabilities) {
      for (const mask of [0o077, 0o000, 0o022]) {
        const before = process.umask(mask)
        const spec = directorySpec(`/umask-${mask}`, ownerFor(capabilities), 0o755)
        await ensured(driver, spec).finally(() => process.umask(before))
        assert.deepEqual(await inspected(driver, spec.path), [ownerAndMode(spec)])
      }
    },
  },
]
