import { expect, test } from 'vitest'
import type { FileSystemPath } from '../model/file-system-path.js'
import { inBatchOrder, nameOf, parentOf, stepsTo } from './paths.js'

const path = (text: string) => text as FileSystemPath

test('shallower paths come first, others as given', () => {
  const items = ['/b/c', '/z', '/', '/b/a', '/a', '/z'].map((text, given) => ({ path: path(text), given }))
  expect(inBatchOrder(items).map(({ path, given }) => `${path} ${given}`)).toEqual([
    '/ 2',
    '/z 1',
    '/a 4',
    '/z 5',
    '/b/c 0',
    '/b/a 3',
  ])
})

test.each([
  ['/', '/', '.', []],
  ['/alice', '/', 'alice', ['/alice']],
  ['/d-1/team/alice', '/d-1/team', 'alice', ['/d-1', '/d-1/team', '/d-1/team/alice']],
])('%s has the parent %s, the name %s, and the steps %j', (text, parent, name, steps) => {
  expect(parentOf(path(text))).toBe(parent)
  expect(nameOf(path(text))).toBe(name)
  expect(stepsTo(path(text))).toEqual(steps)
})
