import { assertErr, assertOk, efsEntry, type Fault } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { callsTo, countBy, outcomesOf } from '../../test/many.js'
import {
  alice,
  datasets,
  domainId,
  fileSystemId,
  lustre,
  models,
  type StudioOptions,
  studio,
} from '../../test/studio.js'
import { createStudioEfs, type DetachingProgress, type DetachOutcome } from '../index.js'

const input = { domainIds: [domainId], fileSystemId }
const slow = { rates: [{ service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: 20 }] } as const
const kinds = (outcomes: readonly DetachOutcome[]) => countBy(outcomes, ({ outcome }) => outcome)

/** Profiles that list the file system between two others, and no directory driver. */
function attached(count: number, options: StudioOptions = {}) {
  const world = studio(options)
  const names = Array.from({ length: count }, (_, n) => `user-${n}`)
  for (const name of names)
    world.profile(name, { CustomFileSystemConfigs: [lustre, efsEntry(fileSystemId, `/${name}`), models] })
  const { directories: _, ...context } = world.context
  return { ...world, names, studioEfs: createStudioEfs(context) }
}

describe('detachProfiles', () => {
  test.each([0, 1, 101])(
    'of %i profiles none lists the file system, and every other entry is as it was',
    async (count) => {
      const { studioEfs, names, listOf, directories } = attached(count)
      const run = studioEfs.detachProfiles(input)
      const outcomes = await outcomesOf(run)
      expect(outcomes.map(({ profile }) => profile.userProfileName).sort()).toEqual([...names].sort())
      for (const name of names) expect(listOf(name)).toEqual([lustre, models])
      const summary = assertOk(await run.summary())
      expect(summary).toMatchObject({
        detached: count,
        unchanged: 0,
        skipped: 0,
        failed: 0,
        unsettled: [],
        unlisted: [],
      })
      expect([summary.stopped, summary.resumeToken, directories.entries()]).toEqual([undefined, undefined, []])
    },
  )

  test('a change takes one describe and one update, a second run one describe, and the domain is read once', async () => {
    const { studioEfs, fake } = attached(120)
    const callsOf = async () => {
      const before = fake.calls.length
      assertOk(await studioEfs.detachProfiles(input).summary())
      return countBy(fake.calls.slice(before), ({ operation }) => operation)
    }
    const reads = { DescribeDomain: 1, ListSpaces: 1, ListUserProfiles: 2, DescribeUserProfile: 120 }
    expect(await callsOf()).toEqual({ ...reads, UpdateUserProfile: 120 })
    await fake.clock.advance(100_000)
    expect(await callsOf()).toEqual(reads)
  })

  test('a dry run gives the same changes and writes nothing', async () => {
    const { studioEfs, writes } = attached(30)
    const byName = (outcomes: readonly DetachOutcome[]) =>
      outcomes.toSorted((a, b) => a.profile.userProfileName.localeCompare(b.profile.userProfileName))
    const planned = byName(await outcomesOf(studioEfs.detachProfiles({ ...input, dryRun: true })))
    expect(writes()).toEqual([])
    expect(byName(await outcomesOf(studioEfs.detachProfiles(input)))).toEqual(planned)
  })

  test('only an entry with the given path is removed', async () => {
    const { studioEfs, listOf } = attached(3)
    const outcomes = await outcomesOf(studioEfs.detachProfiles({ ...input, fileSystemPath: '/user-1' }))
    expect(kinds(outcomes)).toEqual({ detached: 1, unchanged: 2 })
    expect(listOf('user-1')).toEqual([lustre, models])
    expect(listOf('user-2')).toHaveLength(3)
  })

  test("the domain's copies stay with 'leave', and go with 'restore'", async () => {
    for (const domainFileSystems of [undefined, 'leave', 'restore'] as const) {
      const { studioEfs, profile, listOf } = studio({ domainSettings: { CustomFileSystemConfigs: [lustre] } })
      profile('alice')
      profile('bob', { CustomFileSystemConfigs: [datasets] })
      for (const userProfileName of ['alice', 'bob'])
        assertOk(await studioEfs.onboardProfile({ ...alice, userProfileName }))
      const option = domainFileSystems && { domainFileSystems }
      expect(kinds(await outcomesOf(studioEfs.detachProfiles({ ...input, ...option })))).toEqual({ detached: 2 })
      expect(listOf('alice')).toEqual(domainFileSystems === 'restore' ? [] : [lustre])
      expect(listOf('bob')).toEqual([datasets])
    }
  })

  test('without domains it goes over every domain of the Region, each read for its own copies', async () => {
    const { studioEfs, fake } = attached(2)
    const UserSettings = { CustomFileSystemConfigs: [datasets, efsEntry(fileSystemId, '/eve')] }
    fake.seed.domain({ DomainId: 'd-other', DefaultUserSettings: { CustomFileSystemConfigs: [datasets] } })
    fake.seed.userProfile({ DomainId: 'd-other', UserProfileName: 'eve', UserSettings })
    const outcomes = await outcomesOf(studioEfs.detachProfiles({ fileSystemId, domainFileSystems: 'restore' }))
    expect(kinds(outcomes)).toEqual({ detached: 3 })
    const eve = fake.state.sagemaker.userProfiles.get('d-other/eve')
    expect(eve?.UserSettings?.CustomFileSystemConfigs).toEqual([])
  })

  test('a profile that fails leaves the others alone, and one that is being deleted is skipped', async () => {
    const { studioEfs, fake } = attached(10)
    fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'gone', Status: 'Deleting' })
    fake.inject({
      service: 'sagemaker',
      operation: 'UpdateUserProfile',
      when: ({ UserProfileName }) => UserProfileName === 'user-5',
      fault: { kind: 'error', code: 'AccessDeniedException' },
    })
    const outcomes = await outcomesOf(studioEfs.detachProfiles(input))
    expect(kinds(outcomes)).toEqual({ detached: 9, skipped: 1, failed: 1 })
    expect(outcomes.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      profile: { userProfileName: 'user-5' },
      error: { name: 'AccessDeniedError' },
      changes: [],
    })
  })

  test('an abort ends the loop, and the token goes on with exactly what is left', async () => {
    const { studioEfs, names, listOf, fake } = attached(150, slow)
    const abort = new AbortController()
    const first = studioEfs.detachProfiles({ ...input, signal: abort.signal })
    const done: string[] = []
    for await (const { profile } of first) if (done.push(profile.userProfileName) === 60) abort.abort()
    const { stopped, resumeToken = '' } = assertOk(await first.summary())
    expect(stopped?.because).toBe('aborted')
    const rest = await outcomesOf(studioEfs.detachProfiles({ ...input, resumeToken }))
    expect([...done, ...rest.map(({ profile }) => profile.userProfileName)].sort()).toEqual([...names].sort())
    for (const name of names) expect(listOf(name)).toEqual([lustre, models])
    expect(callsTo(fake, 'UpdateUserProfile').filter(({ outcome }) => outcome === 'ok')).toHaveLength(150)
  })

  test('its token and that of a backfill are refused by the other', async () => {
    const { studioEfs, context } = attached(150, slow)
    const detaching = studioEfs.detachProfiles({ ...input, timeoutMs: 3000 })
    const { resumeToken = '' } = assertOk(await detaching.summary())
    const refused = await createStudioEfs(context)
      .backfillProfiles({ ...input, resumeToken })
      .summary()
    expect(assertErr(refused, 'InvalidInputError').field).toBe('resumeToken')
    const backfilling = createStudioEfs(context).backfillProfiles({ ...input, timeoutMs: 3000, dryRun: true })
    for await (const _ of backfilling) break
    const { resumeToken: other = '' } = assertOk(await backfilling.summary())
    expect(
      assertErr(await studioEfs.detachProfiles({ ...input, resumeToken: other }).summary(), 'InvalidInputError').field,
    ).toBe('resumeToken')
  })

  test('a loop that is left has changed what its summary says, and nothing more afterwards', async () => {
    const { studioEfs, fake, names, listOf } = attached(100, slow)
    const run = studioEfs.detachProfiles(input)
    const seen: DetachOutcome[] = []
    for await (const each of run) if (seen.push(each) === 3) break
    const { interrupted, detached } = assertOk(await run.summary())
    const reported = [...seen, ...interrupted].map(({ profile }) => profile.userProfileName)
    expect(detached).toBe(3)
    expect(reported.sort()).toEqual(names.filter((name) => listOf(name)?.length === 2).sort())
    const sent = fake.calls.length
    await fake.clock.advance(30_000)
    expect([fake.calls.length, fake.clock.sleeping()]).toEqual([sent, 0])
  })

  test('progress counts what was detached, up to the total', async () => {
    const { studioEfs } = attached(60, slow)
    const seen: DetachingProgress[] = []
    assertOk(await studioEfs.detachProfiles({ ...input, onProgress: (each) => seen.push(each) }).summary())
    expect(seen.at(-1)).toMatchObject({ step: 'detaching', detached: 60, done: 60, total: 60, waiting: 0 })
    expect(seen.length).toBeGreaterThan(5)
  })

  test('a domain that does not exist is an error of the run', async () => {
    const { studioEfs } = attached(1)
    const missing = studioEfs.detachProfiles({ ...input, domainIds: ['d-nowhere'] })
    assertErr(await missing.summary(), 'ResourceNotFoundError')
  })
})

const faults: readonly (readonly [string, Fault])[] = [
  ['a throttle', { kind: 'throttle' }],
  ['a 503 after the change', { kind: 'server-error', status: 503, change: 'applied' }],
  ['a reset', { kind: 'connection-reset' }],
  ['no reply to the change', { kind: 'no-reply', change: 'applied' }],
]
const cases = ['ListUserProfiles', 'DescribeUserProfile', 'UpdateUserProfile'].flatMap((operation) =>
  faults.flatMap(([name, fault]) => [1, 2].map((seed) => ({ name, operation, fault, seed }))),
)

describe('every profile is detached once, and no list loses anything else, with', () => {
  test.each(cases)('$name on every third $operation, seed $seed', async ({ operation, fault, seed }) => {
    const { studioEfs, fake, names, listOf } = attached(12, { seed, delays: { updateUserProfile: 0 } })
    fake.inject({ service: 'sagemaker', operation, when: { probability: 0.34 }, fault })
    const outcomes = await outcomesOf(studioEfs.detachProfiles({ ...input, concurrency: 8 }))
    expect(kinds(outcomes)).toEqual({ detached: 12 })
    for (const name of names) expect(listOf(name)).toEqual([lustre, models])
    const sent = callsTo(fake, 'UpdateUserProfile').map(({ input: request }) => JSON.stringify(request))
    for (const request of sent) expect(request).toContain(JSON.stringify(models))
  })
})
