import { createUserProfileEvent, type FunctionInvocation } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { deployed } from './cloudformation/deployed.js'
import { queueOf } from './cloudformation/queue.js'
import { domainId, studio } from './studio.js'

const USERS = process.env['STUDIO_EFS_TEST_SCALE'] === 'full' ? 2000 : 200
/** Places of the account that its other programs leave: two for batches, and one. */
const SPARE = 3

const isRunning = ({ outcome }: FunctionInvocation) => outcome === 'running'

/**
 * The events of new profiles come at once, in an account that runs at most `limit` functions, all but three of them those
 * of other programs, which also take the last place in a fifth of all tries. SageMaker takes 1,000 seconds for
 * the updates of all, many times the limit of one function.
 */
async function burst(limit: number) {
  const { fake, stack, profile, ...world } = await deployed({}, studio())
  const own = ['NewProfilesFunction', 'DirectoryFunction'].map((id) => stack.functionNamed(id).registered)
  const isFull = () => {
    // All but the last few have ended long ago.
    const running = own.flatMap(({ invocations }) => invocations.slice(-20)).filter(isRunning)
    return limit - SPARE + running.length >= limit
  }
  const busy = { service: 'lambda', operation: 'Invoke', fault: { kind: 'throttle' } } as const
  fake.inject({ ...busy, when: isFull })
  fake.inject({ ...busy, when: { probability: 0.2 } })
  fake.setRate({ service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: USERS / 1000 })
  const queue = queueOf(stack, fake.clock)
  for (let n = 0; n < USERS; n += 1) {
    const userProfileName = `user-${n}`
    profile(userProfileName)
    queue.send(createUserProfileEvent({ domainId, userProfileName }))
  }
  await queue.settled()
  return { ...world, queue, stack }
}

describe('no event of a burst is lost, however few functions may run', () => {
  test.each([10, 50, 1000])(
    `${USERS} at once with a limit of %d`,
    async (limit) => {
      const { queue, stack, pathsOf, listOf } = await burst(limit)
      expect(queue.deadLetters).toEqual([])
      expect(pathsOf()).toHaveLength(USERS)
      for (let n = 0; n < USERS; n += 1) expect(listOf(`user-${n}`)).toHaveLength(1)
      // Directories are made in batches: far fewer invocations than profiles.
      expect(stack.functionNamed('DirectoryFunction').registered.invocations.length).toBeLessThan(USERS / 10)
    },
    120_000,
  )
})

test('the queue reserves nothing and gives a batch the time of six tries, for days', async () => {
  const { stack } = await deployed({ Concurrency: 5 })
  const of = (logicalId: string) => stack.resource(logicalId)?.properties ?? {}
  expect(of('NewProfilesBatches')).toMatchObject({
    ScalingConfig: { MaximumConcurrency: 5 },
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  })
  const { VisibilityTimeout, MessageRetentionPeriod, RedrivePolicy } = of('NewProfiles')
  expect(VisibilityTimeout).toBe(6 * Number(of('NewProfilesFunction')['Timeout']))
  const triedForS =
    Number(VisibilityTimeout) * Number((RedrivePolicy as { readonly maxReceiveCount: number }).maxReceiveCount)
  expect(triedForS).toBeGreaterThan(3 * 86_400)
  expect(triedForS).toBeLessThan(Number(MessageRetentionPeriod))
  for (const [, { properties }] of stack.resources('AWS::Lambda::Function'))
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions')
})
