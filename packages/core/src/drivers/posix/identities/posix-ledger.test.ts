import {
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assertErr, assertOk } from '@studio-efs/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { IdentitySpec, IdentityUse } from '../../../directories.js'
import { posixDirectoryDriver } from '../posix-directory-driver.js'

const alice = { domainId: 'd-abc', userProfileName: 'alice' } as IdentityUse['holder']
const range = { first: 10_000, last: 10_002 }
const wanted: IdentitySpec = { holder: alice, range }

let scratch: string
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'studio-efs-'))
})
afterEach(() => rmSync(scratch, { recursive: true }))

const at = (...names: readonly string[]) => join(scratch, '.studio-efs', ...names)
const driver = () => posixDirectoryDriver({ mountPath: scratch, mountPoint: 'not-required' })
const only = <Value>([value]: readonly Value[]) => value as Value
const take = async (spec = wanted) => only(await driver().takeIdentities([spec]))

test('a uid is one link that names its holder, and a second one once it is used', async () => {
  const { uid } = assertOk(await take())
  await driver().useIdentities([{ uid, holder: alice, usedAt: '2026-01-01T00:00:00.000Z', attempt: 'a1' }])
  expect(readdirSync(at('ids')).sort()).toEqual([`${uid}`, `${uid}.used`])
  expect(JSON.parse(readlinkSync(at('ids', `${uid}`)))).toEqual({ version: 1, ...alice })
  expect(JSON.parse(readlinkSync(at('ids', `${uid}.used`)))).toEqual({
    ...{ version: 1, uid, holder: alice },
    ...{ usedAt: '2026-01-01T00:00:00.000Z', attempt: 'a1' },
  })
})

test('uids that an administrator set aside, or a later release wrote, are given to nobody', async () => {
  mkdirSync(at('ids'), { recursive: true, mode: 0o700 })
  writeFileSync(at('ids', '10000'), '')
  mkdirSync(at('ids', '10001'))
  symlinkSync('{"version":2,"domainId":"d-abc","userProfileName":"alice"}', at('ids', '10002'))
  expect(assertErr(await take()).name).toBe('IdentityRangeFullError')
  expect(readdirSync(at('ids'))).toEqual(['10000', '10001', '10002'])
})

test('a uid whose use cannot be read is given to nobody again', async () => {
  const { uid } = assertOk(await take())
  writeFileSync(at('ids', `${uid}.used`), '')
  expect(assertOk(await take()).uid).not.toBe(uid)
})

test('a uid whose recording was interrupted before its holder was written is not given to another profile', async () => {
  const first = assertOk(only(await driver().inspectIdentities([wanted]))).uid
  mkdirSync(at('ids'), { recursive: true, mode: 0o700 })
  const holder = { ...alice, userProfileName: 'bob' }
  const use = { version: 1, uid: first, holder, usedAt: '2026-01-01T00:00:00.000Z', attempt: 'a1' }
  symlinkSync(JSON.stringify(use), at('ids', `${first}.used`))
  expect(assertOk(await take()).uid).not.toBe(first)
})

test('reading makes no ledger', async () => {
  assertOk(only(await driver().inspectIdentities([wanted])))
  expect(readdirSync(scratch)).toEqual([])
})

test.skipIf(process.getuid?.() !== 0)('a ledger that a user could write to is refused', async () => {
  mkdirSync(at(), { mode: 0o700 })
  chownSync(at(), 200_001, 1001)
  expect(assertErr(await take()).name).toBe('UnsafeClaimStoreError')
  rmSync(at(), { recursive: true })
  mkdirSync(join(scratch, 'mine'))
  symlinkSync('mine', at())
  expect(assertErr(await take()).name).toBe('NotADirectoryError')
  expect(readdirSync(join(scratch, 'mine'))).toEqual([])
})
