import { readFileSync } from 'node:fs'
import { lstat } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { errnoError } from '../../../test/watched-fs.js'
import { ERRNO_TABLE, errnoOf, ioErrorFrom } from './errno.js'

test.each([
  ['EPERM', 'chown', false, /ClientRootAccess/],
  ['EACCES', 'mkdir', false, /PosixUser 0:0.*ClientRootAccess/],
  ['EROFS', 'mkdir', false, /ClientWrite/],
  ['ENOSPC', 'mkdir', false, /room/],
  ['EDQUOT', 'mkdir', false, /quota/],
  ['EMLINK', 'mkdir', false, /layout/],
  ['ENAMETOOLONG', 'open', false, /255 bytes/],
  ['EINVAL', 'chown', false, /id mapping/],
  ['EMFILE', 'open', true, /concurrency/],
  ['EIO', 'chmod', true, /run again/],
  ['EREMOTEIO', 'chmod', true, /run again/],
  ['ETIMEDOUT', 'stat', true, /mount target/],
  ['ESTALE', 'open', true, /run again/],
  ['ENOENT', 'open', true, /meanwhile/],
] as const)('%s says what it means and whether to try again', (code, syscall, retryable, hint) => {
  const cause = errnoError(code, syscall)
  const error = ioErrorFrom('/alice', cause, 0)
  expect(error).toMatchObject({ name: 'DirectoryIoError', path: '/alice', operation: syscall, code, retryable, cause })
  expect(error.hint).toMatch(hint)
  expect(error.message).toBe(`${syscall} of /alice failed with ${code}. ${error.hint}`)
})

test('a user other than root gets a hint for a local disk and for EFS', () => {
  const { hint } = ioErrorFrom('/alice', errnoError('EPERM', 'chown'), 993)
  expect(hint).toMatch(/local disk: run this as root, it runs as user 993.*On EFS: .*ClientRootAccess/)
  expect(hint).not.toContain('act as root')
  expect(ioErrorFrom('/alice', errnoError('EROFS', 'mkdir'), 993).hint).not.toContain('993')
})

test('an errno that the table does not know is not retryable and has no hint', () => {
  expect(ioErrorFrom('/alice', errnoError('EXDEV', 'mkdir'))).toMatchObject({ code: 'EXDEV', retryable: false })
  const nameless = Object.assign(new Error(), { errno: -9999, code: 'Unknown system error -9999', syscall: 'open' })
  expect(errnoOf(nameless)).toBe('errno 9999')
})

test('calls on a descriptor are named like those on a path', async () => {
  const missing = await lstat('/no-such-file').catch((error: unknown) => error)
  expect(ioErrorFrom('/alice', missing).operation).toBe('stat')
  const refused = Object.assign(new Error(), { errno: -1, code: 'EPERM', syscall: 'fchown' })
  expect(ioErrorFrom('/alice', refused).operation).toBe('chown')
})

test('an error that the operating system did not give is a bug and is thrown', () => {
  const bug = new TypeError('not a function')
  expect(() => ioErrorFrom('/alice', bug)).toThrow(bug)
  expect(() => ioErrorFrom('/alice', Object.assign(new Error(), { code: 'ERR_INVALID_ARG_TYPE' }))).toThrow()
})

describe('docs/posix-driver.md', () => {
  const guide = readFileSync(new URL('../../../../../docs/posix-driver.md', import.meta.url), 'utf8')
  const rows = (guide.match(/^\| `E.*/gm) ?? []).flatMap((line) => {
    const [codes = '', , retryable = ''] = line.split(' |')
    return [...codes.matchAll(/`(E[A-Z0-9]+)`/g)].map(([, code]) => ({ code, retryable: retryable.trim(), line }))
  })

  test('explains every errno of the table, each once, and no other', () => {
    expect(rows.map(({ code }) => code).sort()).toEqual(Object.keys(ERRNO_TABLE).sort())
  })

  test.each(rows)('says of $code what the hint says', ({ code, retryable, line }) => {
    const meaning = ERRNO_TABLE[code ?? '']
    expect(retryable).toBe(meaning?.retryable ? 'yes' : 'no')
    expect(line).toContain(meaning?.hint)
  })
})
