import { assertErr, assertOk, efsEntry } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { alice, domainId, fileSystemId, lustre, studio } from '../../test/studio.js'

test('the profile has its directory and lists it', async () => {
  const { studioEfs, profile, directories, listOf } = studio({ domainSettings: { CustomFileSystemConfigs: [lustre] } })
  profile('Alice', { CustomPosixUserConfig: { Uid: 20_000, Gid: 2000 } })
  const { changes, profile: stored } = assertOk(await studioEfs.onboardProfile(alice))
  expect(stored).toEqual({ domainId, userProfileName: 'Alice' })
  expect(directories.entries()).toMatchObject([{ path: '/Alice', uid: 20_000, gid: 2000, mode: 0o700 }])
  expect(listOf('alice')).toEqual([lustre, efsEntry(fileSystemId, '/Alice')])
  expect(changes.map(({ kind }) => kind)).toEqual(['directory', 'user-profile-file-systems'])
})

test('a change takes two profile calls, no change takes one, and the domain is read once', async () => {
  const { studioEfs, profile, fake } = studio()
  for (const name of ['alice', 'bob']) profile(name)
  const callsOf = async (userProfileName: string) => {
    const before = fake.calls.length
    assertOk(await studioEfs.onboardProfile({ ...alice, userProfileName }))
    return fake.calls.slice(before).map(({ operation }) => operation)
  }
  expect(await callsOf('alice')).toEqual(['DescribeDomain', 'DescribeUserProfile', 'UpdateUserProfile'])
  expect(await callsOf('bob')).toEqual(['DescribeUserProfile', 'UpdateUserProfile'])
  await fake.clock.advance(10_000)
  expect(await callsOf('alice')).toEqual(['DescribeUserProfile'])
  await fake.clock.advance(60_000)
  expect(await callsOf('alice')).toEqual(['DescribeDomain', 'DescribeUserProfile'])
})

test('a profile whose directory failed is never updated', async () => {
  const { studioEfs, profile, directories, writes, listOf } = studio()
  profile('alice')
  directories.plant('/alice', 'file')
  assertErr(await studioEfs.onboardProfile(alice), 'NotADirectoryError')
  expect(writes()).toEqual([])
  expect(listOf('alice')).toBeUndefined()
})

test('a dry run reports the same changes and writes nothing', async () => {
  const { studioEfs, profile, directories, writes } = studio()
  profile('alice')
  const planned = assertOk(await studioEfs.onboardProfile({ ...alice, dryRun: true }))
  expect([directories.entries(), writes()]).toEqual([[], []])
  expect(assertOk(await studioEfs.onboardProfile(alice)).changes).toEqual(planned.changes)
  expect(assertOk(await studioEfs.onboardProfile({ ...alice, dryRun: true })).changes).toEqual([])
})

test('a name that SageMaker does not hold makes no directory', async () => {
  const { studioEfs, directories } = studio()
  assertErr(await studioEfs.onboardProfile(alice), 'ResourceNotFoundError')
  expect(directories.entries()).toEqual([])
})

test('a directory that never answers ends at the deadline', async () => {
  const { context, profile } = studio()
  profile('alice')
  const { onboardProfile } = await import('./onboard-profile.js')
  const hanging = { ...context.directories, ensureDirectories: () => new Promise<never>(() => {}) }
  const result = await onboardProfile({ ...context, directories: hanging }, { ...alice, timeoutMs: 5000 })
  expect(assertErr(result, 'DeadlineExceededError').message).toContain('/alice')
})

test('many profiles, faults on every call: each has its directory and lists it, nothing is lost', async () => {
  const { studioEfs, fake, profile, listOf, directories } = studio({ seed: 7 })
  const names = Array.from({ length: 40 }, (_, n) => `user-${n}`)
  for (const name of names) profile(name, { CustomFileSystemConfigs: [lustre] })
  for (const fault of [
    { kind: 'throttle' },
    { kind: 'connection-reset', change: 'applied' },
    { kind: 'connection-reset' },
    { kind: 'server-error', change: 'applied' },
  ] as const)
    fake.inject({ service: 'sagemaker', when: { probability: 0.1 }, fault })
  const results = await Promise.all(
    names.map((userProfileName) => studioEfs.onboardProfile({ ...alice, userProfileName })),
  )
  for (const result of results) assertOk(result)
  expect(directories.entries()).toHaveLength(40)
  for (const name of names) expect(listOf(name)).toEqual([lustre, efsEntry(fileSystemId, `/${name}`)])
})

test('a burst of profiles reads their domain once', async () => {
  const { studioEfs, profile, calls } = studio()
  const names = Array.from({ length: 10 }, (_, n) => `user-${n}`)
  for (const name of names) profile(name)
  await Promise.all(names.map((userProfileName) => studioEfs.onboardProfile({ ...alice, userProfileName })))
  expect(calls().filter((operation) => operation === 'DescribeDomain')).toHaveLength(1)
})
