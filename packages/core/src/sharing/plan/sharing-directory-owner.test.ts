import { expect, test } from 'vitest'
import { aDomain } from '../../../test/infrastructure.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { DomainId } from '../../model/ids.js'
import type { PosixOwner } from '../../model/posix-owner.js'
import { sharedDirectoryOwner } from './sharing-directory-owner.js'

const domain = (id: string, uid?: number) => ({
  ...aDomain,
  domainId: id as DomainId,
  spacePosixOwner: uid === undefined ? undefined : ({ uid, gid: 100 } as PosixOwner),
})
const wish = { fileSystemPath: '/shared' as FileSystemPath, scope: 'both', uid: undefined, gid: undefined } as const

test('one directory has the owner that all its domains would give it', () => {
  expect(sharedDirectoryOwner([domain('d-a', 7), domain('d-b', 7)], wish)._unsafeUnwrap()).toEqual({ uid: 7, gid: 100 })
  expect(sharedDirectoryOwner([domain('d-a')], wish)._unsafeUnwrap()).toEqual({ uid: 200001, gid: 1001 })
})

test('domains whose spaces act as different users are an error that names them and says what to pass', () => {
  const error = sharedDirectoryOwner([domain('d-a', 7), domain('d-b')], wish)._unsafeUnwrapErr()
  expect(error.message).toMatch(/7:100 in d-a, 200001:1001 in d-b/)
  expect(error.hint).toMatch(/uid and gid/)
})

test('whoever names the owner decides, where the rest is the same', () => {
  const domains = [domain('d-a', 7), domain('d-b')]
  expect(sharedDirectoryOwner(domains, { ...wish, uid: 1, gid: 2 })._unsafeUnwrap()).toEqual({ uid: 1, gid: 2 })
  expect(sharedDirectoryOwner(domains, { ...wish, uid: 1 }).isErr()).toBe(true)
  expect(sharedDirectoryOwner([domain('d-a', 7), domain('d-b', 8)], { ...wish, uid: 1 }).isOk()).toBe(true)
})
