import assert from 'node:assert/strict'
import type { DirectoryState } from '@studio-efs/core/directories'
import { assertOk } from '../../assert-result.js'
import type { DirectoryDriverCase } from '../driver-fixture.js'
import { actsAsRoot, asked, canSetUmask, ensured, look, owner, path, wanted } from './directory-specs.js'

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
    name: 'tells in which directories on the way others than root can replace it, and leaves them as they are',
    needs: actsAsRoot,
    async run({ driver }) {
      const way = [wanted('/team', TEAM, 0o755), wanted('/team/tmp', ROOT, 0o1777)]
      const open = [wanted('/team/tmp/all', ROOT, 0o775), wanted('/team/tmp/all/users', ROOT, 0o711)]
      await ensured(driver, ...way, ...open)
      const alice = wanted('/team/tmp/all/users/new/alice', ALICE)
      const told = [
        { path: path('/team'), ...TEAM, mode: 0o755 },
        { path: path('/team/tmp/all'), ...ROOT, mode: 0o775 },
      ]
      // What the root is like is not the suite's to say.
      const below = ({ writableParents = [] }: Pick<DirectoryState, 'writableParents'>) =>
        writableParents.filter((parent) => parent.path !== '/')
      const [planned] = await driver.inspectDirectories([alice.path])
      assert.deepEqual(planned && below(assertOk(planned)), told)
      for (const outcome of ['created', 'unchanged']) {
        const [made] = await driver.ensureDirectories([alice])
        assert.equal(made && assertOk(made).outcome, outcome)
        assert.deepEqual(made && below(assertOk(made)), told)
      }
      assert.deepEqual(await look(driver, '/team', '/team/tmp/all'), ['300000:4000 755', '0:0 775'])
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
