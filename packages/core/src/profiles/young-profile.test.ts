import { EC2Client } from '@aws-sdk/client-ec2'
import { EFSClient } from '@aws-sdk/client-efs'
import {
  CreateDomainCommand,
  CreateUserProfileCommand,
  DeleteUserProfileCommand,
  SageMakerClient,
} from '@aws-sdk/client-sagemaker'
import { assertErr, assertOk, memoryDirectoryDriver, profileFileSystems, readyStudio } from '@studio-efs/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { setDomainDefault } from '../domains/set-domain-default.js'
import { ensureFileSystemForDomain } from '../file-systems/ensure-file-system-for-domain.js'
import { onboardProfile } from './onboard-profile.js'

function setUp(visibilityDelay = 500) {
  const { fake, domainId, fileSystemId, vpcId, subnetIds } = readyStudio({
    userProfileNames: [],
    undocumented: { visibilityDelay },
  })
  const sagemaker = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const context = { sagemaker, directories: memoryDirectoryDriver(), clock: fake.clock }
  const alice = { domainId, userProfileName: 'alice' }
  const named = { DomainId: domainId, UserProfileName: 'alice' }
  const create = () => sagemaker.send(new CreateUserProfileCommand(named))
  const remove = () => sagemaker.send(new DeleteUserProfileCommand(named))
  const onboard = (more: { createdAt?: Date; timeoutMs?: number } = {}) =>
    onboardProfile(context, { ...alice, fileSystemId, ...more })
  const describes = () => fake.calls.filter(({ operation }) => operation === 'DescribeUserProfile').length
  const list = () => profileFileSystems(fake, alice)
  return { fake, context, vpcId, subnetIds, fileSystemId, create, remove, onboard, describes, list }
}

describe('a profile that SageMaker does not show yet', () => {
  test('is onboarded by a caller who has just created it', async () => {
    const { create, onboard, list } = setUp()
    await create()
    assertOk(await onboard())
    expect(list()).toHaveLength(1)
  })

  test('is onboarded when its event says how old it is, whatever the delay and the faults', async () => {
    const run = fc.asyncProperty(
      fc.integer({ min: 0, max: 55_000 }),
      fc.integer({ min: 0, max: 90_000 }),
      fc.integer({ min: 0, max: 3 }),
      async (visibilityDelay, eventDelay, throttled) => {
        const { fake, create, onboard, list } = setUp(visibilityDelay)
        const createdAt = new Date(fake.clock.now())
        await create()
        await fake.clock.advance(eventDelay)
        const fault = { kind: 'throttle' } as const
        if (throttled > 0)
          fake.inject({ service: 'sagemaker', operation: 'DescribeUserProfile', when: 'next', times: throttled, fault })
        assertOk(await onboard({ createdAt }))
        expect(list()).toHaveLength(1)
      },
    )
    await fc.assert(run, { numRuns: 40 })
  })

  test('is retried when the time runs out before it is visible', async () => {
    const { fake, create, onboard, list } = setUp(30_000)
    const createdAt = new Date(fake.clock.now())
    await create()
    const error = assertErr(await onboard({ createdAt, timeoutMs: 20_000 }))
    expect(error).toMatchObject({ name: 'DeadlineExceededError', retryable: true })
    expect(error.message).toContain('which is not visible yet')
    assertOk(await onboard({ createdAt }))
    expect(list()).toHaveLength(1)
  })
})

describe('a profile that was deleted', () => {
  test('is not found at once when its event is older than a minute', async () => {
    const { fake, create, remove, onboard, describes } = setUp()
    const createdAt = new Date(fake.clock.now())
    await create()
    await fake.clock.advance(60_000)
    await remove()
    await fake.clock.advance(3000)
    const before = describes()
    expect(assertErr(await onboard({ createdAt })).name).toBe('ResourceNotFoundError')
    expect(describes() - before).toBe(1)
  })

  test('is not found once a minute has passed since its event', async () => {
    const { fake, onboard } = setUp()
    const createdAt = new Date(fake.clock.now())
    expect(assertErr(await onboard({ createdAt })).name).toBe('ResourceNotFoundError')
    const waited = fake.clock.now() - createdAt.getTime()
    expect(waited).toBeGreaterThanOrEqual(60_000)
    expect(waited).toBeLessThan(67_000)
  })

  test('is not found after some seconds when nothing is known of its age', async () => {
    const { fake, onboard } = setUp()
    const startedAt = fake.clock.now()
    expect(assertErr(await onboard()).name).toBe('ResourceNotFoundError')
    expect(fake.clock.now() - startedAt).toBeLessThan(10_000)
  })
})

test.each(['ensureFileSystemForDomain', 'setDomainDefault'] as const)(
  '%s right after CreateDomain waits for the domain',
  async (operation) => {
    const { fake, context, vpcId, subnetIds, fileSystemId } = setUp()
    const created = await context.sagemaker.send(
      new CreateDomainCommand({
        DomainName: 'new',
        AuthMode: 'IAM',
        VpcId: vpcId,
        SubnetIds: [...subnetIds],
        DefaultUserSettings: { ExecutionRole: 'arn:aws:iam::111122223333:role/Studio' },
      }),
    )
    const { DomainId: domainId = '' } = created
    if (operation === 'setDomainDefault')
      assertOk(await setDomainDefault(context, { domainId, fileSystemId, fileSystemPath: '/team', scope: 'private' }))
    else {
      const clients = { ...context, efs: new EFSClient(fake.clientConfig()), ec2: new EC2Client(fake.clientConfig()) }
      assertOk(await ensureFileSystemForDomain(clients, { domainId }))
    }
    expect(fake.state.sagemaker.domains.get(domainId)?.Status).not.toBe('Pending')
  },
)
