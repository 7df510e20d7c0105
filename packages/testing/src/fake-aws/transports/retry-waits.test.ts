import { DescribeDomainCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { expect, it } from 'vitest'
import { createFakeAws } from '../create-fake-aws.js'
import type { Fault } from '../exchange/fault.js'

function setUp() {
  const fake = createFakeAws()
  const { DomainId } = fake.seed.domain()
  const client = new SageMakerClient(fake.clientConfig())
  const inject = (fault: Fault, times: number) => fake.inject({ service: 'sagemaker', when: () => true, times, fault })
  return { fake, client, inject, command: () => new DescribeDomainCommand({ DomainId }) }
}

const faults: readonly Fault[] = [{ kind: 'throttle' }, { kind: 'server-error' }, { kind: 'connection-reset' }]

it.each(faults)('the clock stands while a client waits to try again after %o', async (fault) => {
  const { fake, client, inject, command } = setUp()
  inject(fault, 2)
  const begun = fake.clock.now()
  const tenMinutes = fake.clock.sleep(600_000).then(() => 'ten minutes')
  await expect(Promise.race([client.send(command()).then(() => 'a reply'), tenMinutes])).resolves.toBe('a reply')
  expect([fake.calls.length, fake.clock.now()]).toEqual([3, begun])
  await tenMinutes
})

it('the clock stands while a client waits by a retry strategy of its own', async () => {
  const { fake, inject, command } = setUp()
  inject({ kind: 'throttle' }, 2)
  const token = { getRetryCount: () => 1, getRetryDelay: () => 50, getRetryCost: () => 0 }
  const retryStrategy = {
    acquireInitialRetryToken: async () => token,
    refreshRetryTokenForRetry: async () => token,
    recordSuccess: () => {},
  }
  const client = new SageMakerClient({ ...fake.clientConfig(), retryStrategy })
  const begun = fake.clock.now()
  const tenMinutes = fake.clock.sleep(600_000)
  await Promise.race([client.send(command()), tenMinutes])
  expect([fake.calls.length, fake.clock.now()]).toEqual([3, begun])
  await tenMinutes
})

it('the clock waits for no client that does not try again, though it announced that', async () => {
  const { fake, client, inject, command } = setUp()
  inject({ kind: 'throttle' }, 20)
  client.middlewareStack.add((next) => (args) => next(args).catch(() => Promise.reject(new Error('Sent once.'))), {
    step: 'finalizeRequest',
    priority: 'low',
  })
  const begun = performance.now()
  for (let n = 0; n < 20; n += 1) {
    await expect(client.send(command())).rejects.toThrow('Sent once.')
    await fake.clock.sleep(60_000)
  }
  expect(performance.now() - begun).toBeLessThan(2_000)
})
