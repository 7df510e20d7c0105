import { expect, test } from 'vitest'
import type { FileSystemPath } from '../model/file-system-path.js'
import { writableParentsOf } from './writable-parents.js'

const at = (path: string) => path as FileSystemPath

test.each([
  ['root, 0755', 0, 0, 0o755, false],
  ['root, 0700', 0, 0, 0o700, false],
  ['root with a group that may read', 0, 4000, 0o2750, false],
  ['root with a group that may write', 0, 4000, 0o2770, true],
  ['root, everybody may write', 0, 0, 0o757, true],
  ['root, everybody may write, sticky', 0, 0, 0o1777, false],
  ['another user', 1000, 0, 0o755, true],
  ['another user, who may not write', 1000, 1000, 0o555, true],
  ['another user, sticky', 1000, 0, 0o1777, true],
])('a directory of %s is a writable parent or not', (_, uid, gid, mode, isWritable) => {
  const info = writableParentsOf(at('/team/alice'), (path) => (path === '/team' ? { uid, gid, mode } : undefined))
  expect(info).toEqual(isWritable ? { writableParents: [{ path: '/team', uid, gid, mode }] } : {})
})

test('the root of the file system is an ancestor of everything but itself', () => {
  const everywhere = () => ({ uid: 1, gid: 1, mode: 0o700 })
  const paths = (path: string) => writableParentsOf(at(path), everywhere).writableParents?.map((one) => one.path)
  expect(paths('/a/b/c')).toEqual(['/', '/a', '/a/b'])
  expect(paths('/a')).toEqual(['/'])
  expect(paths('/')).toBeUndefined()
})
