import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ClaimedDirectorySpec } from '../../claim-store.js'
import { nodeFs } from '../fs.js'
import { posixDirectoryDriverOn } from '../posix-directory-driver.js'

const ALICE = { uid: 10_001, gid: 1001 }
const MALLORY = { uid: 10_002, gid: 1001 }

const life = (userProfileName: string, year: number) => ({
  ...{ accountId: '111122223333', region: 'eu-west-1', domainId: 'd-abc', userProfileName },
  createdAt: `${year}-01-01T00:00:00.000Z`,
})

let mount: string
const at = (...names: readonly string[]) => join(mount, ...names)
const state = (...names: readonly string[]) => at('.studio-efs', ...names)

/** `/team` is open to its group, as a shared folder is: Mallory may make, rename and remove what is in it. */
beforeEach(() => {
  mount = mkdtempSync(join(tmpdir(), 'studio-efs-'))
  mkdirSync(at('team'))
  chmodSync(at('team'), 0o777)
})
afterEach(() => rmSync(mount, { recursive: true }))

const driver = () => posixDirectoryDriverOn(nodeFs, { mountPath: mount, mountPoint: 'not-required', holdExpiresMs: 0 })

/** Claims a directory; returns the outcome or the name of the error. */
async function claim(path: string, name: string, { year = 2025, owner = ALICE } = {}): Promise<string> {
  const spec = { path, owner, mode: '0700', claim: { kind: 'private', ...life(name, year) } }
  const [result] = await driver().claimDirectories([spec as unknown as ClaimedDirectorySpec])
  return result?.match(
    ({ outcome, claim: claimed }) => `${outcome}, ${claimed}`,
    ({ name: error }) => error,
  ) as string
}

/** Makes an entry of Mallory's. */
function plantDirectory(path: string): void {
  mkdirSync(path, { mode: 0o700 })
  chownSync(path, MALLORY.uid, MALLORY.gid)
}

describe('a claim that is a regular file', () => {
  test.each(['/alice', '/alice/work'])('is no claim: %s is refused, and the error says why', async (path) => {
    mkdirSync(state('claims'), { recursive: true, mode: 0o700 })
    writeFileSync(state('claims', 'alice'), '{}')
    const spec = { path, owner: ALICE, mode: '0700', claim: { kind: 'private', ...life('alice', 2025) } }
    const [result] = await driver().claimDirectories([spec as unknown as ClaimedDirectorySpec])
    expect(result?._unsafeUnwrapErr()).toMatchObject({
      ...{ name: 'UnreadableClaimError', path: '/alice', retryable: false },
      message: expect.stringContaining('The claim of /alice cannot be read: it is no symbolic link, but a file;'),
    })
    expect([existsSync(at(...path.split('/'))), readFileSync(state('claims', 'alice'), 'utf8')]).toEqual([false, '{}'])
  })
})

describe.skipIf(process.getuid?.() !== 0)('a user who may write to the parent of claimed directories', () => {
  test('plants a link where a directory will be: it is refused, not followed, and nothing is claimed', async () => {
    mkdirSync(at('victim'), { mode: 0o700 })
    symlinkSync('../victim', at('team', 'alice'))
    expect(await claim('/team/alice', 'alice')).toBe('NotADirectoryError')
    expect([lstatSync(at('victim')).uid, existsSync(state('claims', 'team', 'alice'))]).toEqual([0, false])
  })

  test('plants a directory, empty or not: it is refused, and nothing is claimed', async () => {
    plantDirectory(at('team', 'alice'))
    expect(await claim('/team/alice', 'alice')).toBe('DirectoryTakenError')
    writeFileSync(at('team', 'alice', '.bashrc'), 'evil')
    expect(await claim('/team/alice', 'alice')).toBe('DirectoryTakenError')
    expect(existsSync(state('claims', 'team', 'alice'))).toBe(false)
  })

  test('moves a claimed directory away and puts another one there: the owner is told, and Mallory gets no files', async () => {
    await claim('/team/alice', 'alice')
    writeFileSync(at('team', 'alice', 'thesis'), '')
    renameSync(at('team', 'alice'), at('team', 'mallory'))
    plantDirectory(at('team', 'alice'))
    expect(await claim('/team/alice', 'alice')).toBe('DirectoryTakenError')
    expect(await claim('/team/mallory', 'mallory', { owner: MALLORY })).toBe('DirectoryTakenError')
    expect(lstatSync(at('team', 'mallory')).uid).toBe(ALICE.uid)
  })

  test('plants claims and archives of its own in the parent: they are nobody’s', async () => {
    mkdirSync(at('team', '.studio-efs', 'claims'), { recursive: true })
    symlinkSync(
      JSON.stringify({ version: 1, kind: 'private', ...life('mallory', 2024) }),
      at('team', '.studio-efs', 'claims', 'alice'),
    )
    expect(await claim('/team/alice', 'alice')).toBe('created, made')
    expect(readlinkSync(state('claims', 'team', 'alice'))).toContain('"alice"')
  })

  test('puts a link in the place of a directory that is to be archived: the link moves, what it points at stays', async () => {
    await claim('/team/alice', 'alice')
    mkdirSync(at('victim'), { mode: 0o700 })
    writeFileSync(at('victim', 'payroll'), '')
    renameSync(at('team', 'alice'), at('team', 'away'))
    symlinkSync('../victim', at('team', 'alice'))
    expect(await claim('/team/alice', 'alice', { year: 2026 })).toBe('NotADirectoryError')
    expect(readdirSync(at('victim'))).toEqual(['payroll'])
    expect(lstatSync(at('victim')).uid).toBe(0)
  })

  test('hard links of other people’s files are moved, and neither read nor given away', async () => {
    writeFileSync(at('payroll'), 'secret', { mode: 0o600 })
    await claim('/team/alice', 'alice')
    linkSync(at('payroll'), at('team', 'alice', 'mine'))
    expect(await claim('/team/alice', 'alice', { year: 2026 })).toBe('created, made')
    expect([lstatSync(at('payroll')).uid, lstatSync(at('payroll')).mode & 0o777]).toEqual([0, 0o600])
    expect(readFileSync(at('payroll'), 'utf8')).toBe('secret')
    expect(readdirSync(at('team', 'alice'))).toEqual([])
  })

  test('cannot enter the store, whatever is in it', async () => {
    await claim('/team/alice', 'alice')
    await claim('/team/alice', 'alice', { year: 2026 })
    const { uid, mode } = lstatSync(state())
    expect([uid, mode & 0o777]).toEqual([0, 0o700])
    const open = (readdirSync(state(), { recursive: true }) as string[]).filter((name) => {
      const found = lstatSync(state(name))
      return found.isDirectory() && !/\/data(\/|$)/.test(name) && (found.mode & 0o077) !== 0
    })
    expect(open).toEqual([])
  })

  test('makes the store itself before anybody else: nothing is made in it', async () => {
    chmodSync(mount, 0o777)
    plantDirectory(state())
    expect(await claim('/team/alice', 'alice')).toBe('UnsafeClaimStoreError')
    expect([readdirSync(state()), readdirSync(at('team'))]).toEqual([[], []])
  })
})
