import { CreateUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../create-fake-aws.js'
import type { FakeAwsOptions } from '../settings/options.js'
import type { Fault } from './fault.js'

const applied = { change: 'applied' } as const

/** Creates a profile, loses the reply, checks the state and the event, and returns the trail. */
async function lose(fault: Fault, options?: FakeAwsOptions) {
  const fake = createFakeAws(options)
  const { DomainId } = fake.seed.domain({ DomainId: 'd-abc' })
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const delivery = fake.deliverTo(() => {})
  fake.inject({ service: 'sagemaker', operation: 'CreateUserProfile', when: 'next', fault })
  const create = new CreateUserProfileCommand({ DomainId, UserProfileName: 'alice' })
  await expect(client.send(create, { requestTimeout: 1_000 })).rejects.toThrow()
  await delivery.settled()
  expect(fake.state.sagemaker.userProfiles.has('d-abc/alice')).toBe(true)
  expect(delivery.delivered.map(({ detail }) => detail)).toEqual(fake.state.trail)
  return fake.state.trail
}

describe('a change whose reply is lost', () => {
  const lost: readonly Fault[] = [
    { kind: 'connection-reset', ...applied },
    { kind: 'no-reply', ...applied },
  ]
  it.each(lost)('is recorded and delivered like any other: %o', async (fault) => {
    const [record, ...others] = await lose(fault)
    expect(others).toEqual([])
    expect(record?.errorCode).toBeUndefined()
    expect(record?.responseElements).toMatchObject({ userProfileArn: expect.stringContaining('/alice') })
  })

  const refused: readonly Fault[] = [
    { kind: 'server-error', ...applied },
    { kind: 'error', code: 'Odd', ...applied },
  ]
  it.each(refused)('is recorded as the failure that the caller sees: %o', async (fault) => {
    const trail = await lose(fault)
    expect(trail).toMatchObject([{ errorCode: expect.any(String), responseElements: null }])
  })

  it.each(refused)('is recorded as a success when that is chosen: %o', async (fault) => {
    const [record, ...others] = await lose(fault, { undocumented: { recordOfLostReply: 'success' } })
    expect(others).toEqual([])
    expect(record?.errorCode).toBeUndefined()
  })
})
