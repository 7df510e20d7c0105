import { CloudTrailClient, LookupEventsCommand, paginateLookupEvents } from '@aws-sdk/client-cloudtrail'
import { CreateUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../../create-fake-aws.js'
import type { FakeAwsOptions } from '../../settings/options.js'
import { documentedRates } from '../apis.js'

const start = Date.UTC(2026, 0, 1)
const byName = [{ AttributeKey: 'EventName' as const, AttributeValue: 'CreateUserProfile' }]

async function setUp(profiles: number, options: FakeAwsOptions = {}) {
  const fake = createFakeAws(options)
  fake.seed.domain({ DomainId: 'd-abc' })
  const sagemaker = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const cloudTrail = new CloudTrailClient({ ...fake.clientConfig(), maxAttempts: 1 })
  for (let n = 0; n < profiles; n += 1) {
    await sagemaker.send(new CreateUserProfileCommand({ DomainId: 'd-abc', UserProfileName: `user-${n}` }))
    await fake.clock.advance(1_000)
  }
  const lookUp = (input: ConstructorParameters<typeof LookupEventsCommand>[0] = {}) =>
    cloudTrail.send(new LookupEventsCommand(input))
  return { fake, sagemaker, cloudTrail, lookUp }
}

describe('LookupEvents', () => {
  it('returns the newest first, each with its record as text', async () => {
    const { lookUp, fake } = await setUp(3)
    const { Events = [] } = await lookUp({ LookupAttributes: byName })
    const records = Events.map(({ CloudTrailEvent = '' }) => JSON.parse(CloudTrailEvent))
    expect(records).toEqual([...fake.state.trail].reverse())
    expect(Events[0]).toMatchObject({
      EventId: fake.state.trail[2]?.eventID,
      EventName: 'CreateUserProfile',
      EventSource: 'sagemaker.amazonaws.com',
      EventTime: new Date(start + 2_000),
      ReadOnly: 'false',
      Username: 'admin',
      Resources: [
        { ResourceType: 'AWS::SageMaker::Domain', ResourceName: 'd-abc' },
        { ResourceType: 'AWS::SageMaker::UserProfile', ResourceName: 'user-2' },
      ],
    })
  })

  it('has failed calls too', async () => {
    const { lookUp, sagemaker } = await setUp(1)
    const again = new CreateUserProfileCommand({ DomainId: 'd-abc', UserProfileName: 'USER-0' })
    await sagemaker.send(again).catch(() => {})
    const { Events = [] } = await lookUp()
    expect(Events).toHaveLength(2)
    expect(JSON.parse(Events[0]?.CloudTrailEvent ?? '')).toMatchObject({ errorCode: 'ResourceInUse' })
  })

  it('pages by 50, and events in between shift nothing', async () => {
    const { lookUp, sagemaker } = await setUp(120)
    const first = await lookUp()
    expect(first.Events).toHaveLength(50)
    await sagemaker.send(new CreateUserProfileCommand({ DomainId: 'd-abc', UserProfileName: 'late' }))
    const second = await lookUp({ NextToken: first.NextToken })
    const third = await lookUp({ NextToken: second.NextToken })
    const ids = [first, second, third].flatMap(({ Events = [] }) => Events.map(({ EventId }) => EventId))
    expect(new Set(ids).size).toBe(120)
    expect(third.NextToken).toBeUndefined()
  })

  it('is walked by the paginator of the SDK', async () => {
    const { cloudTrail } = await setUp(7)
    let events = 0
    for await (const page of paginateLookupEvents({ client: cloudTrail, pageSize: 2 }, {})) {
      events += page.Events?.length ?? 0
    }
    expect(events).toBe(7)
  })

  it('filters by one attribute and by time', async () => {
    const { lookUp } = await setUp(5)
    const count = async (input: Parameters<typeof lookUp>[0]) => (await lookUp(input)).Events?.length
    const named = (AttributeValue: string) => [{ AttributeKey: 'ResourceName' as const, AttributeValue }]
    expect(await count({ LookupAttributes: named('user-3') })).toBe(1)
    expect(await count({ LookupAttributes: named('USER-3') })).toBe(0)
    expect(await count({ LookupAttributes: [{ AttributeKey: 'ReadOnly', AttributeValue: 'true' }] })).toBe(0)
    expect(await count({ StartTime: new Date(start + 1_000), EndTime: new Date(start + 2_000) })).toBe(2)
  })

  it('forgets after 90 days', async () => {
    const { lookUp, fake } = await setUp(1)
    await fake.clock.advance(90 * 24 * 3_600_000)
    expect((await lookUp()).Events).toEqual([])
  })

  it('has events only after the delay that an option sets', async () => {
    const { lookUp, fake } = await setUp(1, { undocumented: { eventHistoryDelay: 300_000 } })
    expect((await lookUp()).Events).toEqual([])
    await fake.clock.advance(300_000)
    expect((await lookUp()).Events).toHaveLength(1)
  })

  it('is refused more often than twice a second when the documented rates are set', async () => {
    const { lookUp, fake } = await setUp(0, { rates: documentedRates })
    await lookUp()
    await lookUp()
    await expect(lookUp()).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' })
    await fake.clock.advance(500)
    await lookUp()
  })

  it.each([
    [{ LookupAttributes: [...byName, ...byName] }, 'InvalidLookupAttributesException'],
    [
      { LookupAttributes: [{ AttributeKey: 'Colour' as 'EventName', AttributeValue: 'x' }] },
      'InvalidLookupAttributesException',
    ],
    [
      { LookupAttributes: [{ AttributeKey: 'EventName' as const, AttributeValue: 'x'.repeat(2_001) }] },
      'InvalidLookupAttributesException',
    ],
    [{ StartTime: new Date(start + 1), EndTime: new Date(start) }, 'InvalidTimeRangeException'],
    [{ MaxResults: 51 }, 'InvalidMaxResultsException'],
    [{ MaxResults: 0 }, 'InvalidMaxResultsException'],
    [{ NextToken: 'x'.repeat(100_000) }, 'InvalidNextTokenException'],
    [{ EventCategory: 'data' as 'insight' }, 'InvalidEventCategoryException'],
    [{ EventCategory: 'insight' as const }, 'UnsupportedOperationException'],
  ])('refuses %j', async (input, name) => {
    const { lookUp } = await setUp(1)
    await expect(lookUp(input)).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } })
  })

  it('refuses the token of another query', async () => {
    const { lookUp } = await setUp(3)
    const { NextToken } = await lookUp({ MaxResults: 1 })
    await expect(lookUp({ MaxResults: 2, NextToken })).rejects.toMatchObject({ name: 'InvalidNextTokenException' })
  })
})
