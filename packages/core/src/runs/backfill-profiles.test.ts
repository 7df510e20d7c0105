import { efsEntry } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { countBy, kinds, manyProfiles, outcomesOf } from '../../test/many.js'
import { domainId, fileSystemId, lustre } from '../../test/studio.js'
import { createStudioEfs } from '../facade/studio-efs.js'

test.each([0, 1, 10, 11, 100, 101, 1001])('all of %i profiles have their directory and list it', async (count) => {
  const { studioEfs, names, input, listOf, wanted, directoryPaths } = manyProfiles(count)
  const run = studioEfs.backfillProfiles(input)
  const outcomes = await outcomesOf(run)
  expect(outcomes.map(({ profile }) => profile.userProfileName).sort()).toEqual([...names].sort())
  expect(directoryPaths()).toEqual(names.map((name) => `/${name}`).sort())
  for (const name of names) expect(listOf(name)).toEqual(wanted(name))
  const summary = (await run.summary())._unsafeUnwrap()
  expect(summary).toMatchObject({ onboarded: count, unchanged: 0, failed: 0, skipped: 0 })
  expect([summary.stopped, summary.resumeToken]).toEqual([undefined, undefined])
})

test('a change takes one describe and one update, no change one describe, the domain is read once', async () => {
  const { studioEfs, input, fake } = manyProfiles(250)
  const callsOf = async (run: { summary(): unknown }) => {
    const before = fake.calls.length
    await run.summary()
    return countBy(fake.calls.slice(before), ({ operation }) => operation)
  }
  expect(await callsOf(studioEfs.backfillProfiles(input))).toEqual({
    DescribeDomain: 1,
    ListUserProfiles: 3,
    DescribeUserProfile: 250,
    UpdateUserProfile: 250,
  })
  await fake.clock.advance(100_000)
  expect(await callsOf(studioEfs.backfillProfiles(input))).toEqual({
    DescribeDomain: 1,
    ListUserProfiles: 3,
    DescribeUserProfile: 250,
  })
})

test('a dry run gives the same changes and writes nothing', async () => {
  const { studioEfs, input, writes, directoryPaths } = manyProfiles(30)
  const planned = await outcomesOf(studioEfs.backfillProfiles({ ...input, dryRun: true }))
  expect([writes(), directoryPaths()]).toEqual([[], []])
  const byName = (outcomes: typeof planned) =>
    outcomes.toSorted((a, b) => a.profile.userProfileName.localeCompare(b.profile.userProfileName))
  expect(byName(await outcomesOf(studioEfs.backfillProfiles(input)))).toEqual(byName(planned))
})

test('directories go to the driver in batches', async () => {
  const { context, input, names } = manyProfiles(300)
  const batches: number[] = []
  const directories = {
    ...context.directories,
    claimDirectories: (specs: Parameters<typeof context.directories.claimDirectories>[0]) => {
      batches.push(specs.length)
      return context.directories.claimDirectories(specs)
    },
  }
  await createStudioEfs({ ...context, directories })
    .backfillProfiles(input)
    .summary()
  expect(batches.reduce((sum, size) => sum + size, 0)).toBe(names.length)
  expect(batches.length).toBeLessThanOrEqual(12)
})

test('a profile that is not ready gets its turn at the end, and does not delay the others', async () => {
  const { studioEfs, fake, profile, input, listOf } = manyProfiles(150)
  profile('early')
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'pending', Status: 'Pending' })
  fake.later(60_000, ({ sagemaker }) => {
    const record = sagemaker.userProfiles.get(`${domainId}/pending`)
    if (record !== undefined) record.Status = 'InService'
  })
  const seen: (readonly [string, number])[] = []
  for await (const { profile: ref } of studioEfs.backfillProfiles(input))
    seen.push([ref.userProfileName, fake.clock.now() - Date.UTC(2026, 0, 1)])
  expect(seen.at(-1)?.[0]).toBe('pending')
  expect(seen.at(-2)?.[1]).toBeLessThan(2000)
  expect(seen.at(-1)?.[1]).toBeLessThan(66_000)
  expect(listOf('pending')).toEqual([efsEntry(fileSystemId, '/pending')])
})

test('a profile that never gets ready fails after the time that one profile may take', async () => {
  const { studioEfs, fake, input } = manyProfiles(3)
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'stuck', Status: 'Updating' })
  const outcomes = await outcomesOf(studioEfs.backfillProfiles({ ...input, profileTimeoutMs: 120_000 }))
  expect(kinds(outcomes)).toEqual({ onboarded: 3, failed: 1 })
  expect(outcomes.at(-1)).toMatchObject({
    profile: { userProfileName: 'stuck' },
    error: { name: 'DeadlineExceededError' },
  })
  expect(fake.clock.now() - Date.UTC(2026, 0, 1)).toBeLessThan(130_000)
})

test.each(['Deleting', 'Failed', 'Delete_Failed'] as const)('a profile that is %s is skipped', async (Status) => {
  const { studioEfs, fake, input, directoryPaths } = manyProfiles(2)
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'gone', Status })
  const outcomes = await outcomesOf(studioEfs.backfillProfiles(input))
  expect(outcomes.find(({ outcome }) => outcome === 'skipped')).toMatchObject({
    profile: { userProfileName: 'gone' },
    reason: 'unusable',
    detail: expect.stringContaining(Status),
  })
  expect(directoryPaths()).not.toContain('/gone')
})

test('profiles that are made while it runs are onboarded, and those that are deleted are skipped', async () => {
  const { studioEfs, fake, input, listOf } = manyProfiles(250)
  fake.inject({
    service: 'sagemaker',
    operation: 'ListUserProfiles',
    when: 2,
    fault: {
      kind: 'third-party',
      change: ({ sagemaker }) => {
        fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'newcomer' })
        sagemaker.userProfiles.delete(`${domainId}/user-80`)
      },
    },
  })
  const outcomes = await outcomesOf(studioEfs.backfillProfiles(input))
  expect(listOf('newcomer')).toEqual([efsEntry(fileSystemId, '/newcomer')])
  expect(kinds(outcomes)).toEqual({ onboarded: 250, skipped: 1 })
})

test('the stored spelling names the directory, whatever its case', async () => {
  const { studioEfs, profile, input, directoryPaths, listOf } = manyProfiles(0)
  for (const name of ['Alice', 'BOB', 'carol-X']) profile(name)
  await studioEfs.backfillProfiles(input).summary()
  expect(directoryPaths()).toEqual(['/Alice', '/BOB', '/carol-X'])
  expect(listOf('alice')).toEqual([efsEntry(fileSystemId, '/Alice')])
})

test('without domain ids it goes over all domains of the Region, each in folders of its own', async () => {
  const { studioEfs, fake, profile, directoryPaths } = manyProfiles(0)
  fake.seed.domain({ DomainId: 'd-other', DefaultUserSettings: { CustomFileSystemConfigs: [lustre] } })
  profile('alice')
  fake.seed.userProfile({ DomainId: 'd-other', UserProfileName: 'alice' })
  const refused = await studioEfs.backfillProfiles({ fileSystemId }).summary()
  expect(refused._unsafeUnwrapErr()).toMatchObject({ name: 'InvalidInputError', field: 'layout' })
  const layout = '/{domainId}/{userProfileName}'
  const outcomes = await outcomesOf(studioEfs.backfillProfiles({ fileSystemId, layout }))
  expect(kinds(outcomes)).toEqual({ onboarded: 2 })
  expect(directoryPaths()).toEqual(['/d-other', '/d-other/alice', '/d-science', '/d-science/alice'])
  expect(fake.state.sagemaker.userProfiles.get('d-other/alice')?.UserSettings?.CustomFileSystemConfigs).toEqual([
    lustre,
    efsEntry(fileSystemId, '/d-other/alice'),
  ])
})

test('one failing profile fails alone, and says what was changed before', async () => {
  const { studioEfs, directories, fake, input } = manyProfiles(20)
  directories.plant('/user-3', 'file')
  fake.inject({
    service: 'sagemaker',
    operation: 'UpdateUserProfile',
    when: ({ UserProfileName }) => UserProfileName === 'user-5',
    fault: { kind: 'error', code: 'AccessDeniedException' },
  })
  const outcomes = await outcomesOf(studioEfs.backfillProfiles(input))
  expect(kinds(outcomes)).toEqual({ onboarded: 18, failed: 2 })
  const failures = outcomes.flatMap((each) =>
    each.outcome === 'failed' ? [[each.error.name, each.changes.length]] : [],
  )
  expect(failures.sort()).toEqual([
    ['AccessDeniedError', 1],
    ['NotADirectoryError', 0],
  ])
})

test('at the slow pace of an account no update goes out on a reading that is old', async () => {
  const rate = { service: 'sagemaker', burst: 5 } as const
  const { studioEfs, input, fake, names } = manyProfiles(150, {
    rates: [
      { ...rate, operation: 'UpdateUserProfile', perSecond: 1 },
      { ...rate, operation: 'DescribeUserProfile', perSecond: 5 },
    ],
  })
  await studioEfs.backfillProfiles(input).summary()
  const readAt = new Map<unknown, number>()
  const ages: number[] = []
  for (const { operation, input, at } of fake.calls) {
    const name = input?.['UserProfileName']
    if (operation === 'DescribeUserProfile') readAt.set(name, at)
    if (operation === 'UpdateUserProfile') ages.push(at - (readAt.get(name) ?? 0))
  }
  expect(ages.length).toBeGreaterThanOrEqual(names.length)
  expect(Math.max(...ages)).toBeLessThanOrEqual(10_000)
  expect(ages.filter((age) => age > 5000).length).toBeLessThan(ages.length / 20)
  expect(countBy(fake.calls, ({ operation }) => operation)['DescribeUserProfile']).toBeLessThan(1.3 * names.length)
})
