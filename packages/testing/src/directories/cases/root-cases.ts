import assert from 'node:assert/strict'
import type { DirectoryState } from '@studio-efs/core/directories'
import { assertOk } from '../../assert-result.js'
import type { DirectoryDriverCase } from '../driver-fixture.js'
import {
  actsAsRoot,
  canSetUmask,
  directorySpec,
  ensured,
  inspected,
  owner,
  ownerAndMode,
  path,
} from './directory-specs.js'

const ALICE = owner(200_001, 1001)
const TEAM = owner(300_000, 4_000)
const ROOT = owner(0, 0)

/** Owners, parents and inherited bits, for drivers that act as root. */
export const rootCases: readonly DirectoryDriverCase[] = [
  {
    name: 'makes missing parents as root, 0755',
    needs: actsAsRoot,
    async run({ driver }) {
      await ensured(driver, directorySpec('/d-1/team/alice', ALICE))
      assert.deepEqual(await inspected(driver, '/d-1', '/d-1/team', '/d-1/team/alice'), [
        '0:0 755',
        '0:0 755',
        '200001:1001 700',
      ])
    },
  },
  {
    name: 'makes missing parents as root, 0755, under any umask',
    needs: (capabilities) => actsAsRoot(capabilities) && canSetUmask(),
    async run({ driver }) {
      for (const mask of [0o077, 0o000]) {
        const before = process.umask(mask)
        await ensured(driver, directorySpec(`/umask-${mask}/alice`, ALICE)).finally(() => process.umask(before))
        assert.deepEqual(await inspected(driver, `/umask-${mask}`), ['0:0 755'])
      }
    },
  },
  {
    name: 'leaves existing parents as they are',
    needs: actsAsRoot,
    async run({ driver }) {
      const team = directorySpec('/team', TEAM, 0o2770)
      await ensured(driver, team)
      await ensured(driver, directorySpec('/team/alice', ALICE))
      assert.deepEqual(await inspected(driver, '/team'), [ownerAndMode(team)])
    },
  },
  {
    name: 'reports the parents in which others than root can replace it, and leaves them as they are',
    needs: actsAsRoot,
    async run({ driver }) {
      const way = [directorySpec('/team', TEAM, 0o755), directorySpec('/team/tmp', ROOT, 0o1777)]
      const open = [directorySpec('/team/tmp/all', ROOT, 0o775), directorySpec('/team/tmp/all/users', ROOT, 0o711)]
      await ensured(driver, ...way, ...open)
      const alice = directorySpec('/team/tmp/all/users/new/alice', ALICE)
      const expected = [
        { path: path('/team'), ...TEAM, mode: 0o755 },
        { path: path('/team/tmp/all'), ...ROOT, mode: 0o775 },
      ]
      // The root's own owner and mode depend on the fixture.
      const below = ({ writableParents = [] }: Pick<DirectoryState, 'writableParents'>) =>
        writableParents.filter((parent) => parent.path !== '/')
      const [planned] = await driver.inspectDirectories([alice.path])
      assert.deepEqual(planned && below(assertOk(planned)), expected)
      for (const outcome of ['created', 'unchanged']) {
        const [made] = await driver.ensureDirectories([alice])
        assert.equal(made && assertOk(made).outcome, outcome)
        assert.deepEqual(made && below(assertOk(made)), expected)
      }
      assert.deepEqual(await inspected(driver, '/team', '/team/tmp/all'), ['300000:4000 755', '0:0 775'])
    },
  },
  {
    name: 'repairs a wrong owner, and reports the old one',
    needs: actsAsRoot,
    async run({ driver }) {
      await ensured(driver, directorySpec('/alice', TEAM))
      const [result] = await driver.ensureDirectories([directorySpec('/alice', ALICE)])
      assert.deepEqual(result && assertOk(result).before, { ...TEAM, mode: 0o700 })
      assert.deepEqual(await inspected(driver, '/alice'), ['200001:1001 700'])
    },
  },
  {
    name: 'repairs the directory itself and nothing inside it',
    needs: actsAsRoot,
    async run({ driver }) {
      await ensured(driver, directorySpec('/alice', ROOT, 0o777), directorySpec('/alice/work', TEAM, 0o711))
      await ensured(driver, directorySpec('/alice', ALICE))
      assert.deepEqual(await inspected(driver, '/alice', '/alice/work'), ['200001:1001 700', '300000:4000 711'])
    },
  },
  {
    name: 'keeps the set-group-ID bit of a mode, also when the owner changes',
    needs: actsAsRoot,
    async run({ driver }) {
      await ensured(driver, directorySpec('/team', ALICE, 0o2770))
      assert.deepEqual(await inspected(driver, '/team'), ['200001:1001 2770'])
      await ensured(driver, directorySpec('/team', TEAM, 0o2770))
      assert.deepEqual(await inspected(driver, '/team'), ['300000:4000 2770'])
    },
  },
  {
    name: 'does not inherit the group or the set-group-ID bit of the directory above',
    needs: actsAsRoot,
    async run({ driver }) {
      await ensured(driver, directorySpec('/team', TEAM, 0o2770))
      await ensured(driver, directorySpec('/team/way/alice', ALICE), directorySpec('/team/bob', ALICE, 0o755))
      assert.deepEqual(await inspected(driver, '/team/way', '/team/way/alice', '/team/bob'), [
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
      const spec = directorySpec('/last', owner(4_294_967_294, 4_294_967_294))
      await ensured(driver, spec)
      assert.deepEqual(await inspected(driver, '/last'), [ownerAndMode(spec)])
    },
  },
  {
    name: 'takes the root for a directory that is there already',
    needs: (capabilities) => actsAsRoot(capabilities) && capabilities.root !== 'fixed',
    async run({ driver }) {
      assert.deepEqual(await ensured(driver, directorySpec('/', TEAM, 0o1777)), ['repaired'])
      assert.deepEqual(await ensured(driver, directorySpec('/', TEAM, 0o1777)), ['unchanged'])
      assert.deepEqual(await inspected(driver, '/'), ['300000:4000 1777'])
    },
  },
]
