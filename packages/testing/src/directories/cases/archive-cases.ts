import assert from 'node:assert/strict'
import type {
  ArchivedDirectory,
  ArchiveStore,
  ClaimStore,
  DirectoryDriver,
  Generation,
  ListedClaim,
  PageSpec,
} from '@studio-efs/core/directories'
import { assertErr, assertOk } from '../../assert-result.js'
import type { DirectoryDriverCapabilities, DirectoryDriverCase, DirectoryDriverSubject } from '../driver-fixture.js'
import { directorySpec, ownerFor, path } from './directory-specs.js'

interface Archiving {
  readonly driver: DirectoryDriver & ClaimStore & ArchiveStore
  readonly subject: DirectoryDriverSubject
  /** Makes claimed directories, one for each name below `/`. */
  claim(...names: readonly string[]): Promise<void>
  /** Ends the generation of each. */
  release(...names: readonly string[]): Promise<void>
}

function life(userProfileName: string): Generation {
  const place = { accountId: '111122223333', region: 'eu-west-1', domainId: 'd-abc' }
  return { ...place, userProfileName, createdAt: '2025-01-01T00:00:00.000Z' } as unknown as Generation
}

/** Names below `/team/` are directories of one level more. */
const generationAt = (name: string) => life(name.slice(name.lastIndexOf('/') + 1))

function archiveCase(name: string, run: (archiving: Archiving) => Promise<void>): DirectoryDriverCase {
  return {
    name,
    needs: ({ claims, archives, obstacles }) => claims === 'kept' && archives === 'kept' && obstacles.includes('file'),
    async run(subject, capabilities: DirectoryDriverCapabilities) {
      const driver = subject.driver as Archiving['driver']
      await run({
        driver,
        subject,
        async claim(...names) {
          const specs = names.map((each) => ({
            ...directorySpec(`/${each}`, ownerFor(capabilities)),
            claim: { kind: 'private' as const, ...generationAt(each) },
          }))
          for (const result of await driver.claimDirectories(specs)) assertOk(result)
        },
        async release(...names) {
          const specs = names.map((each) => ({ path: path(`/${each}`), generation: generationAt(each) }))
          for (const result of await driver.releaseDirectories(specs)) assertOk(result)
        },
      })
    },
  }
}

async function claimsBy(driver: ArchiveStore, limit: number): Promise<readonly ListedClaim[]> {
  const claims: ListedClaim[] = []
  let page: PageSpec | undefined = { limit }
  while (page !== undefined) {
    const [result] = await driver.listClaims([page])
    assert(result !== undefined)
    const { claims: some, next, unreadable } = assertOk(result)
    assert.deepEqual(unreadable, [])
    assert(some.length <= limit)
    claims.push(...some)
    page = next === undefined ? undefined : { limit, after: next }
  }
  return claims
}

async function archivesBy(driver: ArchiveStore, limit: number): Promise<readonly ArchivedDirectory[]> {
  const archives: ArchivedDirectory[] = []
  let page: PageSpec | undefined = { limit }
  while (page !== undefined) {
    const [result] = await driver.listArchives([page])
    assert(result !== undefined)
    const { archives: some, next } = assertOk(result)
    assert(some.length <= limit)
    archives.push(...some)
    page = next === undefined ? undefined : { limit, after: next }
  }
  return archives
}

/** Archives that can be listed, and deleted. */
export const archiveCases: readonly DirectoryDriverCase[] = [
  archiveCase('lists claims page by page, each once, in the order of their paths', async ({ driver, claim }) => {
    assert.deepEqual(await claimsBy(driver, 10), [])
    await claim('b', 'a', 'team/x', 'team/y', 'team-z', 'c')
    const expected = ['/a', '/b', '/c', '/team/x', '/team/y', '/team-z']
    for (const limit of [1, 2, 3, 6, 100]) {
      const claims = await claimsBy(driver, limit)
      assert.deepEqual(
        claims.map(({ path: at }) => at),
        expected,
      )
      const [first] = claims
      assert.deepEqual(first?.claim, { kind: 'private', ...life('a') })
    }
  }),
  archiveCase('lists archived directories page by page, with generation and owner', async (archiving) => {
    const { driver, claim, release } = archiving
    await claim('a', 'b', 'c')
    assert.deepEqual(await archivesBy(driver, 10), [])
    await release('b', 'a', 'c')
    for (const limit of [1, 2, 10]) {
      const archives = await archivesBy(driver, limit)
      assert.deepEqual(
        archives.map(({ archive }) => archive),
        ['a', 'b', 'c'].map((name) => `d-abc/${name}/20250101T000000000Z`),
      )
      assert(archives.every(({ archivedAt, state }) => state === 'kept' && Date.parse(archivedAt) > 0))
      assert.deepEqual(archives[1]?.generation, life('b'))
    }
    assert.deepEqual(await claimsBy(driver, 10), [])
  }),
  archiveCase('measures and deletes one archived directory, and leaves the others', async (archiving) => {
    const { driver, subject, claim, release } = archiving
    await claim('a', 'b')
    await subject.plant?.(path('/a/thesis'), 'file')
    await release('a', 'b')
    const [first] = await archivesBy(driver, 10)
    assert(first !== undefined)
    const purge = async (action: 'delete' | 'measure', archivedAt = first.archivedAt) => {
      const [result] = await driver.purgeArchives([{ archive: first.archive, archivedAt, action, budgetMs: 60_000 }])
      assert(result !== undefined)
      return assertOk(result)
    }
    assert.equal((await purge('delete', '2020-01-01T00:00:00.000Z')).outcome, 'not-found')
    const measured = await purge('measure')
    assert.deepEqual([measured.outcome, measured.entries], ['done', 2])
    assert(measured.bytes >= 4096)
    assert.deepEqual(await purge('delete'), measured)
    assert.equal((await purge('delete')).outcome, 'not-found')
    assert.deepEqual(
      (await archivesBy(driver, 10)).map(({ archive }) => archive),
      ['d-abc/b/20250101T000000000Z'],
    )
  }),
  archiveCase('goes on with a deletion whose time was over, and lists it as begun until then', async (archiving) => {
    const { driver, claim, release } = archiving
    await claim('a')
    await release('a')
    const [archived] = await archivesBy(driver, 10)
    assert(archived !== undefined)
    const { archive, archivedAt } = archived
    const purge = async (budgetMs: number) => {
      const [result] = await driver.purgeArchives([{ archive, archivedAt, action: 'delete', budgetMs }])
      assert(result !== undefined)
      return assertOk(result).outcome
    }
    assert.equal(await purge(0), 'unfinished')
    const [begun] = await archivesBy(driver, 10)
    assert.deepEqual([begun?.archive, begun?.state], [archive, 'purging'])
    assert.equal(await purge(60_000), 'done')
    assert.deepEqual(await archivesBy(driver, 10), [])
  }),
  archiveCase(
    'tells the time by which archives are dated, and deletes none that is too young by it',
    async (archiving) => {
      const { driver, claim, release } = archiving
      const now = async () => Date.parse(assertOk(await driver.readServerTime()).now ?? '')
      await claim('a')
      const before = await now()
      await release('a')
      const after = await now()
      const [archived] = await archivesBy(driver, 10)
      assert(archived !== undefined)
      const archivedAt = Date.parse(archived.archivedAt)
      assert(before <= archivedAt && archivedAt <= after)
      const { archive } = archived
      const purge = async (action: 'delete' | 'measure', minAgeMs: number) => {
        const spec = { archive, archivedAt: archived.archivedAt, minAgeMs, action, budgetMs: 60_000 }
        const [result] = await driver.purgeArchives([spec])
        assert(result !== undefined)
        return assertOk(result).outcome
      }
      assert.equal(await purge('measure', 3_600_000), 'too-young')
      assert.equal(await purge('delete', 3_600_000), 'too-young')
      assert.equal((await archivesBy(driver, 10)).length, 1)
      assert.equal(await purge('measure', 0), 'done')
      assert.equal(await purge('delete', 0), 'done')
    },
  ),
  archiveCase('finds claims in any spelling of their path, and no others', async ({ driver, claim }) => {
    await claim('Alice', 'alice2', 'team/Bob', 'team/bobby', 'Team/BOB')
    const spellings = async (at: string, limit = 10) => {
      const [page] = await driver.listClaims([{ limit, spelledLike: path(at) }])
      assert(page !== undefined)
      return assertOk(page).claims.map((each) => each.path)
    }
    assert.deepEqual(await spellings('/ALICE'), ['/Alice'])
    assert.deepEqual(await spellings('/team/bob'), ['/Team/BOB', '/team/Bob'])
    assert.deepEqual(await spellings('/team/bob', 1), ['/Team/BOB'])
    assert.deepEqual(await spellings('/team'), [])
    assert.deepEqual(await spellings('/carol/team'), [])
  }),
  archiveCase('remembers since when a profile is gone, until it is there again', async ({ driver, claim }) => {
    await claim('a')
    const spec = { path: path('/a'), generation: life('a') }
    const note = async (profile: 'gone' | 'there' | 'unchanged') => {
      const [result] = await driver.noteAbsences([{ ...spec, profile }])
      assert(result !== undefined)
      return assertOk(result).since
    }
    assert.equal(await note('there'), undefined)
    assert.equal(await note('unchanged'), undefined)
    const since = await note('gone')
    assert(since !== undefined && Date.parse(since) > 0)
    assert.equal(await note('gone'), since)
    assert.equal(await note('unchanged'), since)
    assert.equal(await note('there'), undefined)
  }),
  {
    name: 'lists no claims where the file system is not mounted',
    mount: 'missing',
    needs: ({ archives, brokenMounts }) => archives === 'kept' && brokenMounts.includes('missing'),
    async run({ driver }) {
      const store = driver as DirectoryDriver & ArchiveStore
      for (const result of await store.listClaims([{ limit: 10 }]))
        assert.equal(assertErr(result).name, 'MountPathMissingError')
      for (const result of await store.listArchives([{ limit: 10 }]))
        assert.equal(assertErr(result).name, 'MountPathMissingError')
    },
  },
]
