import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { DescribeDomainCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../create-fake-aws.js'
import type { Fault } from './fault.js'

function setUp() {
  const fake = createFakeAws()
  const client = new LambdaClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const sagemaker = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const running = new Promise<void>((resolve) => {
    fake.functions.register('endless', () => {
      resolve()
      return new Promise(() => {})
    })
  })
  const invoke = (options: object = {}) => client.send(new InvokeCommand({ FunctionName: 'endless' }), options)
  return { fake, sagemaker, invoke, running }
}

describe('Invoke of a function that does not end', () => {
  it('ends when its caller gives up', async () => {
    const { fake, invoke, running } = setUp()
    const controller = new AbortController()
    const waiting = invoke({ abortSignal: controller.signal })
    void running.then(() => controller.abort())
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    expect(fake.calls.map(({ outcome }) => outcome)).toEqual(['ConnectionLost'])
  })

  it('ends after the time that the caller allows', async () => {
    const { fake, invoke } = setUp()
    const begun = fake.clock.now()
    await expect(invoke({ requestTimeout: 60_000 })).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(fake.clock.now() - begun).toBe(60_000)
  })

  it('ends when the fake is closed', async () => {
    const { fake, invoke, running } = setUp()
    const waiting = invoke()
    void running.then(() => fake.close())
    await expect(waiting).rejects.toMatchObject({ code: 'ECONNRESET', message: 'The fake AWS was closed.' })
  })
})

const slow: readonly Fault[] = [{ kind: 'no-reply' }, { kind: 'latency', ms: 1_000 }]

it.each(slow)('a call that waits for %o ends when the fake is closed', async (fault) => {
  const { fake, sagemaker } = setUp()
  fake.inject({ service: 'sagemaker', when: 'next', fault })
  const waiting = sagemaker.send(new DescribeDomainCommand({ DomainId: 'd-abc' }))
  while (fake.calls.length === 0) await new Promise(setImmediate)
  void fake.close()
  await expect(waiting).rejects.toMatchObject({ code: 'ECONNRESET' })
  expect(fake.clock.sleeping()).toBe(0)
})
