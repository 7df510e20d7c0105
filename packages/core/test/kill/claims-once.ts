// A uid, a claim and a release in a process of its own, which kills itself at a system call.
import { posixDirectoryDriverOn } from '../../src/drivers/posix/posix-directory-driver.js'
import { callsSoFar, dyingFs } from './dying-fs.js'

const { MOUNT_PATH: mountPath = '', YEAR: year = '' } = process.env
const attempt = process.env['ATTEMPT'] ?? ''

const isRoot = process.getuid?.() === 0
const owner = isRoot ? { uid: 200_001, gid: 1001 } : { uid: process.getuid?.(), gid: process.getgid?.() }
const life = (userProfileName: string, at: string) => ({
  ...{ accountId: '111122223333', region: 'eu-west-1', domainId: 'd-abc', userProfileName },
  createdAt: `${at}-01-01T00:00:00.000Z`,
})

const driver = posixDirectoryDriverOn(dyingFs, { mountPath, mountPoint: 'not-required', holdExpiresMs: 0 })
const holder = { domainId: 'd-abc', userProfileName: 'alice' } as never
const [given] = await driver.takeIdentities([{ holder, range: { first: 10_000, last: 199_999 } }])
const uid = given?.isOk() === true ? given.value.uid : 0
const [used] = await driver.useIdentities([{ uid, holder, usedAt: '2026-01-01T00:00:00.000Z', attempt }])
if (used?.isOk() === true && used.value.outcome === 'recorded') process.stdout.write(`uid ${uid}\n`)
const claim = { kind: 'private', ...life('alice', year) }
const claimed = await driver.claimDirectories([{ path: '/alice', owner, mode: '0700', claim } as never])
const released = await driver.releaseDirectories([{ path: '/bob', generation: life('bob', '2025') } as never])
const failure = [...claimed, ...released].find((result) => result.isErr())
process.stdout.write(failure?.isErr() ? `error ${failure.error.name}\n` : 'done\n')
process.stdout.write(`calls ${callsSoFar()}\n`)
