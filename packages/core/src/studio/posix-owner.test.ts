import { expect, test } from 'vitest'
import type { PosixOwner } from '../model/posix-owner.js'
import { posixOwnerOf } from './posix-owner.js'

test("the profile's POSIX identity wins over the domain's, and the domain's over 200001:1001", () => {
  const profile = { uid: 11_000, gid: 2001 } as PosixOwner
  const domain = { uid: 12_000, gid: 2002 } as PosixOwner
  expect(posixOwnerOf({ posixOwner: profile }, { posixOwner: domain })).toBe(profile)
  expect(posixOwnerOf({ posixOwner: undefined }, { posixOwner: domain })).toBe(domain)
  expect(posixOwnerOf({ posixOwner: undefined }, { posixOwner: undefined })).toEqual({ uid: 200_001, gid: 1001 })
})
