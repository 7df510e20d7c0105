import { CloudTrailClient, LookupEventsCommand, paginateLookupEvents } from '@aws-sdk/client-cloudtrail'
import { CreateSecurityGroupCommand, DescribeVpcsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { DescribeDomainCommand, ListUserProfilesCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { createTestClock } from '../../clock/test-clock.js'
import { createUserProfileEvent } from '../../events/user-profile-events.js'
import { createFakeAws } from '../create-fake-aws.js'
import { documentedRates } from '../services/apis.js'
import type { FakeAwsOptions } from '../settings/options.js'

function setUp(options: FakeAwsOptions = {}, maxAttempts?: number) {
  const fake = createFakeAws(options)
  const { DomainId } = fake.seed.domain()
  const client = new SageMakerClient({ ...fake.clientConfig(), ...(maxAttempts !== undefined && { maxAttempts }) })
  const list = (options = {}) => client.send(new ListUserProfilesCommand({}), options)
  const read = () => client.send(new DescribeDomainCommand({ DomainId }))
  const outcomes = () => fake.calls.map(({ outcome }) => outcome)
  return { fake, list, read, outcomes }
}

const throttled = { name: 'ThrottlingException' }

describe('a client of the SDK with its own retries', () => {
  it('reads a long event history to its end at the documented 2 calls a second', async () => {
    const fake = createFakeAws({ rates: documentedRates })
    const { detail } = createUserProfileEvent({ domainId: 'd-abc', userProfileName: 'alice' })
    fake.state.trail.push(...Array.from({ length: 260 }, () => detail))
    const client = new CloudTrailClient(fake.clientConfig())
    const begun = fake.clock.now()
    let events = 0
    for await (const { Events = [] } of paginateLookupEvents({ client }, {})) events += Events.length
    expect(events).toBe(260)
    expect(fake.calls.filter(({ outcome }) => outcome !== 'ok')).toHaveLength(4)
    expect(fake.clock.now() - begun).toBe(2_000)
  })

  it('gives up where AWS would have had it give up', async () => {
    const { list, outcomes, fake } = setUp({ rates: [{ service: 'sagemaker', perSecond: 0.1, burst: 1 }] }, 2)
    await list()
    await expect(list()).rejects.toMatchObject(throttled)
    expect(outcomes()).toEqual(['ok', 'ThrottlingException', 'ThrottlingException'])
    await fake.clock.advance(10_000)
    await list()
  })

  it('is given tokens in turn when many of its calls wait', async () => {
    const { list, fake } = setUp({ rates: [{ service: 'sagemaker', perSecond: 5, burst: 1 }] })
    const begun = fake.clock.now()
    await Promise.all([1, 2, 3, 4, 5].map(list))
    expect(fake.calls).toHaveLength(9)
    expect(fake.clock.now() - begun).toBe(800)
  })

  it('waits no longer than for the next token, so that a short requestTimeout is kept', async () => {
    const { list, outcomes } = setUp({ rates: [{ service: 'sagemaker', perSecond: 100, burst: 1 }] })
    await list()
    await list({ requestTimeout: 300 })
    expect(outcomes()).toEqual(['ok', 'ThrottlingException', 'ok'])
  })

  it('gives back the token for which it no longer waits', async () => {
    const { list, outcomes, fake } = setUp({ rates: [{ service: 'sagemaker', perSecond: 2, burst: 1 }] }, 2)
    await list()
    await expect(list({ requestTimeout: 100 })).rejects.toMatchObject({ name: 'TimeoutError' })
    await fake.clock.advance(400)
    await list()
    expect(outcomes()).toEqual(['ok', 'ThrottlingException', 'ConnectionLost', 'ok'])
  })

  it('waits for the clock to be moved when that jumps never', async () => {
    const clock = createTestClock({ jump: 'never' })
    const { list } = setUp({ clock, rates: [{ service: 'sagemaker', perSecond: 1 }] }, 2)
    await list()
    await expect(list()).rejects.toMatchObject(throttled)
    await clock.advance(1_000)
    await list()
  })
})

it('a rate that is set leaves the buckets of other operations as they are', async () => {
  const { fake, list, read } = setUp({ rates: [{ service: 'sagemaker', perSecond: 1 }] }, 1)
  await list()
  await read()
  fake.setRate({ service: 'sagemaker', operation: 'DescribeDomain', perSecond: 1 })
  fake.setRate({ service: 'efs', perSecond: 1 })
  await read()
  await expect(list()).rejects.toMatchObject(throttled)
  fake.setRate({ service: 'sagemaker', perSecond: 1 })
  await list()
})

it('nothing is throttled unless it is asked for', async () => {
  const fake = createFakeAws()
  const config = { ...fake.clientConfig(), maxAttempts: 1 }
  const [ec2, cloudTrail] = [new EC2Client(config), new CloudTrailClient(config)]
  for (let n = 0; n < 101; n += 1) {
    await ec2.send(new CreateSecurityGroupCommand({ GroupName: `g-${n}`, Description: 'test' }))
    await cloudTrail.send(new LookupEventsCommand({}))
  }
})

it('EC2 has the buckets that its documents state when it is made with them, until others are set', async () => {
  const fake = createFakeAws({ rates: documentedRates })
  const client = new EC2Client({ ...fake.clientConfig(), maxAttempts: 1 })
  const countOf = async (call: () => Promise<unknown>) => {
    for (let count = 0; ; count += 1) if (!(await call().catch(() => undefined))) return count
  }
  const read = () => client.send(new DescribeVpcsCommand({}))
  let made = 0
  const write = () => client.send(new CreateSecurityGroupCommand({ GroupName: `g-${made++}`, Description: 'test' }))
  expect([await countOf(read), await countOf(write)]).toEqual([100, 50])
  await fake.clock.advance(1_000)
  expect([await countOf(read), await countOf(write)]).toEqual([20, 5])
  fake.setRate({ service: 'ec2', perSecond: 7 })
  expect([await countOf(read), await countOf(write)]).toEqual([7, 7])
})
