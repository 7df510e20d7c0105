import { expect, test } from 'vitest'
import type { FileSystemPath } from '../model/file-system-path.js'
import type { PosixOwner } from '../model/posix-owner.js'
import { ancestorInfoOf, closedTo } from './ancestors.js'

const at = (path: string) => path as FileSystemPath

test.each([
  ['root, 0755', 0, 0, '0755', false],
  ['root, 0700', 0, 0, '0700', false],
  ['root with a group that may read', 0, 4000, '2750', false],
  ['root with a group that may write', 0, 4000, '2770', true],
  ['root, everybody may write', 0, 0, '0757', true],
  ['root, everybody may write, sticky', 0, 0, '1777', false],
  ['another user', 1000, 0, '0755', true],
  ['another user, who may not write', 1000, 1000, '0555', true],
  ['another user, sticky', 1000, 0, '1777', true],
])('a directory of %s is a writable parent or not', (_, uid, gid, mode, isWritable) => {
  const info = ancestorInfoOf(at('/team/alice'), (path) => (path === '/team' ? { uid, gid, mode } : undefined))
  expect(info.writableParents).toEqual(isWritable ? [{ path: '/team', uid, gid, mode }] : undefined)
})

test('the root of the file system is an ancestor of everything but itself', () => {
  const everywhere = () => ({ uid: 1, gid: 1, mode: '0700' })
  const paths = (path: string) => ancestorInfoOf(at(path), everywhere).writableParents?.map((one) => one.path)
  expect(paths('/a/b/c')).toEqual(['/', '/a', '/a/b'])
  expect(paths('/a')).toEqual(['/'])
  expect(paths('/')).toBeUndefined()
})

test('a directory that not everybody can pass is a closed parent', () => {
  const infoOf = (mode: string) => ancestorInfoOf(at('/team/alice'), () => ({ uid: 0, gid: 4000, mode })).closedParents
  expect(['0755', '0711', '1777'].map(infoOf)).toEqual([undefined, undefined, undefined])
  expect(infoOf('0700')?.map(({ path }) => path)).toEqual(['/', '/team'])
  expect(infoOf('0750')?.map(({ path }) => path)).toEqual(['/', '/team'])
})

test.each([
  ['everybody may pass', 1, 1, '0755', false],
  ['its owner may pass', 200_001, 0, '0700', false],
  ['its group may pass', 0, 1001, '2770', false],
  ['only root may pass', 0, 0, '0700', true],
  ['its group may not pass, others may', 0, 1001, '0701', true],
  ['its owner may not pass, others may', 200_001, 0, '0077', true],
])('a parent that %s is closed to a user or not', (_, uid, gid, mode, isClosed) => {
  expect(closedTo({ uid: 200_001, gid: 1001 } as PosixOwner, { uid, gid, mode })).toBe(isClosed)
  expect(closedTo({ uid: 0, gid: 0 } as PosixOwner, { uid, gid, mode })).toBe(false)
})
