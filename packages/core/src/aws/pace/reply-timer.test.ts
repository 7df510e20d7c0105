import { getEventListeners } from 'node:events'
import { DescribeUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { createFakeAws, type TestClock } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { createReplyTimer, withReplyTimeout } from './reply-timer.js'

const DomainId = 'd-science'

function bounded() {
  const fake = createFakeAws<TestClock>()
  fake.seed.domain({ DomainId })
  fake.seed.userProfile({ DomainId, UserProfileName: 'alice' })
  const client = withReplyTimeout(new SageMakerClient(fake.clientConfig()), fake.clock)
  const describe = (abortSignal: AbortSignal) =>
    client.send(new DescribeUserProfileCommand({ DomainId, UserProfileName: 'alice' }), { abortSignal })
  return { fake, client, describe }
}

test('a call that gets no reply ends as a lost connection after thirty seconds', async () => {
  const { fake, describe } = bounded()
  fake.inject({ service: 'sagemaker', when: 'next', fault: { kind: 'no-reply' } })
  const start = fake.clock.now()
  await expect(describe(new AbortController().signal)).rejects.toMatchObject({ name: 'TimeoutError' })
  expect(fake.clock.now() - start).toBe(30_000)
})

test("the caller's own signal still ends it, and no timer is left", async () => {
  const { fake, describe } = bounded()
  fake.inject({ service: 'sagemaker', when: 'next', fault: { kind: 'no-reply' } })
  const caller = new AbortController()
  const call = describe(caller.signal)
  setImmediate(() => caller.abort(new Error('enough')))
  await expect(call).rejects.toThrow()
  expect((await describe(new AbortController().signal)).UserProfileName).toBe('alice')
  await new Promise(setImmediate)
  expect(fake.clock.sleeping()).toBe(0)
})

test('an abort ends it even where the client does not watch the signal', async () => {
  const fake = createFakeAws<TestClock>()
  const credentials = () => new Promise<never>(() => {})
  const client = withReplyTimeout(new SageMakerClient({ ...fake.clientConfig(), credentials }), fake.clock)
  const caller = new AbortController()
  const call = client.send(new DescribeUserProfileCommand({ DomainId, UserProfileName: 'alice' }), {
    abortSignal: caller.signal,
  })
  setImmediate(() => caller.abort(new Error('enough')))
  await expect(call).rejects.toThrow('enough')
})

test('it is still an instance of the class of the client, with its configuration', () => {
  const { client } = bounded()
  expect(client).toBeInstanceOf(SageMakerClient)
  expect(client.config.requestHandler).toBeDefined()
})

test('an exception that a client throws at once is that of the request, and leaves no timer', async () => {
  const { clock } = createFakeAws<TestClock>()
  const timer = createReplyTimer(clock, 1000)
  const thrown = timer.bound(new AbortController().signal, () => {
    throw new Error('not built')
  })
  await expect(thrown).rejects.toThrow('not built')
  await new Promise(setImmediate)
  expect(clock.sleeping()).toBe(0)
})

test('an exception thrown at once, after the signal has fired, leaves no rejection without a listener', async () => {
  const { clock } = createFakeAws<TestClock>()
  const unhandled: unknown[] = []
  const note = (reason: unknown) => void unhandled.push(reason)
  process.on('unhandledRejection', note)
  try {
    const thrown = createReplyTimer(clock, 1000).bound(AbortSignal.abort(new Error('enough')), () => {
      throw new Error('not built')
    })
    await expect(thrown).rejects.toThrow('not built')
    await new Promise(setImmediate)
  } finally {
    process.off('unhandledRejection', note)
  }
  expect(unhandled).toEqual([])
  expect(clock.sleeping()).toBe(0)
})

test('a request that nothing ends leaves neither timer nor listener behind, once it is given up', async () => {
  const { clock } = createFakeAws<TestClock>()
  const timer = createReplyTimer(clock, 1000)
  const stop = new AbortController()
  const never = () => new Promise<never>(() => {})
  const stopped = timer.bound(stop.signal, never)
  stop.abort(new Error('enough'))
  await expect(stopped).rejects.toThrow('enough')
  expect([clock.sleeping(), getEventListeners(stop.signal, 'abort')]).toEqual([0, []])

  const { signal } = new AbortController()
  await expect(timer.bound(signal, never)).rejects.toThrow('No reply within 1 s.')
  expect([clock.sleeping(), getEventListeners(signal, 'abort')]).toEqual([0, []])
})
