import { assertErr, assertOk, efsEntry } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { alice, domainId, fileSystemId, lustre, studio } from '../../test/studio.js'
import { createStudioEfs } from '../index.js'
import type { DirectorySpec } from '../model/directory.js'

test('the profile has its directory and lists it', async () => {
  const { studioEfs, profile, directories, listOf } = studio({ domainSettings: { CustomFileSystemConfigs: [lustre] } })
  profile('Alice', { CustomPosixUserConfig: { Uid: 20_000, Gid: 2000 } })
  const { changes, profile: stored } = assertOk(await studioEfs.onboardProfile(alice))
  expect(stored).toEqual({ domainId, userProfileName: 'Alice' })
  expect(directories.entries()).toMatchObject([{ path: '/Alice', uid: 20_000, gid: 2000, mode: '0700' }])
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
  const hanging = { ...context.directories, claimDirectories: () => new Promise<never>(() => {}) }
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

describe('a directory that is known to others', () => {
  const shared = { uid: 200_001, gid: 1001, mode: '2770' }

  test('is not given to the profile of its name: the default of the domain', async () => {
    const { studioEfs, profile, directories, listOf } = studio()
    profile('shared')
    assertOk(
      await studioEfs.setDomainDefault({
        domainId,
        fileSystemId,
        fileSystemPath: '/shared',
        directory: 'provision',
        scope: 'private',
      }),
    )
    for (const dryRun of [true, false]) {
      const error = assertErr(
        await studioEfs.onboardProfile({
          ...alice,
          userProfileName: 'shared',
          dryRun,
          foreignDirectories: 'take-over',
        }),
        'PathOverlapError',
      )
      expect(error).toMatchObject({ path: '/shared', relation: 'is', other: '/shared' })
      expect(error.message).toContain('user profile d-science/shared')
    }
    expect(directories.entries()).toMatchObject([{ path: '/shared', ...shared }])
    expect(listOf('shared')).toBeUndefined()
  })

  test.each([
    ['/team/data', 'team', undefined, 'holds'],
    ['/users', 'alice', '/users/{userProfileName}', 'lies inside'],
    ['/', 'alice', undefined, 'lies inside'],
    ['/alice/', 'alice', undefined, 'is'],
  ])('is refused for a default %s and the profile %s', async (path, name, layout, relation) => {
    for (const spaces of ['DefaultUserSettings', 'DefaultSpaceSettings'] as const) {
      const { studioEfs, profile, directories, fake } = studio()
      profile(name)
      const domain = fake.state.sagemaker.domains.get(domainId)
      const CustomFileSystemConfigs = [efsEntry('fs-0bbbbbbbbbbbbbbbb', `/${name}`), efsEntry(fileSystemId, path)]
      Object.assign(domain ?? {}, { [spaces]: { ...domain?.[spaces], CustomFileSystemConfigs } })
      const input = { ...alice, userProfileName: name, ...(layout && { layout }) }
      expect(assertErr(await studioEfs.onboardProfile(input), 'PathOverlapError')).toMatchObject({ relation })
      expect(directories.entries()).toEqual([])
    }
  })

  test('is refused by name, whatever the domain has', async () => {
    const { studioEfs, profile, directories } = studio()
    profile('alice')
    const { fileSystemId: _, ...input } = { ...alice, reservedPaths: ['/_shared', '/alice/exchange'] }
    expect(assertErr(await studioEfs.provisionUserDirectory(input), 'PathOverlapError').other).toBe('/alice/exchange')
    expect(directories.entries()).toEqual([])
    assertOk(await studioEfs.provisionUserDirectory({ ...input, reservedPaths: ['/_shared', '/alice2'] }))
  })

  test('is refused when it belongs to another owner, and taken over with a record when the caller says so', async () => {
    const { context, profile, directories, listOf } = studio()
    profile('data')
    const records: unknown[] = []
    const none = () => undefined
    const warn = (message: string, fields: object) => void records.push({ message, ...fields })
    const studioEfs = createStudioEfs({ ...context, logger: { debug: none, info: none, warn, error: none } })
    const foreign = { path: '/data', owner: { uid: 33, gid: 33 }, mode: '0755' } as DirectorySpec
    await directories.ensureDirectories([foreign])
    const input = { ...alice, userProfileName: 'data' }
    expect(assertErr(await studioEfs.onboardProfile(input), 'DirectoryTakenError')).toMatchObject({
      ...{ path: '/data', owner: { uid: 33, gid: 33 }, mode: '0755' },
    })
    expect([listOf('data'), records]).toEqual([undefined, []])
    const takeOver = { ...input, foreignDirectories: 'take-over' } as const
    const planned = assertOk(await studioEfs.onboardProfile({ ...takeOver, dryRun: true }))
    expect(records).toEqual([])
    expect(assertOk(await studioEfs.onboardProfile(takeOver)).changes).toEqual(planned.changes)
    expect(records).toEqual([
      { message: 'repaired a directory', path: '/data', before: '33:33 0755', after: '200001:1001 0700' },
    ])
  })
})
