import assert from 'node:assert/strict'
import type {
  ArchiveName,
  ArchiveStore,
  ClaimStore,
  DirectoryDriver,
  Generation,
  PosixOwner,
  RecoverySource,
  RestoreReceipt,
  RestoreSpec,
} from '@studio-efs/core/directories'
import { assertOk } from '../../assert-result.js'
import type { DirectoryDriverCapabilities, DirectoryDriverCase, DirectoryDriverSubject } from '../driver-fixture.js'
import { directorySpec, only, owner, ownerFor, path } from './directory-specs.js'

interface Recovering {
  readonly driver: DirectoryDriver & ClaimStore & ArchiveStore
  readonly subject: DirectoryDriverSubject
  readonly who: PosixOwner
  /** Makes a recovered directory with a file, as a restore job does. */
  recover(folder?: string, changes?: { readonly owner?: PosixOwner; readonly item?: string }): Promise<void>
  restore(changes?: Partial<RestoreSpec>, source?: Partial<RecoverySource>): Promise<RestoreReceipt>
  kindAt(at: string): Promise<string | undefined>
}

const at = path('/alice')
const FOLDER = 'aws-backup-restore_2026-11-26T10-15-30-123Z'
const ANOTHER = 'aws-backup-restore_2026-11-26T11-15-30-123456789Z'
const BESIDE = 'restored-2026-11-26'
const HOUR_MS = 3_600_000

const generation = {
  ...{ accountId: '111122223333', region: 'eu-west-1', domainId: 'd-abc', userProfileName: 'alice' },
  createdAt: '2026-01-01T00:00:00.000Z',
} as unknown as Generation
const archive = 'd-abc/alice/20260101T000000000Z.b0123456789abcdef' as ArchiveName

function recoveryCase(
  name: string,
  run: (recovering: Recovering) => Promise<void>,
  able: (capabilities: DirectoryDriverCapabilities) => boolean = () => true,
): DirectoryDriverCase {
  return {
    name,
    needs: (has) => has.claims === 'kept' && has.archives === 'kept' && has.obstacles.includes('file') && able(has),
    async run(subject, capabilities) {
      const driver = subject.driver as Recovering['driver']
      const who = ownerFor(capabilities)
      const { mode } = directorySpec('/alice', who)
      const claimed = { path: at, owner: who, mode, claim: { kind: 'private' as const, ...generation } }
      only(await driver.claimDirectories([claimed]))
      const job = {
        startedAt: new Date(Date.now() - HOUR_MS).toISOString(),
        endedAt: new Date(Date.now() + HOUR_MS).toISOString(),
      }
      await run({
        ...{ driver, subject, who },
        async recover(folder = FOLDER, { owner: found = who, item = '/alice' } = {}) {
          only(await driver.ensureDirectories([directorySpec(`/${folder}${item}`, found)]))
          await subject.plant?.(path(`/${folder}${item}/thesis`), 'file')
        },
        async restore(changes = {}, source = {}) {
          const recovery: RecoverySource = { item: at, otherOwner: 'refuse', ...job, ...source }
          const spec: RestoreSpec = {
            ...{ archive, path: at, generation, owner: who, mode, besideName: BESIDE, hardLinks: 'leave' },
            ...{ recovery, action: 'restore', budgetMs: 60_000 },
          }
          return only(await driver.restoreDirectories([{ ...spec, ...changes }]))
        },
        kindAt: async (real) => subject.entryKindAt?.(path(real)),
      })
    },
  }
}

/** Directories that AWS Backup recovered. */
export const recoveryCases: readonly DirectoryDriverCase[] = [
  recoveryCase(
    'restores what AWS Backup recovered, removes the empty recovery folder, and does it once',
    async (recovering) => {
      const { driver, recover, restore, kindAt } = recovering
      await recover()
      const planned = await restore({ action: 'inspect' })
      assert.deepEqual([planned.outcome, planned.restoredTo], ['not-recovered', '/alice'])
      assert.equal(await kindAt(`/${FOLDER}/alice/thesis`), 'file')
      const restored = await restore()
      assert.deepEqual([restored.outcome, restored.restoredTo], ['restored', '/alice'])
      assert.equal(await kindAt('/alice/thesis'), 'file')
      assert.equal(await kindAt(`/${FOLDER}`), 'nothing')
      assert.deepEqual(only(await driver.listArchives([{ limit: 10 }])).archives, [])
      // The same files, recovered once more, are another archive's.
      await recover(ANOTHER)
      for (const action of ['restore', 'inspect'] as const) {
        const again = await restore({ action })
        assert.deepEqual(
          [again.outcome, again.restoredTo, again.restoredFor],
          ['restored-before', '/alice', generation],
        )
      }
      assert.equal(await kindAt(`/${ANOTHER}/alice/thesis`), 'file')
    },
  ),
  recoveryCase(
    'puts recovered files beside those that are there, and leaves other items of the folder',
    async (recovering) => {
      const { subject, recover, restore, kindAt } = recovering
      await subject.plant?.(path('/alice/new'), 'file')
      await recover()
      await subject.plant?.(path(`/${FOLDER}/bob/notes`), 'file')
      const planned = await restore({ action: 'inspect' })
      const restored = await restore()
      assert.deepEqual([planned.restoredTo, restored.restoredTo], [`/alice/${BESIDE}`, `/alice/${BESIDE}`])
      assert.equal(await kindAt('/alice/new'), 'file')
      assert.equal(await kindAt(`/alice/${BESIDE}/thesis`), 'file')
      assert.equal(await kindAt(`/${FOLDER}/bob/notes`), 'file')
      assert.equal(await kindAt(`/${FOLDER}/alice`), 'nothing')
    },
  ),
  recoveryCase(
    'takes a directory from several levels down, and removes the levels that are empty',
    async (recovering) => {
      const { recover, restore, kindAt } = recovering
      const item = path('/_domains/d-abc/alice')
      await recover(FOLDER, { item })
      assert.equal((await restore({}, { item })).restoredTo, '/alice')
      assert.equal(await kindAt('/alice/thesis'), 'file')
      assert.equal(await kindAt(`/${FOLDER}`), 'nothing')
    },
  ),
  recoveryCase('finds no recovered directory that is missing, or of another time', async (recovering) => {
    const { driver, subject, recover, restore, kindAt } = recovering
    assert.equal((await restore()).outcome, 'not-recovered')
    await subject.plant?.(path(`/${FOLDER}/alice`), 'file')
    await subject.plant?.(path(`/${ANOTHER}`), 'file')
    assert.equal((await restore()).outcome, 'not-recovered')
    await recover(`${FOLDER}0`)
    const day = 24 * HOUR_MS
    const dayAt = (ms: number) => new Date(Date.now() + ms).toISOString()
    const before = { startedAt: dayAt(-2 * day), endedAt: dayAt(-day) }
    const after = { startedAt: dayAt(day), endedAt: dayAt(2 * day) }
    for (const job of [before, after]) assert.equal((await restore({}, job)).outcome, 'not-recovered')
    assert.equal(await kindAt(`/${FOLDER}0/alice/thesis`), 'file')
    assert.deepEqual(only(await driver.listArchives([{ limit: 10 }])).archives, [])
    assert.equal((await restore({}, { ...before, folder: `${FOLDER}0` })).outcome, 'restored')
  }),
  recoveryCase(
    'takes none of several recovered directories until one is named',
    async ({ recover, restore, kindAt }) => {
      await recover()
      await recover(ANOTHER)
      const several = await restore()
      assert.deepEqual([several.outcome, several.folders], ['several-folders', [FOLDER, ANOTHER]])
      assert.equal((await restore({}, { folder: ANOTHER })).outcome, 'restored')
      assert.equal(await kindAt(`/${FOLDER}/alice/thesis`), 'file')
      assert.equal(await kindAt(`/${ANOTHER}`), 'nothing')
    },
  ),
  recoveryCase('restores only to a directory that is claimed for the given generation', async (recovering) => {
    const { driver, recover, restore } = recovering
    await recover()
    const other = { ...generation, createdAt: '2026-02-02T00:00:00.000Z' }
    assert.equal((await restore({ generation: other })).outcome, 'not-claimed')
    // Nothing is lost: it is in the archive, from where the right generation gets it.
    const [kept] = only(await driver.listArchives([{ limit: 10 }])).archives
    assert.deepEqual([kept?.archive, kept?.state], [archive, 'kept'])
    assert.equal((await restore()).outcome, 'restored')
  }),
  recoveryCase(
    'leaves a recovered directory of another owner, until that is accepted',
    async ({ driver, recover, restore, kindAt, who }) => {
      const stranger = owner(300_000, 4000)
      await recover(FOLDER, { owner: stranger })
      const refused = await restore()
      assert.deepEqual([refused.outcome, refused.foundOwner], ['other-owner', { ...stranger }])
      assert.equal(await kindAt(`/${FOLDER}/alice/thesis`), 'file')
      assert.equal((await restore({}, { otherOwner: 'accept' })).outcome, 'restored')
      const [top] = await driver.inspectDirectories([at])
      assert(top !== undefined)
      const { uid, gid } = assertOk(top) as { uid?: number; gid?: number }
      assert.deepEqual({ uid, gid }, { ...who })
    },
    ({ owners }) => owners === 'any',
  ),
  recoveryCase(
    'does not trust a folder that others own or may write to, unless it is named',
    async ({ driver, recover, restore }) => {
      const open = [
        { ...directorySpec(`/${FOLDER}`, owner(0, 0)), mode: '0777' },
        directorySpec(`/${ANOTHER}`, owner(300_000, 4000)),
      ] as Parameters<typeof driver.ensureDirectories>[0]
      for (const made of await driver.ensureDirectories(open)) assertOk(made)
      await recover()
      await recover(ANOTHER)
      assert.equal((await restore()).outcome, 'not-recovered')
      assert.equal((await restore({}, { folder: ANOTHER })).outcome, 'not-recovered')
      assert.equal((await restore({}, { folder: FOLDER })).outcome, 'restored')
    },
    ({ owners }) => owners === 'any',
  ),
]
