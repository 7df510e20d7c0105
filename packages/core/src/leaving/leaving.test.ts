import { assertErr, assertOk, memoryDirectoryDriver } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { domainId, studio } from '../../test/studio.js'
import { DirectoryIoError } from '../errors.js'
import { createStudioEfs } from '../index.js'

const DAY_MS = 86_400_000
const alice = { domainId, userProfileName: 'alice' }

/** Profiles with directories, old enough to be gone when SageMaker does not know them. */
async function withProfiles(...names: readonly string[]) {
  const made = studio()
  for (const name of names) made.profile(name)
  for (const userProfileName of names)
    assertOk(await made.studioEfs.provisionUserDirectory({ domainId, userProfileName }))
  await made.fake.clock.advance(DAY_MS)
  const { userProfiles } = made.fake.state.sagemaker
  const leave = (name: string) =>
    [...userProfiles.keys()].filter((key) => key.endsWith(`/${name}`)).map((key) => userProfiles.delete(key))
  return { ...made, leave, archived: () => made.directories.archives().map(({ path }) => path) }
}

const names = (count: number) => Array.from({ length: count }, (_, index) => `user-${index}`)

test('the directory of a profile that is gone is archived; a second time, and for a repeated event, nothing is', async () => {
  const { studioEfs, directories, leave, archived } = await withProfiles('alice', 'bob')
  leave('alice')
  const planned = assertOk(await studioEfs.offboardProfile({ ...alice, dryRun: true }))
  expect(archived()).toEqual([])
  const done = assertOk(await studioEfs.offboardProfile(alice))
  expect(done).toMatchObject({ outcome: 'archived', path: '/alice', changes: planned.changes })
  expect(archived()).toEqual(['/alice'])
  expect(assertOk(await studioEfs.offboardProfile(alice)).outcome).toBe('not-claimed')
  expect(directories.entries().map(({ path }) => path)).toEqual(['/bob'])
})

test('an event is no reason: the directory of a profile that is there is left', async () => {
  const { studioEfs, archived } = await withProfiles('alice')
  expect(assertOk(await studioEfs.offboardProfile(alice))).toMatchObject({ outcome: 'still-there', changes: [] })
  expect(archived()).toEqual([])
})

test('a profile that SageMaker is still deleting, or that is gone but young, is pending; one that stays is not', async () => {
  const { fake, studioEfs, profile, leave, archived } = await withProfiles('alice')
  const [stored] = [...fake.state.sagemaker.userProfiles.values()]
  if (stored === undefined) throw new Error('There is no profile.')
  const deletedAt = new Date(fake.clock.now())
  const offboard = async (input = {}) => {
    const { outcome, pending } = assertOk(await studioEfs.offboardProfile({ ...alice, ...input }))
    return [outcome, pending]
  }
  expect(await offboard()).toEqual(['still-there', undefined])
  expect(await offboard({ deletedAt })).toEqual(['still-there', 'deleting'])
  stored.Status = 'Deleting'
  expect(await offboard()).toEqual(['still-there', 'deleting'])
  stored.Status = 'Delete_Failed'
  expect(await offboard({ deletedAt })).toEqual(['still-there', undefined])
  leave('alice')
  expect(await offboard({ deletedAt })).toEqual(['archived', undefined])

  await fake.clock.advance(1000)
  profile('alice')
  assertOk(await studioEfs.provisionUserDirectory(alice))
  expect(await offboard({ deletedAt })).toEqual(['still-there', undefined])
  leave('alice')
  expect(await offboard()).toEqual(['still-there', 'young'])
  await fake.clock.advance(600_000)
  expect(await offboard()).toEqual(['archived', undefined])
  expect(archived()).toEqual(['/alice', '/alice'])
})

test('created again before the event of its deletion comes: only the earlier directory is archived', async () => {
  const { fake, studioEfs, profile, leave, archived } = await withProfiles('alice')
  for (let round = 1; round <= 10; round += 1) {
    leave('alice')
    await fake.clock.advance(DAY_MS)
    profile('alice')
    const { outcome } = assertOk(await studioEfs.offboardProfile(alice))
    expect([outcome, archived().length]).toEqual(['archived', round])
    assertOk(await studioEfs.provisionUserDirectory(alice))
    expect(assertOk(await studioEfs.offboardProfile(alice)).outcome).toBe('still-there')
  }
})

test('a denied call archives nothing', async () => {
  const { fake, studioEfs, leave, archived } = await withProfiles('alice')
  leave('alice')
  for (const operation of ['DescribeUserProfile', 'ListUserProfiles', 'ListDomains']) {
    const fault = { kind: 'error', code: 'AccessDeniedException', message: 'no', status: 403 } as const
    fake.inject({ service: 'sagemaker', operation, when: 'next', fault })
    expect(assertErr(await studioEfs.archiveLeavers({})).name).toBe('AccessDeniedError')
  }
  expect(archived()).toEqual([])
})

test('a Region without domains archives nothing, nor one whose account or name is another', async () => {
  const { fake, studioEfs, leave, archived } = await withProfiles(...names(3))
  names(3).forEach(leave)
  const { domains } = fake.state.sagemaker
  const [entry] = [...domains]
  domains.clear()
  expect(assertErr(await studioEfs.archiveLeavers({})).name).toBe('UnknownPlaceError')
  expect(assertErr(await studioEfs.offboardProfile({ domainId, userProfileName: 'user-0' })).name).toBe(
    'UnknownPlaceError',
  )
  if (entry !== undefined)
    domains.set(entry[0], { ...entry[1], DomainArn: `arn:aws:sagemaker:us-west-2:999900001111:domain/${domainId}` })
  expect(assertOk(await studioEfs.archiveLeavers({}))).toMatchObject({ claims: 0, elsewhere: 3, leavers: [] })
  expect(assertOk(await studioEfs.offboardProfile({ domainId, userProfileName: 'user-0' })).outcome).toBe('not-claimed')
  expect(archived()).toEqual([])
})

test('lost events do not matter: leavers are found by their claims, and profiles that are there are described never', async () => {
  const { fake, studioEfs, leave, archived, calls } = await withProfiles(...names(30))
  ;['user-3', 'user-7'].forEach(leave)
  const before = calls().length
  const planned = assertOk(await studioEfs.archiveLeavers({ dryRun: true }))
  expect(calls().slice(before)).toEqual([
    'ListDomains',
    'ListUserProfiles',
    'DescribeUserProfile',
    'DescribeUserProfile',
  ])
  expect(archived()).toEqual([])
  const steps: string[] = []
  const done = assertOk(await studioEfs.archiveLeavers({ onProgress: ({ step }) => steps.push(step) }))
  expect(done).toEqual(planned)
  expect(done).toMatchObject({ claims: 30, elsewhere: 0 })
  expect(archived()).toEqual(['/user-3', '/user-7'])
  expect([...new Set(steps)]).toEqual(['reading-claims', 'looking-for-profiles', 'archiving'])
  expect(assertOk(await studioEfs.archiveLeavers({})).leavers).toEqual([])
  expect(fake.state.sagemaker.userProfiles.size).toBe(28)
})

test('a sweep for some domains counts and archives the leavers of those alone', async () => {
  const { fake, studioEfs, leave, archived } = await withProfiles(...names(6))
  names(6).forEach(leave)
  fake.seed.domain({ DomainId: 'd-other' })
  expect(assertOk(await studioEfs.archiveLeavers({ domainIds: ['d-other'] }))).toMatchObject({
    claims: 0,
    elsewhere: 6,
  })
  expect(archived()).toEqual([])
  expect(assertErr(await studioEfs.archiveLeavers({ domainIds: ['no-domain'] }))).toMatchObject({
    field: 'domainIds[0]',
  })
  expect(assertOk(await studioEfs.archiveLeavers({ domainIds: [domainId], maxShare: 1 })).changes).toHaveLength(6)
})

test('the brake holds where more than a fifth of all seem to have left, until it is loosened', async () => {
  const { studioEfs, leave, archived } = await withProfiles(...names(20))
  names(6).forEach(leave)
  expect(assertErr(await studioEfs.archiveLeavers({}))).toMatchObject({
    ...{ name: 'TooManyLeaversError', leavers: 6, claims: 20, maxShare: 0.2 },
  })
  expect(archived()).toEqual([])
  assertOk(await studioEfs.archiveLeavers({ maxShare: 0.3 }))
  expect(archived()).toHaveLength(6)
})

test('a profile created again counts as another one, and only the earlier directory is archived', async () => {
  const { fake, studioEfs, profile, leave, archived } = await withProfiles('alice', 'bob')
  leave('alice')
  await fake.clock.advance(DAY_MS)
  profile('alice')
  expect(assertOk(await studioEfs.archiveLeavers({})).leavers).toMatchObject([{ path: '/alice', outcome: 'archived' }])
  assertOk(await studioEfs.provisionUserDirectory(alice))
  expect(assertOk(await studioEfs.archiveLeavers({})).leavers).toEqual([])
  expect(archived()).toEqual(['/alice'])
})

test('a directory that cannot be archived does not stop the others', async () => {
  const { studioEfs, directories, leave, archived } = await withProfiles('alice', 'bob', 'carol')
  ;['alice', 'bob'].forEach(leave)
  const stale = new DirectoryIoError({ path: '/alice', operation: 'rename', code: 'EROFS', retryable: false })
  directories.failOn('/alice', stale)
  expect(assertOk(await studioEfs.archiveLeavers({})).leavers).toMatchObject([
    { path: '/alice', outcome: 'failed', error: stale },
    { path: '/bob', outcome: 'archived' },
  ])
  expect(archived()).toEqual(['/bob'])
})

test('a driver that keeps no archive is refused by name', async () => {
  const { context } = studio()
  const { ensureDirectories, inspectDirectories } = context.directories
  const bare = { name: 'bare', ensureDirectories, inspectDirectories }
  const studioEfs = createStudioEfs({ ...context, directories: bare })
  expect(assertErr(await studioEfs.archiveLeavers({}))).toMatchObject({ field: 'context.directories' })
})

test('with a grace period, a directory is archived so many days after its profile was first seen gone', async () => {
  const { fake, context, profile } = studio()
  const directories = memoryDirectoryDriver({ clock: fake.clock })
  const studioEfs = createStudioEfs({ ...context, directories })
  for (const userProfileName of ['alice', 'bob']) {
    profile(userProfileName)
    assertOk(await studioEfs.provisionUserDirectory({ domainId, userProfileName }))
  }
  await fake.clock.advance(DAY_MS)
  const { userProfiles } = fake.state.sagemaker
  const [key, stored] = [...userProfiles].find(([name]) => name.endsWith('/alice')) ?? []
  const sweep = async () =>
    assertOk(await studioEfs.archiveLeavers({ graceDays: 7 })).leavers.map(({ outcome }) => outcome)
  if (key !== undefined) userProfiles.delete(key)
  expect(await sweep()).toEqual(['waiting'])
  await fake.clock.advance(6 * DAY_MS)
  expect(await sweep()).toEqual(['waiting'])
  if (key !== undefined && stored !== undefined) userProfiles.set(key, stored)
  expect(await sweep()).toEqual([])
  if (key !== undefined) userProfiles.delete(key)
  await fake.clock.advance(6 * DAY_MS)
  expect(await sweep()).toEqual(['waiting'])
  await fake.clock.advance(7 * DAY_MS)
  expect(await sweep()).toEqual(['archived'])
  expect(directories.archives()).toHaveLength(1)
})

test('a dry run with a grace period says who would be archived now and who would begin to wait, and notes nothing', async () => {
  const { fake, context, profile } = studio()
  const directories = memoryDirectoryDriver({ clock: fake.clock })
  const studioEfs = createStudioEfs({ ...context, directories })
  for (const userProfileName of ['alice', 'bob']) {
    profile(userProfileName)
    assertOk(await studioEfs.provisionUserDirectory({ domainId, userProfileName }))
  }
  await fake.clock.advance(DAY_MS)
  const { userProfiles } = fake.state.sagemaker
  const leave = (name: string) =>
    [...userProfiles.keys()].filter((key) => key.endsWith(`/${name}`)).map((key) => userProfiles.delete(key))
  const plan = async () => {
    const { leavers, changes } = assertOk(await studioEfs.archiveLeavers({ graceDays: 7, dryRun: true }))
    const outcomes = leavers.map(
      ({ path, outcome, since }) =>
        `${path} ${outcome}${outcome === 'waiting' && since === undefined ? ' from now' : ''}`,
    )
    return [outcomes.sort(), changes.map(({ path }) => path)]
  }
  leave('alice')
  expect(await plan()).toEqual([['/alice waiting from now'], []])
  await fake.clock.advance(8 * DAY_MS)
  expect(await plan()).toEqual([['/alice waiting from now'], []])
  assertOk(await studioEfs.archiveLeavers({ graceDays: 7 }))
  expect(await plan()).toEqual([['/alice waiting'], []])
  await fake.clock.advance(8 * DAY_MS)
  leave('bob')
  expect(await plan()).toEqual([['/alice archived', '/bob waiting from now'], ['/alice']])
  expect(directories.archives()).toEqual([])
  const { leavers } = assertOk(await studioEfs.archiveLeavers({ graceDays: 7 }))
  expect(leavers.map(({ path, outcome }) => `${path} ${outcome}`).sort()).toEqual(['/alice archived', '/bob waiting'])
})
