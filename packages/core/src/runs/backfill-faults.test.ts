import type { FakeAws, Fault } from '@studio-efs/testing'
import { efsEntry } from '@studio-efs/testing'
import { describe, expect, test, vi } from 'vitest'
import { callsTo, countBy, kinds, manyProfiles, outcomesOf } from '../../test/many.js'
import { domainId, models } from '../../test/studio.js'
import { createStudioEfs } from '../index.js'

vi.setConfig({ testTimeout: 30_000 })

const operations = ['DescribeDomain', 'ListUserProfiles', 'DescribeUserProfile', 'UpdateUserProfile'] as const
const faults: Readonly<Record<string, Fault>> = {
  'a throttle': { kind: 'throttle' },
  'a 500': { kind: 'server-error' },
  'a 503 after the change': { kind: 'server-error', status: 503, change: 'applied' },
  'a reset': { kind: 'connection-reset' },
  'a reset after the change': { kind: 'connection-reset', change: 'applied' },
  'no reply': { kind: 'no-reply' },
  'no reply to the change': { kind: 'no-reply', change: 'applied' },
  'a long way': { kind: 'latency', ms: 40_000 },
  'an unknown error': { kind: 'error', code: 'SomethingNew', status: 500 },
}
const seeds = process.env['STUDIO_EFS_TEST_SCALE'] === 'full' ? [1, 2, 3] : [1]
const cases = operations.flatMap((operation) =>
  Object.entries(faults).flatMap(([name, fault]) => seeds.map((seed) => ({ name, operation, fault, seed }))),
)

/** An attached profile has its directory at that very moment; and no list is ever sent that lost something. */
function watchUpdates({ fake, directoryPaths }: ReturnType<typeof manyProfiles>): string[] {
  const wrong: string[] = []
  const change = (_: FakeAws['state'], { UserProfileName, UserSettings }: Readonly<Record<string, unknown>>) => {
    if (!directoryPaths().includes(`/${UserProfileName}`)) wrong.push(`${UserProfileName} has no directory`)
    if (!JSON.stringify(UserSettings).includes(JSON.stringify(models))) wrong.push(`${UserProfileName} lost something`)
  }
  fake.inject({
    service: 'sagemaker',
    operation: 'UpdateUserProfile',
    when: () => true,
    fault: { kind: 'third-party', change },
  })
  return wrong
}

describe('every profile is done once, and nothing is lost, with', () => {
  test.each(cases)('$name on every third $operation, seed $seed', async ({ operation, fault, seed }) => {
    const world = manyProfiles(15, { seed, delays: { updateUserProfile: 0 } })
    const { studioEfs, fake, names, input, listOf, wanted, directoryPaths } = world
    const wrong = watchUpdates(world)
    fake.inject({ service: 'sagemaker', operation, when: { probability: 0.34 }, fault })
    const outcomes = await outcomesOf(studioEfs.backfillProfiles({ ...input, concurrency: 8 }))
    expect(kinds(outcomes)).toEqual({ onboarded: 15 })
    expect(countBy(outcomes, ({ profile }) => profile.userProfileName)).toEqual(
      Object.fromEntries(names.map((name) => [name, 1])),
    )
    expect(wrong).toEqual([])
    for (const name of names) expect(listOf(name)).toEqual(wanted(name))
    expect(directoryPaths()).toEqual(names.map((name) => `/${name}`).sort())
    if ('change' in fault && fault.change === 'applied')
      expect(fake.calls.filter((call) => call.operation === 'UpdateUserProfile')).toHaveLength(15)
  })

  test.each([1, 2, 3, 4, 5])('all of them at once on every call, seed %i', async (seed) => {
    const { studioEfs, fake, names, input, listOf, wanted } = manyProfiles(40, { seed })
    for (const fault of Object.values(faults)) fake.inject({ service: 'sagemaker', when: { probability: 0.04 }, fault })
    expect(kinds(await outcomesOf(studioEfs.backfillProfiles(input)))).toEqual({ onboarded: 40 })
    for (const name of names) expect(listOf(name)).toEqual(wanted(name))
  })
})

test('an update by a third party that is under way is waited for, and its additions are kept', async () => {
  const { studioEfs, fake, names, input, listOf, wanted } = manyProfiles(20)
  const theirs = efsEntry('fs-0ddddddddddddddd0', '/theirs')
  fake.inject({
    service: 'sagemaker',
    operation: 'UpdateUserProfile',
    when: { probability: 0.5 },
    times: 8,
    fault: {
      kind: 'third-party',
      change: ({ sagemaker }, { UserProfileName }) => {
        const record = sagemaker.userProfiles.get(`${domainId}/${UserProfileName}`)
        if (record === undefined || record.Status === 'Updating') return
        const own = record.UserSettings?.CustomFileSystemConfigs ?? []
        record.UserSettings = { ...record.UserSettings, CustomFileSystemConfigs: [...own, theirs] }
        record.Status = 'Updating'
        fake.later(5000, () => {
          record.Status = 'InService'
        })
      },
    },
  })
  expect(kinds(await outcomesOf(studioEfs.backfillProfiles(input)))).toEqual({ onboarded: 20 })
  const changed = names.filter((name) => JSON.stringify(listOf(name)).includes('/theirs'))
  expect(changed.length).toBeGreaterThan(0)
  for (const name of changed) {
    expect(listOf(name)).toEqual(expect.arrayContaining([...wanted(name), theirs]))
    expect(listOf(name)).toHaveLength(4)
  }
})

test('an update that ends in Update_Failed is an error with verify, and mended by the next run', async () => {
  const { studioEfs, fake, names, input, listOf, wanted } = manyProfiles(10)
  const failing = { kind: 'ends-in', status: 'Update_Failed', reason: 'no mount target' } as const
  fake.inject({
    service: 'sagemaker',
    operation: 'UpdateUserProfile',
    when: { probability: 0.5 },
    times: 5,
    fault: failing,
  })
  const outcomes = await outcomesOf(studioEfs.backfillProfiles({ ...input, verify: true }))
  const errors = outcomes.flatMap((each) => (each.outcome === 'failed' ? [each.error.name] : []))
  expect(countBy(errors, (name) => name)).toEqual({ UpdateFailedError: 5 })
  await fake.clock.advance(60_000)
  await studioEfs.backfillProfiles({ ...input, verify: true }).summary()
  for (const name of names) expect(listOf(name)).toEqual(wanted(name))
})

describe('an update that SageMaker takes and then fails', () => {
  const failing = { kind: 'ends-in', status: 'Update_Failed', reason: 'no mount target' } as const
  const update = { service: 'sagemaker', operation: 'UpdateUserProfile' } as const
  const settle = ({ fake }: ReturnType<typeof manyProfiles>) => fake.clock.advance(60_000)

  test('is an error of the next run, with the reason, and of every run until it is mended', async () => {
    const world = manyProfiles(3)
    const { studioEfs, fake, names, input, listOf, wanted } = world
    const fault = fake.inject({
      ...update,
      when: ({ UserProfileName }) => UserProfileName === 'user-1',
      fault: failing,
    })
    expect(kinds(await outcomesOf(studioEfs.backfillProfiles(input)))).toEqual({ onboarded: 3 })
    for (let night = 0; night < 2; night += 1) {
      await settle(world)
      const outcomes = await outcomesOf(studioEfs.backfillProfiles(input))
      expect(kinds(outcomes)).toEqual({ unchanged: 2, failed: 1 })
      expect(outcomes.find(({ outcome }) => outcome === 'failed')).toMatchObject({
        profile: { userProfileName: 'user-1' },
        error: { name: 'UpdateFailedError', failureReason: 'no mount target' },
      })
    }
    fault.remove()
    await settle(world)
    expect(kinds(await outcomesOf(studioEfs.backfillProfiles(input)))).toEqual({ unchanged: 2, onboarded: 1 })
    for (const name of names) expect(listOf(name)).toEqual(wanted(name))
  })

  test('costs the other profiles no call more', async () => {
    const world = manyProfiles(20)
    const { studioEfs, fake, input } = world
    fake.inject({ ...update, when: ({ UserProfileName }) => UserProfileName === 'user-1', fault: failing })
    await studioEfs.backfillProfiles(input).summary()
    expect([callsTo(fake, 'DescribeUserProfile').length, callsTo(fake, 'UpdateUserProfile').length]).toEqual([20, 20])
    await settle(world)
    const before = fake.calls.length
    await studioEfs.backfillProfiles(input).summary()
    const calls = fake.calls.slice(before).filter(({ operation }) => operation.endsWith('UserProfile'))
    const others = calls.filter(({ input }) => input?.['UserProfileName'] !== 'user-1')
    expect(countBy(others, ({ operation }) => operation)).toEqual({ DescribeUserProfile: 19 })
  })

  test('is a warning with the reason when the list is as wanted all the same', async () => {
    const world = manyProfiles(2, { undocumented: { settingsAfterFailedUpdate: 'new' } })
    const { fake, input, context, writes } = world
    fake.inject({ ...update, when: 'next', fault: failing })
    const warn = vi.fn()
    const studioEfs = createStudioEfs({
      ...context,
      logger: { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() },
    })
    await studioEfs.backfillProfiles(input).summary()
    expect(warn).not.toHaveBeenCalled()
    await settle(world)
    expect(kinds(await outcomesOf(studioEfs.backfillProfiles(input)))).toEqual({ unchanged: 2 })
    expect(warn.mock.calls).toEqual([
      [
        'the last update failed, although the list is as wanted',
        { resource: expect.stringMatching(/^user profile d-science\/user-/), failureReason: 'no mount target' },
      ],
    ])
    expect(writes()).toHaveLength(2)
  })
})
