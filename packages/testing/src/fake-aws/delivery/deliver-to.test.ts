import { CreateUserProfileCommand, DeleteUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import type { ApiCallEvent } from '../../events/api-call-event.js'
import { cloudTrailRecord } from '../../events/cloud-trail-record.js'
import { createFakeAws } from '../create-fake-aws.js'
import type { FakeAwsOptions } from '../settings/options.js'
import type { LambdaHandler } from '../state/lambda.js'
import type { DeliveryOptions } from './deliver-to.js'

function setUp(handler: LambdaHandler = () => {}, options?: DeliveryOptions, limits?: FakeAwsOptions) {
  const fake = createFakeAws(limits)
  fake.seed.domain({ DomainId: 'd-abc' })
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const delivery = fake.deliverTo(handler, options)
  const create = async (...names: string[]) => {
    for (const UserProfileName of names) {
      await client.send(new CreateUserProfileCommand({ DomainId: 'd-abc', UserProfileName })).catch(() => {})
    }
  }
  return { fake, client, delivery, create }
}

const nameIn = ({ detail }: ApiCallEvent) => detail.requestParameters?.['userProfileName']
const names = (count: number) => Array.from({ length: count }, (_, n) => `user-${n}`)

describe('deliverTo', () => {
  it('delivers the events of all calls, failed ones too, while the profile is still Pending', async () => {
    const statuses: unknown[] = []
    const { fake, delivery, create } = setUp((event: ApiCallEvent) => {
      statuses.push([event.detail.errorCode, fake.state.sagemaker.userProfiles.get('d-abc/alice')?.Status])
    })
    await create('alice', 'alice')
    await delivery.settled()
    expect(statuses).toEqual([
      [undefined, 'Pending'],
      ['ResourceInUse', 'Pending'],
    ])
    expect(delivery.delivered.map(({ detail }) => detail)).toEqual(fake.state.trail)
  })

  it('delivers the events that match the rule', async () => {
    const pattern = { detail: { eventName: ['CreateUserProfile'], errorCode: [{ exists: false }] } }
    const { client, fake, delivery, create } = setUp(() => {}, { pattern })
    await create('alice', 'alice')
    await fake.clock.advance(5_000)
    await client.send(new DeleteUserProfileCommand({ DomainId: 'd-abc', UserProfileName: 'alice' }))
    await delivery.settled()
    expect(delivery.delivered.map(nameIn)).toEqual(['alice'])
  })

  it('delivers since the beginning when asked to', async () => {
    const { fake, create } = setUp()
    await create('alice')
    const none = fake.deliverTo(() => {})
    const all = fake.deliverTo(() => {}, { since: 'beginning' })
    await create('bob')
    await Promise.all([none.settled(), all.settled()])
    expect(none.delivered.map(nameIn)).toEqual(['bob'])
    expect(all.delivered.map(nameIn)).toEqual(['alice', 'bob'])
  })

  it('delays on the clock', async () => {
    const { fake, delivery, create } = setUp(() => {}, { delay: 3_600_000 })
    const begun = fake.clock.now()
    await create('alice')
    await delivery.settled()
    expect(fake.clock.now() - begun).toBe(3_600_000)
  })

  it('tries again after one minute and after two, then gives up', async () => {
    const { fake, delivery, create } = setUp(() => Promise.reject(new Error('down')), { delay: 0 })
    const begun = fake.clock.now()
    await create('alice')
    await delivery.settled()
    expect(delivery.invocations.map(({ at }) => at - begun)).toEqual([0, 60_000, 180_000])
    expect(delivery.delivered).toEqual([])
    const [letter] = delivery.deadLetters
    expect(nameIn(letter?.requestPayload as ApiCallEvent)).toBe('alice')
    expect(letter?.responsePayload).toMatchObject({ errorMessage: 'down' })
  })

  it('goes on with other events meanwhile', async () => {
    const { delivery, create } = setUp((event: ApiCallEvent) => {
      if (nameIn(event) === 'alice') throw new Error('down')
    })
    await create('alice', 'bob')
    await delivery.settled()
    expect(delivery.delivered.map(nameIn)).toEqual(['bob'])
    expect(delivery.deadLetters).toHaveLength(1)
  })

  it('loses, doubles and reorders under its seed', async () => {
    const run = async (seed: number) => {
      const { delivery, create } = setUp(() => {}, { drop: 0.2, duplicates: 0.2, reorder: 0.5, seed })
      await create(...names(50))
      await delivery.settled()
      return delivery
    }
    const { delivered, dropped } = await run(1)
    const seen = new Set(delivered.map(nameIn))
    expect(dropped.length).toBeGreaterThan(2)
    expect(seen.size).toBe(50 - dropped.length)
    expect(delivered.length).toBeGreaterThan(seen.size + 2)
    expect([...seen]).not.toEqual(names(50).filter((name) => seen.has(name)))
    expect((await run(1)).delivered).toEqual(delivered)
    expect((await run(2)).delivered).not.toEqual(delivered)
  })

  it('gives a second delivery the id of the first', async () => {
    const { delivery, create } = setUp(() => {}, { duplicates: 1 })
    await create('alice')
    await delivery.settled()
    const [first, second] = delivery.delivered
    expect(second).toEqual(first)
    expect(delivery.invocations[0]?.requestId).not.toBe(delivery.invocations[1]?.requestId)
  })

  it('loses exactly the events that a function names', async () => {
    const { delivery, create } = setUp(() => {}, { drop: (event) => nameIn(event) === 'bob' })
    await create('alice', 'bob', 'carol')
    await delivery.settled()
    expect(delivery.delivered.map(nameIn)).toEqual(['alice', 'carol'])
    expect(delivery.dropped.map(nameIn)).toEqual(['bob'])
  })

  it('reports the error of one of its functions, and does not fail the call that caused the event', async () => {
    const mistake = new TypeError('a mistake in the test')
    const throws = () => {
      throw mistake
    }
    const { fake, delivery, create } = setUp(() => {}, { drop: throws })
    await create('alice')
    expect(fake.calls.map(({ outcome }) => outcome)).toEqual(['ok'])
    await expect(delivery.settled()).rejects.toBe(mistake)
  })

  it('delivers, and tells of it, also when neither calls nor records are kept', async () => {
    const { fake, delivery, create } = setUp(() => {}, {}, { callLimit: 0, trailLimit: 0 })
    await create('alice', 'bob')
    await delivery.settled()
    expect([fake.calls, fake.state.trail]).toEqual([[], []])
    expect(delivery.delivered.map(nameIn)).toEqual(['alice', 'bob'])
    expect(delivery.invocations.map(({ outcome }) => outcome)).toEqual(['ok', 'ok'])
  })

  it('loses events beyond 256 KB, as EventBridge does', async () => {
    const { fake } = setUp()
    const requestParameters = { userProfileName: 'x'.repeat(256 * 1024) }
    fake.state.trail.push(cloudTrailRecord({ eventName: 'CreateUserProfile', requestParameters }))
    const delivery = fake.deliverTo(() => {}, { since: 'beginning' })
    await delivery.settled()
    expect({ dropped: delivery.dropped.length, delivered: delivery.delivered.length }).toEqual({
      dropped: 1,
      delivered: 0,
    })
  })

  it('refuses a rule that it cannot evaluate', () => {
    expect(() => setUp(() => {}, { pattern: { account: [{ like: '10.*' }] } })).toThrow('like')
  })

  it('waits for the events that the handler causes', async () => {
    const { delivery, create } = setUp(async (event: ApiCallEvent) => {
      if (nameIn(event) === 'alice') await create('bob')
    })
    await create('alice')
    await delivery.settled()
    expect(delivery.delivered.map(nameIn)).toEqual(['alice', 'bob'])
  })

  it('delivers nothing more when it is stopped', async () => {
    const { delivery, create } = setUp()
    await create('alice')
    delivery.stop()
    await create('bob')
    await delivery.settled()
    expect(delivery.invocations).toEqual([])
  })

  it('carries many events at once without a warning', async () => {
    const warnings: Error[] = []
    process.on('warning', (warning) => warnings.push(warning))
    const { delivery, create } = setUp(() => Promise.reject(new Error('down')))
    await create(...names(50))
    await delivery.settled()
    expect(delivery.deadLetters).toHaveLength(50)
    expect(warnings).toEqual([])
  })
})
