import { expect, test } from 'vitest'
import { accessPoint, madeByUs } from '../../../test/infrastructure.js'
import type { AccessPoint } from '../../model/efs.js'
import type { FileSystemId } from '../../model/ids.js'
import { rootAccessPointTokenFor } from '../../network/plan/ownership.js'
import { chooseAccessPoint } from './access-point-choice.js'

const fileSystemId = 'fs-1' as FileSystemId
const clientToken = rootAccessPointTokenFor(fileSystemId)
const byToken = accessPoint('fsap-token', { clientToken })
const byTag = accessPoint('fsap-tag', { tags: madeByUs })
const choose = (...found: AccessPoint[]) => chooseAccessPoint(found, fileSystemId)

test.each<[string, AccessPoint]>([
  ['has our client token', byToken],
  ['has our tag', byTag],
  ['is still being made', { ...byToken, lifeCycleState: 'creating' }],
])('the access point that %s is used', (_, ours) => {
  expect(choose(accessPoint('fsap-1'), ours)._unsafeUnwrap()).toEqual({ kind: 'use', accessPoint: ours })
})

test.each<[string, AccessPoint]>([
  ['has neither our token nor our tag', accessPoint('fsap-1')],
  ['acts as another user', accessPoint('fsap-1', { tags: madeByUs, posixUser: { uid: 1000, gid: 0 } })],
  ['keeps the identity of its caller', accessPoint('fsap-1', { tags: madeByUs, posixUser: undefined })],
  ['begins further down', accessPoint('fsap-1', { tags: madeByUs, path: '/home' })],
])('one that %s is not', (_, other) => {
  expect(choose(other)._unsafeUnwrap()).toEqual({ kind: 'create', after: undefined })
})

test('a new one is made when the one of an earlier run is gone, while that is being deleted', () => {
  const leaving = { ...byToken, lifeCycleState: 'deleting' }
  expect(choose(leaving)._unsafeUnwrap()).toEqual({ kind: 'create', after: leaving })
})

test('our client token on something else is an error, and so is the one of an earlier run in error', () => {
  expect(choose({ ...byToken, path: '/home' })._unsafeUnwrapErr().name).toBe('AccessPointTokenTakenError')
  expect(choose({ ...byToken, lifeCycleState: 'error' })._unsafeUnwrapErr().name).toBe('UnusableLifeCycleError')
})
