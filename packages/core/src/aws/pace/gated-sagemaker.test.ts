import { DescribeUserProfileCommand, SageMakerClient, UpdateUserProfileCommand } from '@aws-sdk/client-sagemaker'
import { createFakeAws, type FakeAwsOptions, type TestClock } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { gateSageMaker } from './gated-sagemaker.js'

const DomainId = 'd-science'

function gated(options: FakeAwsOptions<TestClock> & { concurrency?: number } = {}) {
  const { concurrency = 16, ...fakeOptions } = options
  const fake = createFakeAws<TestClock>({ delays: { updateUserProfile: 0 }, ...fakeOptions })
  fake.seed.domain({ DomainId })
  for (let n = 0; n < 200; n += 1) fake.seed.userProfile({ DomainId, UserProfileName: `user-${n}` })
  const giveUp = new AbortController()
  const plain = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 5 })
  const { client, counts } = gateSageMaker(plain, {
    clock: fake.clock,
    concurrency,
    first: 'UpdateUserProfile',
    giveUp: giveUp.signal,
  })
  const describe = (n: number, abortSignal?: AbortSignal) =>
    client.send(new DescribeUserProfileCommand({ DomainId, UserProfileName: `user-${n}` }), {
      ...(abortSignal && { abortSignal }),
    })
  const update = (n: number, abortSignal?: AbortSignal) =>
    client.send(
      new UpdateUserProfileCommand({
        DomainId,
        UserProfileName: `user-${n}`,
        UserSettings: { CustomFileSystemConfigs: [] },
      }),
      { ...(abortSignal && { abortSignal }) },
    )
  return { fake, giveUp, describe, update, counts }
}

test('a throttled call is sent once, counted, and seen by the caller', async () => {
  const { fake, describe, counts } = gated()
  fake.inject({ service: 'sagemaker', when: 'next', fault: { kind: 'throttle' } })
  await expect(describe(0)).rejects.toMatchObject({ name: 'ThrottlingException' })
  expect(fake.calls).toHaveLength(1)
  expect(counts()['DescribeUserProfile']).toMatchObject({ sent: 1, throttled: 1 })
})

test('never more calls are under way than allowed', async () => {
  const { fake, describe } = gated({ concurrency: 3 })
  fake.inject({ service: 'sagemaker', when: () => true, fault: { kind: 'latency', ms: 100 } })
  const start = fake.clock.now()
  await Promise.all(Array.from({ length: 30 }, (_, n) => describe(n)))
  expect(fake.clock.now() - start).toBeGreaterThanOrEqual(1000)
  expect(fake.clock.now() - start).toBeLessThan(1300)
})

test('each operation has a pace of its own', async () => {
  const { fake, describe, update, counts } = gated({
    rates: [
      { service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: 5 },
      { service: 'sagemaker', operation: 'DescribeUserProfile', perSecond: 50 },
    ],
  })
  const again = async (call: () => Promise<unknown>): Promise<unknown> => call().catch(() => again(call))
  const secondsOf = async (count: number, call: (n: number) => Promise<unknown>) => {
    const start = fake.clock.now()
    await Promise.all(Array.from({ length: count }, (_, n) => again(() => call(n))))
    return (fake.clock.now() - start) / 1000
  }
  const updates = await secondsOf(50, update)
  const describes = await secondsOf(200, describe)
  expect([updates > 8, updates < 12, describes > 2, describes < 6]).toEqual([true, true, true, true])
  expect(counts()['UpdateUserProfile']?.perSecond).toBeLessThan(10)
})

test('reads wait while updates do, so that what they read does not get old', async () => {
  const { fake, describe, update } = gated({
    rates: [{ service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: 1, burst: 1 }],
  })
  await update(0)
  await update(1).catch(() => undefined)
  const updates = [2, 3, 4, 5, 6, 7].map((n) => update(n).catch(() => undefined))
  const read = describe(9).then(() => fake.calls.filter(({ operation }) => operation === 'UpdateUserProfile').length)
  expect(await read).toBeGreaterThanOrEqual(5)
  await Promise.all(updates)
})

test('an update that waited for five seconds is not sent, and the caller reads again', async () => {
  const { fake, update, counts } = gated({
    rates: [{ service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: 0.2, burst: 1 }],
  })
  const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => update(n)))
  const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.name] : []))
  expect(reasons).toContain('HeldBack')
  expect(fake.calls.length).toBe(counts()['UpdateUserProfile']?.sent)
})

test('an abort stops reads and keeps updates from being sent, but leaves alone an update that is out', async () => {
  const { fake, describe, update, giveUp } = gated({ concurrency: 2 })
  fake.inject({ service: 'sagemaker', when: () => true, fault: { kind: 'latency', ms: 1000 } })
  const abort = new AbortController()
  const wakes = fake.clock.sleep(500).then(() => abort.abort(new Error('stop')))
  const results = await Promise.allSettled([
    update(0, abort.signal),
    describe(1, abort.signal),
    update(2, abort.signal),
  ])
  await wakes
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect(fake.calls.map(({ operation }) => operation)).toEqual(['UpdateUserProfile', 'DescribeUserProfile'])
  const last = update(3)
  await Promise.all([fake.clock.sleep(500).then(() => giveUp.abort(new Error('over'))), expect(last).rejects.toThrow()])
})
