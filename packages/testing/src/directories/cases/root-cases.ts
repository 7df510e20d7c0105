import assert from 'node:assert/strict'
import type { DirectoryState } from '@studio-efs/core/directories'
import { assertErr, assertOk } from '../../assert-result.js'
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
  takeOver,
  withoutParents,
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
        '0:0 0755',
        '0:0 0755',
        '200001:1001 0700',
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
        assert.deepEqual(await inspected(driver, `/umask-${mask}`), ['0:0 0755'])
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
        { path: path('/team'), ...TEAM, mode: '0755' },
        { path: path('/team/tmp/all'), ...ROOT, mode: '0775' },
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
      assert.deepEqual(await inspected(driver, '/team', '/team/tmp/all'), ['300000:4000 0755', '0:0 0775'])
    },
  },
  {
    name: 'refuses a directory of another owner, and leaves it as it is',
    needs: actsAsRoot,
    async run({ driver }) {
      const foreign = [
        directorySpec('/data', owner(33, 33), 0o755),
        directorySpec('/group', owner(200_001, 33), 0o700),
        directorySpec('/team', ROOT, 0o755),
        directorySpec('/full', ROOT, 0o700),
      ]
      await ensured(driver, ...foreign, directorySpec('/full/inner', ALICE))
      const before = await inspected(driver, ...foreign.map((spec) => spec.path))
      for (const { path: at, owner: present, mode } of foreign) {
        const [result] = await driver.ensureDirectories([directorySpec(at, ALICE)])
        const error = result && assertErr(result, 'DirectoryTakenError')
        assert.deepEqual(error && { path: error.path, owner: error.owner, mode: error.mode }, {
          ...{ path: at, mode },
          owner: { uid: present.uid, gid: present.gid },
        })
      }
      assert.deepEqual(await inspected(driver, ...foreign.map((spec) => spec.path)), before)
    },
  },
  {
    name: 'finishes a directory of root that is empty and as mkdir leaves it',
    needs: actsAsRoot,
    async run({ driver }) {
      for (const mode of ['0700', '2700']) {
        await ensured(driver, { ...directorySpec('/alice', ROOT, mode), foreignDirectories: 'take-over' })
        const [result] = await driver.ensureDirectories([directorySpec('/alice', ALICE)])
        assert.deepEqual(result && assertOk(result).before, { ...ROOT, mode })
        assert.deepEqual(await inspected(driver, '/alice'), ['200001:1001 0700'])
      }
    },
  },
  {
    name: 'takes over a directory of another owner when the spec says so, and reports the old one',
    needs: actsAsRoot,
    async run({ driver }) {
      await ensured(driver, directorySpec('/alice', TEAM))
      const [result] = await driver.ensureDirectories([takeOver(directorySpec('/alice', ALICE))])
      const { path: at, mode } = directorySpec('/alice', ALICE)
      assert.deepEqual(result && withoutParents(assertOk(result)), {
        ...{ path: at, owner: ALICE, mode, outcome: 'repaired' },
        before: { ...TEAM, mode: '0700' },
      })
      assert.deepEqual(await inspected(driver, '/alice'), ['200001:1001 0700'])
    },
  },
  {
    name: 'reports the parents that the owner cannot pass, and leaves them as they are',
    needs: actsAsRoot,
    async run({ driver }) {
      const ways = [directorySpec('/root-only', ROOT), directorySpec('/team', TEAM, 0o2770)]
      await ensured(driver, ...ways)
      for (const way of ways) {
        const specs = [ALICE, TEAM].map((who) => directorySpec(`${way.path}/u-${who.uid}`, who))
        const made = (await driver.ensureDirectories(specs)).map((result) => assertOk(result).closedParents ?? [])
        // The root's own mode depends on the fixture.
        const closed = made.map((parents) => parents.map((parent) => parent.path).filter((parent) => parent !== '/'))
        assert.deepEqual(closed, [[way.path], way.path === '/team' ? [] : [way.path]])
      }
      assert.deepEqual(await inspected(driver, '/root-only', '/team'), ways.map(ownerAndMode))
    },
  },
  {
    name: 'changes the directory itself and nothing inside it',
    needs: actsAsRoot,
    async run({ driver }) {
      await ensured(driver, directorySpec('/alice', ROOT, 0o777), directorySpec('/alice/work', TEAM, 0o711))
      await ensured(driver, takeOver(directorySpec('/alice', ALICE)))
      assert.deepEqual(await inspected(driver, '/alice', '/alice/work'), ['200001:1001 0700', '300000:4000 0711'])
    },
  },
  {
    name: 'keeps the set-group-ID bit of a mode, also when the owner changes',
    needs: actsAsRoot,
    async run({ driver }) {
      await ensured(driver, directorySpec('/team', ALICE, 0o2770))
      assert.deepEqual(await inspected(driver, '/team'), ['200001:1001 2770'])
      await ensured(driver, takeOver(directorySpec('/team', TEAM, 0o2770)))
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
        '0:0 0755',
        '200001:1001 0700',
        '200001:1001 0755',
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
      const [refused] = await driver.ensureDirectories([directorySpec('/', TEAM, 0o1777)])
      assert.equal(refused && assertErr(refused).name, 'DirectoryTakenError')
      assert.deepEqual(await ensured(driver, takeOver(directorySpec('/', TEAM, 0o1777))), ['repaired'])
      assert.deepEqual(await ensured(driver, directorySpec('/', TEAM, 0o1777)), ['unchanged'])
      assert.deepEqual(await inspected(driver, '/'), ['300000:4000 1777'])
    },
  },
]
