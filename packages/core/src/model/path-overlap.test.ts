import { expect, test } from 'vitest'
import type { FileSystemPath } from './file-system-path.js'
import { relationOf } from './path-overlap.js'

test.each([
  ['/alice', '/alice', 'is'],
  ['/alice', '/alice/', 'is'],
  ['/alice', '//alice/.', 'is'],
  ['/team', '/team/data', 'holds'],
  ['/team/alice', '/team', 'lies inside'],
  ['/alice', '/', 'lies inside'],
  ['/', '/', 'is'],
  ['/', '/alice', 'holds'],
  ['/alice', '/alice2', undefined],
  ['/team/alice', '/team/alicia', undefined],
  ['/Alice', '/alice', undefined],
])('%s stands to %s as a path that %s', (path, other, relation) => {
  expect(relationOf(path as FileSystemPath, other)).toBe(relation)
})
