// A restoration or a purge in a process of its own, which kills itself at a system call.
import { systemClock } from '../../src/directories.js'
import { posixDirectoryDriverOn } from '../../src/drivers/posix/posix-directory-driver.js'
import { callsSoFar, dyingFs } from './dying-fs.js'

const { MOUNT_PATH: mountPath = '', ACTION: action = '' } = process.env

const isRoot = process.getuid?.() === 0
const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
const former = isRoot ? { uid: 200_001, gid: 1001 } : own
const heir = isRoot ? { uid: 300_000, gid: 4000 } : own
const life = (createdAt: string) => ({
  ...{ accountId: '111122223333', region: 'eu-west-1', domainId: 'd-abc', userProfileName: 'alice', createdAt },
})
const earlier = life('2025-01-01T00:00:00.000Z')
const later = life('2026-01-01T00:00:00.000Z')
const third = life('2027-01-01T00:00:00.000Z')

/** Each look at the time takes a millisecond. */
let time = 0
const clock = { ...systemClock, now: () => time++ }
const driver = posixDirectoryDriverOn(dyingFs, { mountPath, mountPoint: 'not-required', holdExpiresMs: 0, clock })
const claimFor = (generation: object, owner: object) =>
  driver.claimDirectories([{ path: '/alice', owner, mode: '0700', claim: { kind: 'private', ...generation } } as never])

async function restore() {
  const spec = {
    ...{ archive: 'd-abc/alice/20250101T000000000Z', path: '/alice', generation: later, owner: heir, mode: '0700' },
    ...{ besideName: 'restored-2026-11-26', hardLinks: 'leave', action: 'restore' },
  }
  // A time of 0 ends each stretch after one directory.
  for (;;) {
    const [result] = await driver.restoreDirectories([{ ...spec, budgetMs: 0 } as never])
    if (result === undefined || result.isErr() || result.value.outcome !== 'unfinished') return [result]
  }
}

/** Each stretch ends after a few batches of entries. */
async function purge() {
  const [page] = await driver.listArchives([{ limit: 100 }])
  const [archive] = page?.unwrapOr({ archives: [] }).archives ?? []
  if (archive === undefined) return []
  for (;;) {
    const [result] = await driver.purgeArchives([{ ...archive, action: 'delete', budgetMs: 4 }])
    if (result === undefined || result.isErr() || result.value.outcome !== 'unfinished') return [result]
  }
}

const work = {
  claim: () => claimFor(earlier, former),
  release: () => driver.releaseDirectories([{ path: '/alice', generation: earlier } as never]),
  begin: () => claimFor(later, heir),
  restore,
  purge,
  // The name is given to a third person, while the other process restores to the second one.
  third: () => claimFor(third, heir),
}

for (const step of action.split(',') as (keyof typeof work)[])
  for (const result of await work[step]()) {
    const text = result?.match(
      (value) => ('outcome' in value ? value.outcome : 'done'),
      (error) => `error ${error.name}`,
    )
    process.stdout.write(`${step} ${text}\n`)
  }
process.stdout.write(`calls ${callsSoFar()}\n`)
