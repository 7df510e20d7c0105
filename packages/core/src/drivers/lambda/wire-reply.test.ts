import { assertErr, assertOk, memoryDirectoryDriver } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { directoryFunction, replied } from '../../../test/directory-function.js'
import type { FunctionAnswer } from '../../aws/lambda.js'
import { DEFAULT_POSIX_OWNER, type DirectorySpec, type FileSystemPath, PRIVATE_MODE } from '../../directories.js'
import { lambdaDirectoryDriverOn } from './lambda-directory-driver.js'

const at = (path: string) => path as FileSystemPath
const spec = (path: string): DirectorySpec => ({ path: at(path), owner: DEFAULT_POSIX_OWNER, mode: PRIVATE_MODE })
const users = (count: number) => Array.from({ length: count }, (_, n) => spec(`/user-${n}`))

/** The driver of a function that always answers the same. */
const answering = (answer: FunctionAnswer) =>
  lambdaDirectoryDriverOn(directoryFunction(memoryDirectoryDriver(), () => answer).target)

const receipt = { ok: { path: '/user-0', outcome: 'created' } }

test.each<[string, FunctionAnswer, string]>([
  ['no JSON', { kind: 'replied', payload: '<html>' }, 'reply'],
  ['nothing', { kind: 'replied', payload: '' }, 'reply'],
  ['null', replied(null), 'input'],
  ['another version', replied({ version: 3, results: [receipt] }), 'version'],
  ['too few results', replied({ version: 2, results: [] }), 'results'],
  ['too many results', replied({ version: 2, results: [receipt, receipt] }), 'results'],
  [
    'a receipt of another path',
    replied({ version: 2, results: [{ ok: { path: '/root', outcome: 'created' } }] }),
    'path',
  ],
  ['an outcome of its own', replied({ version: 2, results: [{ ok: { ...receipt.ok, outcome: 'done' } }] }), 'outcome'],
  [
    'a writable parent elsewhere',
    replied({
      version: 2,
      results: [{ ok: { ...receipt.ok, writableParents: [{ path: '/bob', uid: 1, gid: 1, mode: '0000' }] } }],
    }),
    'writableParents[0].path',
  ],
  [
    'a writable parent without an owner',
    replied({ version: 2, results: [{ ok: { ...receipt.ok, writableParents: [{ path: '/', mode: 0 }] } }] }),
    'uid',
  ],
  ['neither', replied({ version: 2, results: [{}] }), 'input'],
  ['an error of its own', replied({ version: 2, results: [{ error: { name: 'Oops' } }] }), 'error.name'],
  ['null in place of an error', replied({ version: 2, results: [{ error: null }] }), 'error.name'],
  [
    'an error without its data',
    replied({ version: 2, results: [{ error: { name: 'NotADirectoryError', path: '/user-0' } }] }),
    'component',
  ],
  [
    'a field of its own',
    replied({ version: 2, results: [{ error: { name: 'NotMountedError', mountPath: '/mnt/efs', stack: '...' } }] }),
    'stack',
  ],
])('a reply with %s is a typed error that names the field', async (_, answer, field) => {
  const driver = answering(answer)
  const [result] = await driver.ensureDirectories(users(1))
  expect(result && assertErr(result, 'DirectoryReplyError').field).toBe(field)
})

test.each([
  ['no state', { ok: 7 }],
  ['a state of another path', { ok: { path: '/bob', exists: false } }],
  ['a state without an owner', { ok: { path: '/alice', exists: true, mode: '0700' } }],
  ['a mode with a file type', { ok: { path: '/alice', exists: true, uid: 0, gid: 0, mode: 0o170_000 } }],
])('%s is a typed error', async (_, result) => {
  const driver = answering(replied({ version: 2, results: [result] }))
  const [seen] = await driver.inspectDirectories([at('/alice')])
  expect(seen && assertErr(seen).name).toBe('DirectoryReplyError')
})

test('one bad result does not spoil the others', async () => {
  const driver = answering(replied({ version: 2, results: [receipt, { ok: 7 }] }))
  const [good, bad] = await driver.ensureDirectories(users(2))
  expect(good && assertOk(good)).toEqual({ ...spec('/user-0'), outcome: 'created' })
  expect(bad && assertErr(bad).name).toBe('DirectoryReplyError')
})
