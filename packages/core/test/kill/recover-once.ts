// A restoration of what AWS Backup recovered, in a process of its own, which kills itself at a system call.
import { posixDirectoryDriverOn } from '../../src/drivers/posix/posix-directory-driver.js'
import { callsSoFar, dyingFs } from './dying-fs.js'

const { MOUNT_PATH: mountPath = '', ACTION: action = '' } = process.env

const isRoot = process.getuid?.() === 0
const owner = isRoot ? { uid: 300_000, gid: 4000 } : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
const generation = {
  ...{ accountId: '111122223333', region: 'eu-west-1', domainId: 'd-abc', userProfileName: 'alice' },
  createdAt: '2026-01-01T00:00:00.000Z',
}
const HOUR_MS = 3_600_000

const driver = posixDirectoryDriverOn(dyingFs, { mountPath, mountPoint: 'not-required', holdExpiresMs: 0 })

async function recover() {
  const recovery = {
    startedAt: new Date(Date.now() - HOUR_MS).toISOString(),
    endedAt: new Date(Date.now() + HOUR_MS).toISOString(),
    ...{ item: '/team/alice', otherOwner: 'accept' },
  }
  const spec = {
    ...{
      archive: 'd-abc/alice/20260101T000000000Z.b0123456789abcdef',
      path: '/alice',
      generation,
      owner,
      mode: '0700',
    },
    ...{ besideName: 'restored-2026-11-26', hardLinks: 'leave', action: 'restore', recovery },
  }
  // A time of 0 ends each stretch after one directory.
  for (;;) {
    const [result] = await driver.restoreDirectories([{ ...spec, budgetMs: 0 } as never])
    if (result === undefined || result.isErr() || result.value.outcome !== 'unfinished') return [result]
  }
}

const work = {
  claim: () =>
    driver.claimDirectories([
      { path: '/alice', owner, mode: '0700', claim: { kind: 'private', ...generation } } as never,
    ]),
  recover,
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
