import { CreateUserProfileCommand, DescribeUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { systemClock } from '@studio-efs/core/directories'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createFakeAws } from './create-fake-aws.js'

// Not setImmediate and process.nextTick, on which replies arrive.
const toFake = ['setTimeout', 'clearTimeout', 'Date', 'performance'] as const

beforeEach(() => vi.useFakeTimers({ toFake: [...toFake] }))
afterEach(() => vi.useRealTimers())

async function pollUntilReady(client: SageMakerClient): Promise<number> {
  for (let polls = 1; ; polls += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1000))
    const command = new DescribeUserProfileCommand({ DomainId: 'd-abc', UserProfileName: 'alice' })
    if ((await client.send(command)).Status === 'InService') return polls
  }
}

test('code that polls with timers is driven by the timers of vitest', async () => {
  const fake = createFakeAws({ clock: systemClock })
  fake.seed.domain({ DomainId: 'd-abc' })
  const client = new SageMakerClient(fake.clientConfig())
  await client.send(new CreateUserProfileCommand({ DomainId: 'd-abc', UserProfileName: 'alice' }))
  const polls = pollUntilReady(client)
  let isDone = false
  polls.then(() => {
    isDone = true
  })
  while (!isDone) await vi.advanceTimersByTimeAsync(1000)
  expect(await polls).toBe(4)
})
