import { expect, test } from 'vitest'
import { readinessOf } from '../../aws/sagemaker/readiness.js'
import {
  DEFAULT_LAYOUT,
  directoryPathFor,
  parseDirectoryLayout,
  separatesDomains,
} from '../../model/directory-layout.js'
import { parseFileSystemPath } from '../../model/file-system-path.js'
import type { UserProfileRef } from '../../model/ids.js'
import type { PosixOwner } from '../../model/posix-owner.js'
import { pollDelayMs, retryDelayMs } from '../../time/backoff.js'
import { posixOwnerOf } from '../posix-owner.js'

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

test("the profile's POSIX identity wins over the domain's, and the domain's over 200001:1001", () => {
  const profile = { uid: 11_000, gid: 2001 } as PosixOwner
  const domain = { uid: 12_000, gid: 2002 } as PosixOwner
  expect(posixOwnerOf({ posixOwner: profile }, { posixOwner: domain })).toBe(profile)
  expect(posixOwnerOf({ posixOwner: undefined }, { posixOwner: domain })).toBe(domain)
  expect(posixOwnerOf({ posixOwner: undefined }, { posixOwner: undefined })).toEqual({ uid: 200_001, gid: 1001 })
})

test.each([
  ['InService', 'ready'],
  ['Update_Failed', 'ready'],
  ['Pending', 'settling'],
  ['Updating', 'settling'],
  ['Deleting', 'unusable'],
  ['Failed', 'unusable'],
  ['Delete_Failed', 'unusable'],
  ['SomethingNew', 'settling'],
  ['toString', 'settling'],
])('a resource that is %s is %s', (status, readiness) => {
  expect(readinessOf(status)).toBe(readiness)
})

test('retries wait longer and longer, up to 20 s, and polls are never closer than 1 s', () => {
  expect([0, 1, 2, 20, 2000].map((attempt) => retryDelayMs(attempt, 1))).toEqual([200, 400, 800, 20_000, 20_000])
  expect(retryDelayMs(3, 0)).toBe(800)
  expect([0, 1, 2, 2000].map((attempt) => pollDelayMs(attempt, 0))).toEqual([1000, 1500, 2250, 5000])
})
