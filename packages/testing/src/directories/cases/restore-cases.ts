import assert from 'node:assert/strict'
import type {
  ArchivedDirectory,
  ArchiveStore,
  ClaimStore,
  DirectoryDriver,
  Generation,
  PosixOwner,
  RestoreReceipt,
  RestoreSpec,
} from '@studio-efs/core/directories'
import { assertErr, assertOk } from '../../assert-result.js'
import type { DirectoryDriverCapabilities, DirectoryDriverCase, DirectoryDriverSubject } from '../driver-fixture.js'
import { directorySpec, only, owner, ownerFor, path } from './directory-specs.js'

interface Restoring {
  readonly driver: DirectoryDriver & ClaimStore & ArchiveStore
  readonly subject: DirectoryDriverSubject
  readonly spec: RestoreSpec
  /** Claims the directory for the later life. */
  claim(owner?: PosixOwner): Promise<void>
  restore(changes?: Partial<RestoreSpec>): Promise<RestoreReceipt>
}

const at = path('/alice')
const BESIDE = 'restored-2026-11-26'

function life(createdAt: string): Generation {
  const place = { accountId: '111122223333', region: 'eu-west-1', domainId: 'd-abc' }
  return { ...place, userProfileName: 'alice', createdAt } as unknown as Generation
}

const earlier = life('2025-01-01T00:00:00.000Z')
const later = life('2026-01-01T00:00:00.000Z')

/** Begins with an archive of the earlier life, which has a file and a directory with a file. */
function restoreCase(
  name: string,
  run: (restoring: Restoring) => Promise<void>,
  able: (capabilities: DirectoryDriverCapabilities) => boolean = () => true,
): DirectoryDriverCase {
  return {
    name,
    needs: (has) => has.claims === 'kept' && has.archives === 'kept' && has.obstacles.includes('file') && able(has),
    async run(subject, capabilities) {
      const driver = subject.driver as Restoring['driver']
      const who = ownerFor(capabilities)
      const claimFor = async (generation: Generation, claimed: PosixOwner) => {
        const spec = { ...directorySpec('/alice', claimed), claim: { kind: 'private' as const, ...generation } }
        only(await driver.claimDirectories([spec]))
      }
      await claimFor(earlier, who)
      await subject.plant?.(path('/alice/thesis'), 'file')
      await subject.plant?.(path('/alice/data/table'), 'file')
      only(await driver.releaseDirectories([{ path: at, generation: earlier }]))
      const [archived] = await archivesOf(driver)
      assert(archived !== undefined)
      const spec: RestoreSpec = {
        ...{
          archive: archived.archive,
          path: at,
          generation: later,
          owner: who,
          mode: directorySpec('/alice', who).mode,
        },
        ...{ besideName: BESIDE, hardLinks: 'leave', action: 'restore', budgetMs: 60_000 },
      }
      await run({
        ...{ driver, subject, spec },
        claim: (claimed = who) => claimFor(later, claimed),
        restore: async (changes = {}) => only(await driver.restoreDirectories([{ ...spec, ...changes }])),
      })
    },
  }
}

async function archivesOf(driver: ArchiveStore): Promise<readonly ArchivedDirectory[]> {
  return only(await driver.listArchives([{ limit: 10 }])).archives
}

/** Archives that go to a profile again. */
export const restoreCases: readonly DirectoryDriverCase[] = [
  restoreCase('restores an archive in place of the empty directory of the profile, once', async (restoring) => {
    const { driver, subject, claim, restore } = restoring
    await claim()
    const planned = await restore({ action: 'inspect' })
    assert.deepEqual([planned.outcome, planned.restoredTo], ['restored', '/alice'])
    assert.equal(await subject.entryKindAt?.(path('/alice/thesis')), 'nothing')
    const restored = await restore()
    assert.deepEqual([restored.outcome, restored.restoredTo, restored.restoredFor], ['restored', '/alice', later])
    assert.equal(await subject.entryKindAt?.(path('/alice/thesis')), 'file')
    assert.equal(await subject.entryKindAt?.(path('/alice/data/table')), 'file')
    assert.deepEqual(await archivesOf(driver), [])
    for (const action of ['restore', 'inspect'] as const) {
      const again = await restore({ action })
      assert.deepEqual([again.outcome, again.restoredTo, again.restoredFor], ['restored-before', '/alice', later])
    }
    const [state] = await driver.inspectClaims([at])
    assert(state !== undefined)
    assert.deepEqual(assertOk(state).found, { kind: 'claimed', claim: { kind: 'private', ...later } })
  }),
  restoreCase('restores an archive inside a directory that holds something, under a free name', async (restoring) => {
    const { subject, claim, restore } = restoring
    await claim()
    await subject.plant?.(path('/alice/new'), 'file')
    await subject.plant?.(path(`/alice/${BESIDE}`), 'file')
    const planned = await restore({ action: 'inspect' })
    assert.equal(planned.restoredTo, `/alice/${BESIDE}-2`)
    const restored = await restore()
    assert.equal(restored.restoredTo, planned.restoredTo)
    assert.equal(await subject.entryKindAt?.(path('/alice/new')), 'file')
    assert.equal(await subject.entryKindAt?.(path(`/alice/${BESIDE}`)), 'file')
    assert.equal(await subject.entryKindAt?.(path(`/alice/${BESIDE}-2/data/table`)), 'file')
  }),
  restoreCase('restores only to a directory that is claimed for the given generation', async (restoring) => {
    const { driver, subject, claim, restore } = restoring
    assert.equal((await restore()).outcome, 'not-claimed')
    await claim()
    const third = life('2026-02-02T00:00:00.000Z')
    assert.equal((await restore({ generation: third })).outcome, 'not-claimed')
    assert.equal((await archivesOf(driver)).length, 1)
    assert.equal(await subject.entryKindAt?.(path('/alice/thesis')), 'nothing')
  }),
  restoreCase(
    'knows no archive that was never made, or is partly deleted',
    async ({ driver, claim, restore, spec }) => {
      await claim()
      const other = spec.archive.replace('alice', 'bob') as RestoreSpec['archive']
      const before = spec.archive.replace('2025', '2024') as RestoreSpec['archive']
      for (const archive of [other, before])
        for (const action of ['restore', 'inspect'] as const)
          assert.equal((await restore({ archive, action })).outcome, 'not-found')
      const [archived] = await archivesOf(driver)
      assert(archived !== undefined)
      const { archive, archivedAt } = archived
      only(await driver.purgeArchives([{ archive, archivedAt, action: 'delete', budgetMs: 0 }]))
      for (const action of ['restore', 'inspect'] as const)
        assert.equal((await restore({ action })).outcome, 'not-found')
    },
  ),
  restoreCase('says where an archive would go whose profile has no directory yet', async ({ subject, restore }) => {
    assert.equal((await restore({ action: 'inspect' })).restoredTo, '/alice')
    const deep = path('/none/alice')
    assert.equal((await restore({ action: 'inspect', path: deep })).restoredTo, '/none/alice')
    assert.equal(await subject.entryKindAt?.(path('/none')), 'nothing')
  }),
  restoreCase('restores nothing where something else than a directory has its place', async (restoring) => {
    const { driver, subject, spec } = restoring
    await subject.plant?.(at, 'file')
    const claimed = await driver.restoreDirectories([{ ...spec, action: 'inspect' }])
    assert.deepEqual(
      claimed.map((result) => assertErr(result).name),
      ['NotADirectoryError'],
    )
    assert.equal((await archivesOf(driver)).length, 1)
  }),
  restoreCase(
    'gives the tree to another owner, and goes on where the time was over',
    async ({ driver, claim, restore }) => {
      const heir = owner(300_000, 4000)
      await claim(heir)
      const first = await restore({ owner: heir, budgetMs: 0 })
      assert.equal(first.outcome, 'unfinished')
      assert.equal((await archivesOf(driver)).length, 1)
      let entries = first.entries
      for (let isDone = false; !isDone; ) {
        const next = await restore({ owner: heir, budgetMs: 0 })
        isDone = next.outcome === 'restored'
        entries += next.entries
      }
      assert(entries >= 3)
      const [top] = await driver.inspectDirectories([at])
      assert(top !== undefined)
      const { uid, gid } = assertOk(top) as { uid?: number; gid?: number }
      assert.deepEqual({ uid, gid }, heir)
    },
    ({ owners }) => owners === 'any',
  ),
]
