import { CreateUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { assertErr, assertOk, memoryDirectoryDriver, readyStudio } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { backfillProfiles } from './backfill-profiles.js'
import { onboardProfiles } from './onboard-profiles.js'

function setUp(visibilityDelay = 500) {
  const { fake, domainId, fileSystemId } = readyStudio({ userProfileNames: [], undocumented: { visibilityDelay } })
  const sagemaker = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const context = { sagemaker, directories: memoryDirectoryDriver(), clock: fake.clock }
  const create = (UserProfileName: string) =>
    sagemaker.send(new CreateUserProfileCommand({ DomainId: domainId, UserProfileName }))
  const onboard = async (userProfileNames: readonly string[], createdAt?: Date) => {
    const input = { domainId, fileSystemId, userProfileNames, ...(createdAt && { createdAt }) }
    const { outcomes } = assertOk(await onboardProfiles(context, input))
    return outcomes.map(({ outcome }) => outcome)
  }
  const describes = () => fake.calls.filter(({ operation }) => operation === 'DescribeUserProfile').length
  return { fake, context, domainId, fileSystemId, create, onboard, describes }
}

test('profiles that were just created are onboarded, and a name that does not exist is skipped', async () => {
  const { fake, create, onboard } = setUp()
  await create('alice')
  await create('bob')
  const startedAt = fake.clock.now()
  expect(await onboard(['alice', 'ghost', 'bob'])).toEqual(['onboarded', 'skipped', 'onboarded'])
  expect(fake.clock.now() - startedAt).toBeLessThan(10_000)
})

test('with the time of their events they are waited for as long as they are young', async () => {
  const { fake, create, onboard } = setUp(40_000)
  const createdAt = new Date(fake.clock.now())
  await create('alice')
  expect(await onboard(['alice'], createdAt)).toEqual(['onboarded'])
})

test('an old event of a deleted profile costs one call', async () => {
  const { fake, onboard, describes } = setUp()
  expect(await onboard(['ghost'], new Date(fake.clock.now() - 60_000))).toEqual(['skipped'])
  expect(describes()).toBe(1)
})

test('a listed profile that was deleted before it was read costs one call', async () => {
  const { fake, context, domainId, fileSystemId, describes } = setUp()
  fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'alice' })
  fake.inject({
    service: 'sagemaker',
    operation: 'DescribeUserProfile',
    when: 'next',
    fault: { kind: 'third-party', change: ({ sagemaker }) => sagemaker.userProfiles.clear() },
  })
  const summary = assertOk(await backfillProfiles(context, { domainIds: [domainId], fileSystemId }).summary())
  expect([summary.skipped, describes()]).toEqual([1, 1])
})

test('a run over a domain that does not exist says so, after the time that a new one would need', async () => {
  const { fake, context, fileSystemId } = setUp()
  const startedAt = fake.clock.now()
  const run = backfillProfiles(context, { domainIds: ['d-nowhere'], fileSystemId })
  expect(assertErr(await run.summary()).name).toBe('ResourceNotFoundError')
  expect(fake.clock.now() - startedAt).toBeLessThan(10_000)
})
