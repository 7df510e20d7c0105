import { expect, test } from 'vitest'
import { DEFAULT_LAYOUT, directoryPathFor, parseDirectoryLayout, separatesDomains } from './directory-layout.js'
import { parseFileSystemPath } from './file-system-path.js'
import type { UserProfileRef } from './ids.js'

const alice = { domainId: 'd-abc', userProfileName: 'Alice' } as UserProfileRef

test.each([
  [DEFAULT_LAYOUT, 'as-stored', '/Alice'],
  [DEFAULT_LAYOUT, 'lower', '/alice'],
  ['/home/{domainId}/{userProfileName}', 'as-stored', '/home/d-abc/Alice'],
  ['/{domainId}-{userProfileName}/work', 'lower', '/d-abc-alice/work'],
] as const)('the layout %s, names %s, gives %s', (template, nameCase, path) => {
  const layout = parseDirectoryLayout(template)._unsafeUnwrap()
  expect(directoryPathFor(layout, alice, nameCase)).toBe(path)
})

test('a layout that is accepted has a path for the longest names, and one character more is refused', () => {
  const longest = { domainId: `d-${'d'.repeat(61)}`, userProfileName: 'N'.repeat(63) } as UserProfileRef
  const template = (length: number) => `/${'x'.repeat(length)}/{domainId}/{userProfileName}`
  const layout = parseDirectoryLayout(template(127))._unsafeUnwrap()
  const path = directoryPathFor(layout, longest, 'as-stored')
  expect(parseFileSystemPath(path)._unsafeUnwrap()).toHaveLength(256)
  expect(parseDirectoryLayout(template(128))._unsafeUnwrapErr().received).toContain('"/xxx')
})

test.each([
  ['/{domainId}/{userProfileName}', true],
  ['/{userProfileName}.{domainId}', true],
  ['/studio-{domainId}/home_{userProfileName}', true],
  ['/{domainId}/{domainId}{userProfileName}', true],
  ['/{userProfileName}', false],
  ['/{domainId}{userProfileName}', false],
  ['/{domainId}-{userProfileName}', false],
  ['/{userProfileName}x{domainId}/home', false],
])('the layout %s keeps domains apart: %s', (template, apart) => {
  expect(separatesDomains(parseDirectoryLayout(template)._unsafeUnwrap())).toBe(apart)
})
