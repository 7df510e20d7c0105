import { assertErr, assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { domainId, studio } from '../../test/studio.js'
import type { Generation } from '../directories.js'

const alice = { domainId, userProfileName: 'alice' }

test('gives a number for a profile that does not exist, the same one until it was used', async () => {
  const { studioEfs, writes } = studio()
  const planned = assertOk(await studioEfs.allocateIdentity({ ...alice, dryRun: true }))
  const first = assertOk(await studioEfs.allocateIdentity(alice))
  expect(first).toEqual(planned)
  expect(first).toMatchObject({ outcome: 'taken', changes: [{ kind: 'identity', action: 'take', uid: first.uid }] })
  expect(assertOk(await studioEfs.allocateIdentity(alice))).toMatchObject({ ...first, outcome: 'held', changes: [] })
  expect(assertOk(await studioEfs.allocateIdentity({ ...alice, userProfileName: 'bob' })).uid).not.toBe(first.uid)
  expect(writes()).toEqual([])
})

test('gives the number that a profile has, and never again after it', async () => {
  const { studioEfs, profile, fake } = studio()
  const { uid } = assertOk(await studioEfs.allocateIdentity(alice))
  profile('alice', { CustomPosixUserConfig: { Uid: uid, Gid: 1001 } })
  expect(assertOk(await studioEfs.allocateIdentity(alice))).toMatchObject({ uid, outcome: 'in-use', changes: [] })
  fake.state.sagemaker.userProfiles.clear()
  const next = assertOk(await studioEfs.allocateIdentity(alice))
  expect(next.outcome).toBe('taken')
  expect(next.uid).not.toBe(uid)
  expect(assertOk(await studioEfs.allocateIdentity({ ...alice, previousOwner: 'adopt' })).uid).toBe(uid)
})

test('does not give the number of a life that is known by the claim of its directory alone', async () => {
  const { studioEfs, directories } = studio()
  const { uid } = assertOk(await studioEfs.allocateIdentity(alice))
  const life = { accountId: '111122223333', region: 'eu-west-1', ...alice, createdAt: '2025-01-01T00:00:00.000Z' }
  const claim = { kind: 'private', ...(life as Generation) } as const
  const directory = { path: '/alice', owner: { uid, gid: 1001 }, mode: 0o700 } as never
  await directories.claimDirectories([{ ...(directory as object), claim } as never])
  const planned = assertOk(await studioEfs.allocateIdentity({ ...alice, dryRun: true }))
  const next = assertOk(await studioEfs.allocateIdentity(alice))
  expect(next.uid).not.toBe(uid)
  expect(planned.uid).toBe(next.uid)
  expect(assertOk(await studioEfs.allocateIdentity(alice))).toMatchObject({ uid: next.uid, outcome: 'held' })
})

test('says that a profile without an identity of its own can get none any more', async () => {
  const { studioEfs, profile, directories } = studio()
  profile('alice')
  expect(assertErr(await studioEfs.allocateIdentity(alice))).toMatchObject({
    name: 'UserProfileDiffersError',
    detail: expect.stringContaining('200001:1001'),
  })
  expect(directories.identities()).toEqual([])
})

test('reads the Region for the check, and with the ledger alone the domain and the profile', async () => {
  const { studioEfs, calls } = studio()
  assertOk(await studioEfs.allocateIdentity({ ...alice, crossCheck: 'ledger' }))
  expect(calls()).toEqual(['DescribeDomain', 'DescribeUserProfile'])
})

test('needs a driver that keeps a ledger', async () => {
  const { context } = studio()
  const { allocateIdentity } = await import('./allocate-identity.js')
  const { ensureDirectories, inspectDirectories } = context.directories
  const directories = { name: 'plain', ensureDirectories, inspectDirectories }
  expect(assertErr(await allocateIdentity({ ...context, directories }, alice))).toMatchObject({
    ...{ name: 'InvalidInputError', field: 'context.directories' },
    received: 'the driver plain',
  })
})
