import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import { CreateUserProfileCommand, DeleteUserProfileCommand } from '@aws-sdk/client-sagemaker'
import { createTestClock, documentedRates } from '@studio-efs/testing'
import { mockClient } from 'aws-sdk-client-mock'
import { describe, expect, test } from 'vitest'
import { callsTo, manyProfiles, outcomesOf } from '../../test/many.js'
import { domainId } from '../../test/studio.js'
import { silentLogger } from '../logger.js'
import { lookupEventsSource } from './lookup-events-source.js'

/** A domain with so many creations in its event history, and half as many deletions. */
async function history(creations: number) {
  const { fake, context } = manyProfiles(0, { rates: documentedRates })
  const profile = (n: number) => ({ DomainId: domainId, UserProfileName: `user-${n}` })
  for (let n = 0; n < creations; n += 1) {
    await context.sagemaker.send(new CreateUserProfileCommand(profile(n)))
    await fake.clock.advance(5000)
    if (n % 2 === 0) await context.sagemaker.send(new DeleteUserProfileCommand(profile(n)))
  }
  await fake.clock.advance(60_000)
  const client = () => new CloudTrailClient({ ...fake.clientConfig(), maxAttempts: 3 })
  return { fake, clock: fake.clock, client }
}

test('gives every creation and deletion, 50 a page, two requests a second', async () => {
  const { fake, clock, client } = await history(120)
  const start = clock.now()
  const items = await outcomesOf(lookupEventsSource({ cloudTrail: client(), clock }))
  const decoded = items.flatMap((item) =>
    item.kind === 'decoded' ? [`${item.what} ${item.profile.userProfileName}`] : [],
  )
  expect(new Set(decoded).size).toBe(180)
  const calls = callsTo(fake, 'LookupEvents')
  expect(calls.map(({ outcome }) => outcome)).toEqual(Array(5).fill('ok'))
  expect(calls.every(({ input }) => input?.['MaxResults'] === 50)).toBe(true)
  expect(clock.now() - start).toBeGreaterThanOrEqual(2000)
  expect(clock.now() - start).toBeLessThan(2500)
})

test('the pages of a look-up have one fixed window, whatever happens meanwhile', async () => {
  const { fake, clock, client } = await history(120)
  await outcomesOf(lookupEventsSource({ cloudTrail: client(), clock }))
  const windows = callsTo(fake, 'LookupEvents').map(({ input }) => [input?.['StartTime'], input?.['EndTime']].join())
  expect(new Set(windows).size).toBe(1)
})

test('the window is made of dates, whatever moment the clock counts from', async () => {
  const { fake, clock, client } = await history(4)
  const [origin, wallTime] = [clock.now(), clock.now]
  const counting = { ...clock, now: () => clock.now() - origin, wallTime }
  const items = await outcomesOf(lookupEventsSource({ cloudTrail: client(), clock: counting }))
  expect(items).toHaveLength(6)
  const [first] = callsTo(fake, 'LookupEvents')
  expect(Number(first?.input?.['EndTime'])).toBeCloseTo(origin / 1000, -1)
})

test('all clients in the process share the two requests a second', async () => {
  const { fake, clock, client } = await history(60)
  await Promise.all([1, 2, 3].map(() => outcomesOf(lookupEventsSource({ cloudTrail: client(), clock }))))
  const calls = callsTo(fake, 'LookupEvents')
  expect(calls.every(({ outcome }) => outcome === 'ok')).toBe(true)
  const gaps = calls.slice(1).map(({ at }, n) => at - (calls[n]?.at ?? 0))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(500)
})

test('only events in the given window are looked up', async () => {
  const { fake, clock, client } = await history(10)
  const from = new Date(Date.UTC(2026, 0, 1, 0, 0, 10))
  const items = await outcomesOf(
    lookupEventsSource({ cloudTrail: client(), clock }, { from, to: '2026-01-01T00:00:30Z' }),
  )
  const times = items.flatMap((item) => (item.kind === 'decoded' ? [item.at] : []))
  expect(Math.min(...times)).toBeGreaterThanOrEqual(from.getTime())
  expect(Math.max(...times)).toBeLessThanOrEqual(Date.UTC(2026, 0, 1, 0, 0, 30))
  expect(callsTo(fake, 'LookupEvents')).toHaveLength(2)
})

describe('the account being busy elsewhere', () => {
  test('a throttled page is requested again', async () => {
    const { fake, clock, client } = await history(60)
    const fault = { kind: 'throttle' } as const
    fake.inject({ service: 'cloudtrail', operation: 'LookupEvents', when: { probability: 0.5 }, times: 4, fault })
    const records: string[] = []
    const logger = { ...silentLogger, debug: (message: string) => records.push(message), isLevelEnabled: () => true }
    expect(await outcomesOf(lookupEventsSource({ cloudTrail: client(), clock, logger }))).toHaveLength(90)
    expect(new Set(records)).toEqual(new Set(['throttled']))
  })

  test('a call that is not allowed ends the iteration with its error', async () => {
    const { fake, clock, client } = await history(1)
    const fault = { kind: 'error', code: 'AccessDeniedException' } as const
    fake.inject({ service: 'cloudtrail', when: 'next', fault })
    await expect(outcomesOf(lookupEventsSource({ cloudTrail: client(), clock }))).rejects.toMatchObject({
      name: 'AccessDeniedError',
      service: 'cloudtrail',
    })
  })
})

describe('a network that is down', () => {
  test.each(['connection-reset', 'no-reply'] as const)(
    'ends the iteration after minutes, not hours: %s',
    async (kind) => {
      const { fake, clock, client } = await history(1)
      fake.inject({ service: 'cloudtrail', when: () => true, fault: { kind } })
      const start = clock.now()
      const reading = outcomesOf(lookupEventsSource({ cloudTrail: client(), clock }))
      await expect(reading).rejects.toMatchObject({ name: 'ConnectionError', service: 'cloudtrail' })
      expect(clock.now() - start).toBeLessThan(400_000)
    },
  )
})

test('a page that has no end is not kept', async () => {
  let given = 0
  async function* large() {
    for (; given < 200_000_000; given += 4_000_000) yield Buffer.alloc(4_000_000, ' ')
  }
  const response = () => ({ statusCode: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: large() })
  const cloudTrail = new CloudTrailClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'fake', secretAccessKey: 'fake' },
    requestHandler: { handle: async () => ({ response: response() }) } as never,
    maxAttempts: 1,
  })
  const source = lookupEventsSource({ cloudTrail, clock: createTestClock(), logger: silentLogger }, {})
  await expect(outcomesOf(source)).rejects.toMatchObject({ code: 'ReplyTooLarge', retryable: false })
  expect(given).toBeLessThan(80_000_000)
})

test('a record that is not JSON is malformed, and the others are read', async () => {
  const cloudTrail = new CloudTrailClient({})
  mockClient(cloudTrail)
    .on(LookupEventsCommand)
    .resolves({ Events: [{ CloudTrailEvent: '{"eventName":' }, {}] })
  const items = await outcomesOf(lookupEventsSource({ cloudTrail, clock: createTestClock() }))
  expect(items.map(({ kind }) => kind)).toEqual(['malformed', 'malformed', 'malformed', 'malformed'])
})

test.each([{ from: 'yesterday' }, { to: 5 }, { until: '2026-01-01' }])(
  '%o is refused before any call',
  async (input) => {
    const cloudTrail = new CloudTrailClient({})
    const mock = mockClient(cloudTrail)
    const reading = outcomesOf(lookupEventsSource({ cloudTrail }, input as never))
    await expect(reading).rejects.toMatchObject({ name: 'InvalidInputError' })
    expect(mock.calls()).toEqual([])
  },
)
