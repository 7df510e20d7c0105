import assert from 'node:assert/strict'
import type {
  Claim,
  ClaimedDirectorySpec,
  ClaimReceipt,
  ClaimStore,
  DirectoryDriver,
  DirectoryError,
  Generation,
} from '@studio-efs/core/directories'
import type { Result } from 'neverthrow'
import { assertErr, assertOk } from '../../assert-result.js'
import type { DirectoryDriverCapabilities, DirectoryDriverCase, DirectoryDriverSubject } from '../driver-fixture.js'
import { actsAsRoot, directorySpec, ensured, inspected, ownerFor, path } from './directory-specs.js'

const SHARED: Claim = { kind: 'shared' }

/** The life of a profile of domain d-abc that began on the first of January. */
function life(userProfileName: string, year: number, person?: string): Generation {
  const generation = {
    accountId: '111122223333',
    region: 'eu-west-1',
    domainId: 'd-abc',
    userProfileName,
    createdAt: `${year}-01-01T00:00:00.000Z`,
  }
  return { ...generation, ...(person === undefined ? {} : { person }) } as unknown as Generation
}

const held = (generation: Generation): Claim => ({ kind: 'private', ...generation })

interface Claiming {
  readonly driver: DirectoryDriver & ClaimStore
  readonly subject: DirectoryDriverSubject
  /** Returns the outcomes, such as `created, made`, or the name of the error; of an overlap, the two paths. */
  claim(at: string, claim: Claim, more?: Partial<ClaimedDirectorySpec>): Promise<string>
  /** Puts a file into a directory, and finds out whether a directory has it. */
  putFile(at: string): Promise<void>
  hasFile(at: string): Promise<boolean>
}

/** Cases of drivers that keep claims. */
function claimCase(
  name: string,
  run: (claiming: Claiming, capabilities: DirectoryDriverCapabilities) => Promise<void>,
  needs: (capabilities: DirectoryDriverCapabilities) => boolean = () => true,
): DirectoryDriverCase {
  return {
    name,
    needs: (capabilities) =>
      capabilities.claims === 'kept' && capabilities.obstacles.includes('file') && needs(capabilities),
    async run(subject, capabilities) {
      const driver = subject.driver as DirectoryDriver & ClaimStore
      const claiming: Claiming = {
        driver,
        subject,
        async claim(at, claim, more = {}) {
          const [result] = await driver.claimDirectories([
            { ...directorySpec(at, ownerFor(capabilities)), claim, ...more },
          ])
          assert(result !== undefined)
          return outcomes(result)
        },
        putFile: async (at) => subject.plant?.(path(at), 'file'),
        hasFile: async (at) => (await subject.entryKindAt?.(path(at))) === 'file',
      }
      await run(claiming, capabilities)
    },
  }
}

function outcomes(result: Result<ClaimReceipt, DirectoryError>): string {
  return result.match(
    ({ outcome, claim, archived }) =>
      [outcome, claim, ...(archived ? [`archived ${archived.createdAt.slice(0, 4)}`] : [])].join(', '),
    (error) => (error.name === 'ClaimOverlapError' ? `${error.path} ${error.relation} ${error.other}` : error.name),
  )
}

/** One generation of a profile, one directory. */
export const claimCases: readonly DirectoryDriverCase[] = [
  claimCase('makes and claims a missing directory, and keeps it in a second run', async ({ claim }) => {
    assert.equal(await claim('/alice', held(life('alice', 2025))), 'created, made')
    assert.equal(await claim('/alice', held(life('alice', 2025))), 'unchanged, kept')
  }),
  claimCase(
    'adopts a directory without a claim whose owner is right',
    async ({ claim, driver, putFile, hasFile }, capabilities) => {
      await ensured(driver, directorySpec('/alice', ownerFor(capabilities)))
      await putFile('/alice/thesis')
      assert.equal(await claim('/alice', held(life('alice', 2025))), 'unchanged, adopted')
      assert(await hasFile('/alice/thesis'))
    },
  ),
  claimCase(
    'refuses a directory of another owner, and claims nothing',
    async ({ claim, driver }) => {
      await ensured(driver, directorySpec('/data', { uid: 33, gid: 33 } as ClaimedDirectorySpec['owner'], 0o755))
      assert.equal(await claim('/data', held(life('data', 2025))), 'DirectoryTakenError')
      assert.deepEqual(await inspected(driver, '/data'), ['33:33 0755'])
      const states = await driver.inspectClaims([path('/data')])
      assert.deepEqual(
        states.map((state) => assertOk(state).found.kind),
        ['none'],
      )
    },
    actsAsRoot,
  ),
  claimCase(
    'archives the directory of an earlier generation, and makes an empty one',
    async ({ claim, putFile, hasFile }) => {
      await claim('/alice', held(life('alice', 2025)))
      await putFile('/alice/thesis')
      assert.equal(await claim('/alice', held(life('alice', 2026))), 'created, made, archived 2025')
      assert(!(await hasFile('/alice/thesis')))
      assert.equal(await claim('/alice', held(life('alice', 2026))), 'unchanged, kept')
    },
  ),
  claimCase(
    'refuses or adopts the directory of an earlier generation when the caller says so',
    async ({ claim, putFile, hasFile }) => {
      await claim('/alice', held(life('alice', 2025)))
      await putFile('/alice/thesis')
      const next = held(life('alice', 2026))
      assert.equal(await claim('/alice', next, { previousOwner: 'refuse' }), 'DirectoryClaimedError')
      assert.equal(await claim('/alice', next, { previousOwner: 'adopt' }), 'unchanged, inherited')
      assert(await hasFile('/alice/thesis'))
      assert.equal(await claim('/alice', next), 'unchanged, kept')
    },
  ),
  claimCase('leaves the directory to the same person', async ({ claim, putFile, hasFile }) => {
    await claim('/alice', held(life('alice', 2025, 'alice@example.com')))
    await putFile('/alice/thesis')
    assert.equal(await claim('/alice', held(life('alice', 2026, 'alice@example.com'))), 'unchanged, inherited')
    assert(await hasFile('/alice/thesis'))
    assert.equal(await claim('/alice', held(life('alice', 2027, 'eve@example.com'))), 'created, made, archived 2026')
  }),
  claimCase('refuses an earlier generation, another profile and a share', async ({ claim, putFile, hasFile }) => {
    await claim('/alice', held(life('alice', 2026)))
    await putFile('/alice/thesis')
    for (const other of [life('alice', 2025), life('bob', 2027), { ...life('alice', 2027), region: 'eu-west-2' }])
      assert.equal(await claim('/alice', held(other)), 'DirectoryClaimedError')
    assert.equal(await claim('/alice', SHARED), 'DirectoryClaimedError')
    assert(await hasFile('/alice/thesis'))
  }),
  claimCase(
    'refuses a path that holds or lies inside a claimed one, before anything is made',
    async ({ claim, driver }) => {
      await claim('/team/data', SHARED)
      assert.equal(await claim('/team', held(life('team', 2025))), '/team holds /team/data')
      const inside = await claim('/team/data/alice', held(life('alice', 2025)))
      assert.equal(inside, '/team/data/alice lies inside /team/data')
      assert.deepEqual(await inspected(driver, '/team/data/alice'), ['missing'])
      assert.equal(await claim('/team/alice', held(life('alice', 2025))), 'created, made')
      assert.equal(await claim('/team/data', SHARED), 'unchanged, kept')
    },
  ),
  claimCase('refuses the root and the directory that holds the claims', async ({ claim, driver }, capabilities) => {
    for (const at of ['/.studio-efs', '/.studio-efs/claims/alice'])
      assert.equal(await claim(at, SHARED), 'InvalidInputError')
    assert(['InvalidInputError', 'OutsideRootError'].includes(await claim('/', SHARED)))
    const results = await driver.ensureDirectories([directorySpec('/.studio-efs/claims', ownerFor(capabilities))])
    assert.deepEqual(
      results.map((result) => assertErr(result).name),
      ['InvalidInputError'],
    )
  }),
  claimCase(
    'archives a released directory, and frees its path for anybody',
    async ({ claim, driver, putFile, hasFile }) => {
      const alice = life('alice', 2025)
      await claim('/alice', held(alice))
      await putFile('/alice/thesis')
      const release = async () =>
        assertOk(await firstOf(driver.releaseDirectories([{ path: path('/alice'), generation: alice }]))).outcome
      assert.equal(await release(), 'archived')
      assert(!(await hasFile('/alice/thesis')))
      assert.equal(await release(), 'not-held')
      assert.equal(await claim('/alice', held(life('alice', 2026))), 'created, made')
      assert.equal(await release(), 'not-held')
      assert.deepEqual(await inspected(driver, '/alice').then((states) => states.map((state) => state !== 'missing')), [
        true,
      ])
    },
  ),
  claimCase(
    'frees the path of a directory that was removed by hand, and does not say that it archived one',
    async ({ claim, driver, subject }) => {
      for (const [at, removed, alice] of [
        ['/alice', '/alice', life('alice', 2024)],
        ['/team/home/alice', '/team', life('alice', 2025)],
      ] as const) {
        const release = async () =>
          assertOk(await firstOf(driver.releaseDirectories([{ path: path(at), generation: alice }]))).outcome
        await claim(at, held(alice))
        await subject.remove?.(path(removed))
        assert.equal(await release(), 'no-directory')
        assert.equal(await release(), 'not-held')
        assert.equal(await claim(at, held(life('bob', 2026))), 'created, made')
      }
      await claim('/carol', held(life('carol', 2025)))
      await subject.remove?.(path('/carol'))
      assert.equal(await claim('/carol', held(life('carol', 2026))), 'created, made')
    },
    canRemove,
  ),
  claimCase(
    'leaves a file that stands at the path of a released directory, and one above it is an error',
    async ({ claim, driver, subject, hasFile }) => {
      const released = (at: string, generation: Generation) =>
        firstOf(driver.releaseDirectories([{ path: path(at), generation }])).then((result) =>
          result.match(
            ({ outcome }) => outcome,
            ({ name }) => name,
          ),
        )
      await claim('/alice', held(life('alice', 2025)))
      await subject.remove?.(path('/alice'))
      await subject.plant?.(path('/alice'), 'file')
      assert.equal(await released('/alice', life('alice', 2025)), 'no-directory')
      assert(await hasFile('/alice'))
      await claim('/team/bob', held(life('bob', 2025)))
      await subject.remove?.(path('/team'))
      await subject.plant?.(path('/team'), 'file')
      assert.equal(await released('/team/bob', life('bob', 2025)), 'NotADirectoryError')
    },
    canRemove,
  ),
  claimCase('reads claims and directories, and writes nothing', async ({ claim, driver }) => {
    await claim('/team/alice', held(life('alice', 2025)))
    const results = await driver.inspectClaims(['/team/alice', '/team', '/team/alice/x', '/bob'].map(path))
    assert.deepEqual(
      results.map((result) => {
        const { exists, found } = assertOk(result)
        return [exists, found.kind, ...(found.kind === 'overlaps' ? [found.relation, found.other] : [])].join(' ')
      }),
      ['true claimed', 'true overlaps holds /team/alice', 'false overlaps lies inside /team/alice', 'false none'],
    )
  }),
  claimCase(
    'claims 300 directories in one call, each for one profile, and keeps them in a second one',
    async ({ driver }, capabilities) => {
      const specs = Array.from({ length: 300 }, (_, i) => ({
        ...directorySpec(`/_domains/d-${i % 3}/user-${i}`, ownerFor(capabilities)),
        claim: held(life(`user-${i}`, 2025)),
      }))
      const run = async () => [...new Set((await driver.claimDirectories(specs)).map(outcomes))]
      assert.deepEqual(await run(), ['created, made'])
      assert.deepEqual(await run(), ['unchanged, kept'])
    },
  ),
  claimCase('gives a directory to one of two profiles that claim it at the same time', async ({ claim }) => {
    for (let round = 0; round < 10; round += 1) {
      const results = await Promise.all([
        claim(`/r${round}`, held(life('alice', 2025))),
        claim(`/r${round}`, held(life('bob', 2025))),
      ])
      assert.deepEqual(results.toSorted(), ['DirectoryClaimedError', 'created, made'])
    }
  }),
]

function canRemove({ removals }: DirectoryDriverCapabilities): boolean {
  return removals === 'possible'
}

async function firstOf<Value>(results: Promise<readonly Value[]>): Promise<Value> {
  const [first] = await results
  assert(first !== undefined)
  return first
}
