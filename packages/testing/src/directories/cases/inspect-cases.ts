import assert from 'node:assert/strict'
import { assertOk } from '../../assert-result.js'
import type { DirectoryDriverCase } from '../driver-fixture.js'
import { directorySpec, ensured, inspected, ownerFor, path, withoutParents } from './directory-specs.js'

export const inspectCases: readonly DirectoryDriverCase[] = [
  {
    name: 'sees a missing directory as missing, and does not make it',
    async run({ driver }) {
      const missing = path('/nobody')
      for (let time = 0; time < 2; time += 1) {
        const [result] = await driver.inspectDirectories([missing])
        assert.deepEqual(result && withoutParents(assertOk(result)), { path: missing, exists: false })
      }
    },
  },
  {
    name: 'sees a directory below a missing one as missing',
    async run({ driver }) {
      assert.deepEqual(await inspected(driver, '/no/such/way', '/no'), ['missing', 'missing'])
    },
  },
  {
    name: 'sees owner and mode of a directory',
    async run({ driver }, capabilities) {
      const { uid, gid } = ownerFor(capabilities)
      const team = directorySpec('/team', ownerFor(capabilities), 0o1750)
      await ensured(driver, team)
      const [result] = await driver.inspectDirectories([team.path])
      assert.deepEqual(result && withoutParents(assertOk(result)), {
        path: team.path,
        exists: true,
        uid,
        gid,
        mode: '1750',
      })
    },
  },
  {
    name: 'sees the root',
    async run({ driver }) {
      const [result] = await driver.inspectDirectories([path('/')])
      assert.equal(result && assertOk(result).exists, true)
    },
  },
  {
    name: 'sees what is there and what is not in one call, twice when asked twice',
    async run({ driver }, capabilities) {
      const alice = directorySpec('/alice', ownerFor(capabilities))
      await ensured(driver, alice)
      const found = await inspected(driver, '/bob', '/alice', '/bob', '/alice')
      assert.deepEqual(
        found.map((text) => text === 'missing'),
        [true, false, true, false],
      )
    },
  },
]
