import { CreateUserProfileCommand, DescribeUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from './create-fake-aws.js'

describe('later', () => {
  it('changes the state for calls from that time on, not before', async () => {
    const fake = createFakeAws()
    const { DomainId } = fake.seed.domain()
    const alice = fake.seed.userProfile({ DomainId, UserProfileName: 'alice', Status: 'Pending' })
    fake.later(10_000, () => {
      alice.Status = 'InService'
    })
    const client = new SageMakerClient(fake.clientConfig())
    const read = () => client.send(new DescribeUserProfileCommand({ DomainId, UserProfileName: 'alice' }))
    await fake.clock.advance(9_999)
    expect((await read()).Status).toBe('Pending')
    await fake.clock.advance(1)
    expect((await read()).Status).toBe('InService')
  })

  it('changes happen in the order of their times, those of one time in the order of their making', () => {
    const fake = createFakeAws()
    const order: string[] = []
    for (const [ms, name] of [
      [2_000, 'third'],
      [1_000, 'first'],
      [1_000, 'second'],
    ] as const) {
      fake.later(ms, () => order.push(name))
    }
    fake.clock.advance(5_000)
    expect(fake.state.efs.fileSystems.size).toBe(0)
    expect(order).toEqual(['first', 'second', 'third'])
  })

  it('changes records that a test holds, when the clock is moved and when it jumps', async () => {
    const fake = createFakeAws()
    const { state } = fake
    const { DomainId } = fake.seed.domain()
    const client = new SageMakerClient(fake.clientConfig())
    const create = async (UserProfileName: string) => {
      await client.send(new CreateUserProfileCommand({ DomainId, UserProfileName }))
      return state.sagemaker.userProfiles.get(`${DomainId}/${UserProfileName}`)
    }
    const alice = await create('alice')
    await fake.clock.advance(4_000)
    expect(alice?.Status).toBe('InService')
    const bob = await create('bob')
    await fake.clock.sleep(4_000)
    expect(bob?.Status).toBe('InService')
    await fake.close()
    const carol = await create('carol')
    await fake.clock.advance(4_000)
    expect(carol?.Status).toBe('Pending')
  })

  it('rejects the call that moves the clock when it throws', async () => {
    const fake = createFakeAws()
    const mistake = new Error('a mistake in the test')
    const throws = () => {
      throw mistake
    }
    fake.later(1_000, throws)
    await expect(fake.clock.advance(1_000)).rejects.toBe(mistake)
    fake.later(1_000, throws)
    await expect(fake.clock.sleep(1_000)).rejects.toBe(mistake)
  })

  it('may abort a sleep that ends at that time, and the other sleepers wake in theirs', async () => {
    const { clock, later } = createFakeAws()
    const begun = clock.now()
    const controller = new AbortController()
    later(500, () => controller.abort(new Error('stopped')))
    const stopped = clock.sleep(500, controller.signal)
    const other = clock.sleep(60_000)
    await expect(stopped).rejects.toThrow('stopped')
    expect(clock.sleeping()).toBe(1)
    await other
    expect(clock.now() - begun).toBe(60_000)
  })

  it('is given the state as it is then', async () => {
    const fake = createFakeAws()
    fake.later(1_000, ({ ec2 }) => ec2.securityGroups.clear())
    fake.seed.securityGroup()
    expect(fake.state.ec2.securityGroups.size).toBe(2)
    await fake.clock.advance(1_000)
    expect(fake.state.ec2.securityGroups.size).toBe(0)
  })
})
