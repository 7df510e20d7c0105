import { DescribeUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from './create-fake-aws.js'

describe('later', () => {
  it('changes what calls find from that time on, and nothing before', async () => {
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

  it('is given the state as it is then', async () => {
    const fake = createFakeAws()
    fake.later(1_000, ({ ec2 }) => ec2.securityGroups.clear())
    fake.seed.securityGroup()
    expect(fake.state.ec2.securityGroups.size).toBe(2)
    await fake.clock.advance(1_000)
    expect(fake.state.ec2.securityGroups.size).toBe(0)
  })
})
