import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assertErr, assertOk } from '@studio-efs/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { errnoError, watchedFs } from '../../../../test/watched-fs.js'
import type { Claim, Generation } from '../../../model/claim.js'
import { PRIVATE_MODE } from '../../../model/directory-mode.js'
import { parseFileSystemPath } from '../../../model/file-system-path.js'
import { DEFAULT_POSIX_OWNER } from '../../../model/posix-owner.js'
import type { ClaimedDirectorySpec } from '../../claim-store.js'
import { posixDirectoryDriverOn } from '../posix-directory-driver.js'

const path = (text: string) => assertOk(parseFileSystemPath(text))
const owner =
  process.getuid?.() === 0
    ? DEFAULT_POSIX_OWNER
    : ({ uid: process.getuid?.(), gid: process.getgid?.() } as typeof DEFAULT_POSIX_OWNER)

function life(userProfileName: string, year: number): Generation {
  return {
    accountId: '111122223333',
    region: 'eu-west-1',
    domainId: 'd-abc' as Generation['domainId'],
    userProfileName: userProfileName as Generation['userProfileName'],
    createdAt: `${year}-01-01T00:00:00.000Z`,
  }
}

const claimOf = (generation: Generation): Claim => ({ kind: 'private', ...generation })
const spec = (at: string, claim: Claim): ClaimedDirectorySpec => ({ path: path(at), owner, mode: PRIVATE_MODE, claim })

let mountPath: string
beforeEach(() => {
  mountPath = mkdtempSync(join(tmpdir(), 'studio-efs-'))
})
afterEach(() => rmSync(mountPath, { recursive: true }))

const driverOn = (fs = watchedFs()) =>
  posixDirectoryDriverOn(fs, { mountPath, mountPoint: 'not-required', holdExpiresMs: 0 })

function tree(): readonly string[] {
  return (readdirSync(mountPath, { recursive: true }) as string[]).toSorted()
}

/** Everything but temporary directories, with unique names made equal; a slot that is held counts as one that is settled. */
function world(): readonly string[] {
  return tree()
    .filter((name) => !name.includes('/tmp-'))
    .map((name) => name.replaceAll(/(hold|kept)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'kept'))
}

async function claim(one: ClaimedDirectorySpec, driver = driverOn()) {
  const [result] = await driver.claimDirectories([one])
  if (result === undefined) throw new Error('no result')
  return result
}

test('a new directory is made and claimed, and a second run keeps it', async () => {
  expect(assertOk(await claim(spec('/alice', claimOf(life('alice', 2025)))))).toMatchObject({
    outcome: 'created',
    claim: 'made',
  })
  const fs = watchedFs()
  expect(assertOk(await claim(spec('/alice', claimOf(life('alice', 2025))), driverOn(fs)))).toMatchObject({
    outcome: 'unchanged',
    claim: 'kept',
  })
  expect(tree()).toEqual(['.studio-efs', '.studio-efs/claims', '.studio-efs/claims/alice', 'alice'])
  expect(fs.calls.filter((call) => /symlink|mkdir|rename|unlink/.test(call))).toEqual([])
})

test('an earlier generation is archived with its files, and the next one starts empty', async () => {
  await claim(spec('/alice', claimOf(life('alice', 2025))))
  writeFileSync(join(mountPath, 'alice/thesis'), 'hers')
  const receipt = assertOk(await claim(spec('/alice', claimOf(life('alice', 2026)))))
  expect(receipt).toMatchObject({ outcome: 'created', claim: 'made', archived: life('alice', 2025) })
  expect(readdirSync(join(mountPath, 'alice'))).toEqual([])
  const kept = tree().find((name) => name.endsWith('thesis'))
  expect(kept).toMatch(/^\.studio-efs\/archive\/d-abc\/alice\/20250101T000000000Z\/kept-[-0-9a-f]+\/data\/thesis$/)
  expect(readFileSync(join(mountPath, kept ?? ''), 'utf8')).toBe('hers')
})

test('a late event of the earlier generation changes nothing', async () => {
  await claim(spec('/alice', claimOf(life('alice', 2026))))
  const before = tree()
  expect(assertErr(await claim(spec('/alice', claimOf(life('alice', 2025))))).name).toBe('DirectoryClaimedError')
  expect(tree()).toEqual(before)
})

test('the same person keeps the directory, in a domain that names persons', async () => {
  const [first, second] = [2025, 2026].map((year) => ({ ...life('alice', year), person: 'alice@example.com' })) as [
    Generation,
    Generation,
  ]
  await claim(spec('/alice', claimOf(first)))
  writeFileSync(join(mountPath, 'alice/thesis'), 'hers')
  expect(assertOk(await claim(spec('/alice', claimOf(second))))).toMatchObject({
    outcome: 'unchanged',
    claim: 'inherited',
  })
  expect(readdirSync(join(mountPath, 'alice'))).toEqual(['thesis'])
  expect(assertOk(await claim(spec('/alice', claimOf(second))))).toMatchObject({ claim: 'kept' })
})

test.each([
  ['/team', '/team/alice'],
  ['/team/alice', '/team'],
  ['/a/b/c', '/a'],
] as const)('after a claim of %s, one of %s is refused before anything is made', async (first, second) => {
  await claim(spec(first, { kind: 'shared' }))
  const before = tree()
  const error = assertErr(await claim(spec(second, claimOf(life('alice', 2025)))))
  expect(error).toMatchObject({ name: 'ClaimOverlapError', other: first })
  expect(tree()).toEqual(before)
})

test('a shared directory is claimed by several domains, and by no profile', async () => {
  await claim(spec('/_shared', { kind: 'shared' }))
  expect(assertOk(await claim(spec('/_shared', { kind: 'shared' })))).toMatchObject({ claim: 'kept' })
  expect(assertErr(await claim(spec('/_shared', claimOf(life('alice', 2025))))).name).toBe('DirectoryClaimedError')
})

test('a directory without a claim is adopted when its owner is right, and refused untouched when it is not', async () => {
  await driverOn().ensureDirectories([spec('/alice', { kind: 'shared' })])
  writeFileSync(join(mountPath, 'alice/old'), '')
  expect(assertOk(await claim(spec('/alice', claimOf(life('alice', 2025)))))).toMatchObject({
    outcome: 'unchanged',
    claim: 'adopted',
  })
  mkdirSync(join(mountPath, 'data'))
  writeFileSync(join(mountPath, 'data/file'), '')
  if (process.getuid?.() !== 0) return
  expect(assertErr(await claim(spec('/data', claimOf(life('data', 2025))))).name).toBe('DirectoryTakenError')
  expect(readdirSync(join(mountPath, '.studio-efs/claims'))).toEqual(['alice'])
})

test('a released directory is archived, its path is free, and a second release changes nothing', async () => {
  const alice = spec('/_domains/d-abc/alice', claimOf(life('alice', 2025)))
  await claim(alice)
  writeFileSync(join(mountPath, alice.path, 'thesis'), 'hers')
  const release = () => driverOn().releaseDirectories([{ path: alice.path, generation: life('alice', 2025) }])
  expect((await release()).map(assertOk)).toMatchObject([{ outcome: 'archived' }])
  const before = tree()
  expect((await release()).map(assertOk)).toMatchObject([{ outcome: 'not-held' }])
  expect(tree()).toEqual(before)
  const [state] = await driverOn().inspectClaims([path('/_domains')])
  expect(state && assertOk(state).found).toEqual({ kind: 'none' })
  const shared = { ...spec('/_domains', { kind: 'shared' }), foreignDirectories: 'take-over' } as const
  expect(assertOk(await claim(shared))).toMatchObject({ claim: 'adopted' })
})

const DIE = 'killed'

/** Dies at the nth system call, before or after it takes effect: nothing later happens. */
function dyingAt(nth: number, when: 'before' | 'after') {
  let count = 0
  return watchedFs(async ({ proceed }) => {
    count += 1
    if (count === nth && when === 'after') await proceed().then(closeIfHandle, () => undefined)
    if (count >= nth) throw new Error(DIE)
  })
}

async function closeIfHandle(value: unknown): Promise<void> {
  if (typeof value === 'object' && value !== null && 'close' in value)
    await (value as { close(): Promise<void> }).close()
}

async function runKilledAt(
  nth: number,
  when: 'before' | 'after',
  work: (driver: ReturnType<typeof driverOn>) => Promise<unknown>,
): Promise<boolean> {
  try {
    await work(driverOn(dyingAt(nth, when)))
    return false
  } catch (error) {
    if ((error as Error).message !== DIE) throw error
    return true
  }
}

test('cut off at any system call and run again, the next generation ends in the same world', async () => {
  const next = spec('/alice', claimOf(life('alice', 2026)))
  const prepare = async () => {
    rmSync(mountPath, { recursive: true })
    mkdirSync(mountPath)
    await claim(spec('/alice', claimOf(life('alice', 2025))))
    writeFileSync(join(mountPath, 'alice/thesis'), 'hers')
  }
  await prepare()
  await claim(next)
  const right = world()
  let killed = 0
  for (const when of ['before', 'after'] as const)
    for (let nth = 1; ; nth += 1) {
      await prepare()
      if (!(await runKilledAt(nth, when, (driver) => driver.claimDirectories([next])))) break
      killed += 1
      if (claimedYear() === 2026) expect(filesOf('alice')).not.toContain('thesis')
      assertOk(await claim(next))
      expect(world()).toEqual(right)
      expect(lstatSync(join(mountPath, 'alice')).uid).toBe(owner.uid)
    }
  expect(killed).toBeGreaterThan(60)
})

function claimedYear(): number {
  return Number(/"createdAt":"(\d{4})/.exec(readlinkSync(join(mountPath, '.studio-efs/claims/alice')))?.[1])
}

function filesOf(name: string): readonly string[] {
  return readdirSync(mountPath).includes(name) ? readdirSync(join(mountPath, name)) : []
}

test('a directory that is made again after an end was cut off is archived, too, and nobody inherits it', async () => {
  await claim(spec('/alice', claimOf(life('alice', 2025))))
  writeFileSync(join(mountPath, 'alice/thesis'), 'hers')
  const killed = watchedFs(({ name, entry }) => {
    if (name === 'rename' && entry === 'claim') throw errnoError('EIO', name)
  })
  const [cutOff] = await driverOn(killed).releaseDirectories([
    { path: path('/alice'), generation: life('alice', 2025) },
  ])
  expect(cutOff?.isErr()).toBe(true)
  expect(assertOk(await claim(spec('/alice', claimOf(life('alice', 2025)))))).toMatchObject({ outcome: 'created' })
  writeFileSync(join(mountPath, 'alice/diary'), 'hers')
  assertOk(await claim(spec('/alice', claimOf(life('alice', 2026)))))
  expect(readdirSync(join(mountPath, 'alice'))).toEqual([])
  const [page] = await driverOn().listArchives([{ limit: 10 }])
  expect(page?.isOk() && page.value.archives).toMatchObject([
    { archive: 'd-abc/alice/20250101T000000000Z', state: 'kept', generation: life('alice', 2025) },
    { archive: 'd-abc/alice/20250101T000000000Z.2', state: 'kept', generation: life('alice', 2025) },
  ])
  const kept = (file: string) => tree().filter((name) => name.endsWith(`/data/${file}`))
  expect([kept('thesis'), kept('diary')].map(({ length }) => length)).toEqual([1, 1])
})
