import assert from 'node:assert/strict'
import { assertOk } from '../../assert-result.js'
import type { DirectoryDriverCase } from '../driver-fixture.js'
import { actsAsRoot, asked, canSetUmask, ensured, look, owner, wanted } from './wanted.js'

const ALICE = owner(200_001, 1001)
const TEAM = owner(300_000, 4_000)
const ROOT = owner(0, 0)

/** What a driver does that acts as root. */
export const rootCases: readonly DirectoryDriverCase[] = [
  {
    name: 'makes directories on the way as root, 0755',
    needs: actsAsRoot,
    async run({ driver }) {
      await ensured(driver, wanted('/d-1/team/alice', ALICE))
      assert.deepEqual(await look(driver, '/d-1', '/d-1/team', '/d-1/team/alice'), [
        '0:0 755',
        '0:0 755',
        '200001:1001 700',
      ])
    },
  },
  {
    name: 'makes directories on the way as root, 0755, whatever the umask is',
    needs: (capabilities) => actsAsRoot(capabilities) && canSetUmask(),
    async run({ driver }) {
      for (const mask of [0o077, 0o000]) {
        const before = process.umask(mask)
        await ensured(driver, wanted(`/umask-${mask}/alice`, ALICE)).finally(() => process.umask(before))
        assert.deepEqual(await look(driver, `/umask-${mask}`), ['0:0 755'])
      }
    },
  },
  {
    name: 'leaves existing directories on the way as they are',
    needs: actsAsRoot,
    async run({ driver }) {
      const team = wanted('/team', TEAM, 0o2770)
      await ensured(driver, team)
      await ensured(driver, wanted('/team/alice', ALICE))
      assert.deepEqual(await look(driver, '/team'), [asked(team)])
    },
  },
  {
    name: 'repairs a wrong owner, and tells who it was',
    needs: actsAsRoot,
    async run({ driver }) {
      await ensured(driver, wanted('/alice', TEAM))
      const [result] = await driver.ensureDirectories([wanted('/alice', ALICE)])
      assert.deepEqual(result && assertOk(result).before, { ...TEAM, mode: 0o700 })
      assert.deepEqual(await look(driver, '/alice'), ['200001:1001 700'])
    },
  },
  {
    name: 'repairs the directory itself and nothing inside it',
    needs: actsAsRoot,
    async run({ driver }) {
      await ensured(driver, wanted('/alice', ROOT, 0o777), wanted('/alice/work', TEAM, 0o711))
      await ensured(driver, wanted('/alice', ALICE))
      assert.deepEqual(await look(driver, '/alice', '/alice/work'), ['200001:1001 700', '300000:4000 711'])
    },
  },
  {
    name: 'keeps the set-group-ID bit of a mode, also when the owner changes',
    needs: actsAsRoot,
    async run({ driver }) {
      await ensured(driver, wanted('/team', ALICE, 0o2770))
      assert.deepEqual(await look(driver, '/team'), ['200001:1001 2770'])
      await ensured(driver, wanted('/team', TEAM, 0o2770))
      assert.deepEqual(await look(driver, '/team'), ['300000:4000 2770'])
    },
  },
  {
    name: 'does not inherit the group or the set-group-ID bit of the directory above',
    needs: actsAsRoot,
    async run({ driver }) {
      await ensured(driver, wanted('/team', TEAM, 0o2770))
      await ensured(driver, wanted('/team/way/alice', ALICE), wanted('/team/bob', ALICE, 0o755))
      assert.deepEqual(await look(driver, '/team/way', '/team/way/alice', '/team/bob'), [
        '0:0 755',
        '200001:1001 700',
        '200001:1001 755',
      ])
    },
  },
  {
    name: 'gives a directory to the highest user and group there can be',
    needs: actsAsRoot,
    async run({ driver }) {
      const spec = wanted('/last', owner(4_294_967_294, 4_294_967_294))
      await ensured(driver, spec)
      assert.deepEqual(await look(driver, '/last'), [asked(spec)])
    },
  },
  {
    name: 'takes the root for a directory that is there already',
    needs: (capabilities) => actsAsRoot(capabilities) && capabilities.root !== 'fixed',
    async run({ driver }) {
      assert.deepEqual(await ensured(driver, wanted('/', TEAM, 0o1777)), ['repaired'])
      assert.deepEqual(await ensured(driver, wanted('/', TEAM, 0o1777)), ['unchanged'])
      assert.deepEqual(await look(driver, '/'), ['300000:4000 1777'])
    },
  },
]
