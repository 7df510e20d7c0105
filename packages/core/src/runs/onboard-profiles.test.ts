import { assertErr, assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { callsTo, kinds, manyProfiles } from '../../test/many.js'
import { domainId, fileSystemId } from '../../test/studio.js'
import { createStudioEfs } from '../facade/studio-efs.js'

const batch = (userProfileNames: readonly string[]) => ({ domainId, fileSystemId, userProfileNames })

test('each profile has its directory and lists it, and the outcomes are in the order of the names', async () => {
  const { studioEfs, names, listOf, wanted } = manyProfiles(40)
  const backwards = names.toReversed()
  const { outcomes, onboarded, stopped } = assertOk(await studioEfs.onboardProfiles(batch(backwards)))
  expect(outcomes.map(({ profile }) => profile.userProfileName)).toEqual(backwards)
  expect([onboarded, stopped]).toEqual([40, undefined])
  for (const name of names) expect(listOf(name)).toEqual(wanted(name))
})

test('two spellings of one name are one profile', async () => {
  const { studioEfs, profile, fake, directoryPaths } = manyProfiles(0)
  profile('Alice')
  const { outcomes } = assertOk(await studioEfs.onboardProfiles(batch(['alice', 'ALICE', 'Alice', 'aLiCe'])))
  expect(outcomes).toMatchObject([{ outcome: 'onboarded', profile: { userProfileName: 'Alice' } }])
  expect([directoryPaths(), callsTo(fake, 'UpdateUserProfile').length]).toEqual([['/Alice'], 1])
})

test('a batch makes few calls of the driver, and a second one only reads', async () => {
  const { context, names, fake } = manyProfiles(100)
  const calls: number[] = []
  const directories = {
    ...context.directories,
    claimDirectories(specs: Parameters<typeof context.directories.claimDirectories>[0]) {
      calls.push(specs.length)
      return context.directories.claimDirectories(specs)
    },
  }
  const studioEfs = createStudioEfs({ ...context, directories })
  assertOk(await studioEfs.onboardProfiles(batch(names)))
  expect(calls.reduce((sum, size) => sum + size, 0)).toBe(100)
  expect(calls.length).toBeLessThanOrEqual(3)
  await fake.clock.advance(10_000)
  const before = fake.calls.length
  expect(assertOk(await studioEfs.onboardProfiles(batch(names))).unchanged).toBe(100)
  expect(fake.calls.length - before).toBe(100)
})

test('a profile that is not there is skipped, and fails no neighbour', async () => {
  const { studioEfs } = manyProfiles(2)
  const { outcomes } = assertOk(await studioEfs.onboardProfiles(batch(['user-0', 'nobody', 'user-1'])))
  expect(outcomes.map((each) => each.outcome)).toEqual(['onboarded', 'skipped', 'onboarded'])
  expect(outcomes[1]).toMatchObject({ reason: 'not-found', profile: { userProfileName: 'nobody' } })
})

test('what there was no time for fails with an error that is worth a retry', async () => {
  const { studioEfs, names } = manyProfiles(100, {
    rates: [{ service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: 2 }],
  })
  const { outcomes, stopped, failed } = assertOk(
    await studioEfs.onboardProfiles({ ...batch(names), timeoutMs: 10_000 }),
  )
  const late = outcomes.filter((each) => each.outcome === 'failed')
  expect([outcomes.length, stopped?.because, failed]).toEqual([100, 'deadline', late.length])
  expect(late.length).toBeGreaterThan(50)
  for (const { error } of late) expect(error).toMatchObject({ name: 'DeadlineExceededError', retryable: true })
  const again = late.map(({ profile }) => profile.userProfileName)
  expect(kinds(assertOk(await studioEfs.onboardProfiles(batch(again))).outcomes)).toEqual({ onboarded: late.length })
})

test('an abort fails what is left as aborted', async () => {
  const { studioEfs, names, fake } = manyProfiles(50, {
    rates: [{ service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: 2 }],
  })
  const abort = new AbortController()
  const wakes = fake.clock.sleep(5000).then(() => abort.abort())
  const { outcomes } = assertOk(await studioEfs.onboardProfiles({ ...batch(names), signal: abort.signal }))
  await wakes
  const left = outcomes.flatMap((each) => (each.outcome === 'failed' ? [each.error.name] : []))
  expect(new Set(left)).toEqual(new Set(['AbortedError']))
  expect(left.length).toBeGreaterThan(30)
})

test('a call that is aborted or out of time before it begins fails as a whole', async () => {
  const { studioEfs, names, fake } = manyProfiles(5)
  assertErr(await studioEfs.onboardProfiles({ ...batch(names), signal: AbortSignal.abort() }), 'AbortedError')
  fake.inject({ service: 'sagemaker', operation: 'DescribeDomain', when: 'next', fault: { kind: 'no-reply' } })
  assertErr(await studioEfs.onboardProfiles({ ...batch(names), timeoutMs: 5000 }), 'DeadlineExceededError')
  expect(callsTo(fake, 'UpdateUserProfile')).toEqual([])
})

test.each([
  ['a malformed name', { userProfileNames: ['alice', '../bob'] }, 'userProfileNames[1]'],
  ['names that are not an array', { userProfileNames: 'alice' }, 'userProfileNames'],
  ['an unknown field', { userProfileName: 'alice' }, 'userProfileName'],
  ['an unknown domain', { domainId: 'd-unknown' }, undefined],
])('%s is refused before anything is done', async (_, change, field) => {
  const { studioEfs, writes, directoryPaths } = manyProfiles(1)
  const error = assertErr(await studioEfs.onboardProfiles({ ...batch(['user-0']), ...change } as never))
  expect('field' in error ? error.field : undefined).toBe(field)
  expect([writes(), directoryPaths()]).toEqual([[], []])
})

test('an empty batch is no work', async () => {
  const { studioEfs } = manyProfiles(1)
  expect(assertOk(await studioEfs.onboardProfiles(batch([]))).outcomes).toEqual([])
})
