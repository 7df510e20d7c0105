import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { createFakeAws, memoryDirectoryDriver } from '@studio-efs/testing'
import { expect, test, vi } from 'vitest'
import { countBy } from '../../test/many.js'
import { createStudioEfs, systemClock } from '../index.js'

const MINUTE = 60_000

/** The computer's time, which an administrator or NTP may set. Replaced before anything takes a reference to it. */
const wall = vi.hoisted(() => {
  const now = Date.now
  const setBy = { ms: 0 }
  vi.spyOn(Date, 'now').mockImplementation(() => now.call(Date) + setBy.ms)
  return setBy
})

test.each([
  ['back by a minute', -MINUTE],
  ['forward by an hour', 60 * MINUTE],
])(
  'a computer clock that is set %s in the middle of a run changes nothing for it',
  async (_, by) => {
    const fake = createFakeAws({ clock: systemClock, delays: { updateUserProfile: 0 } })
    fake.seed.domain({ DomainId: 'd-science' })
    for (let n = 0; n < 200; n += 1) fake.seed.userProfile({ DomainId: 'd-science', UserProfileName: `user-${n}` })
    // Requests wait for their turn when the time is set, and some are tried again after it.
    fake.inject({ service: 'sagemaker', when: { probability: 0.05 }, fault: { kind: 'server-error' } })
    const sagemaker = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
    const studioEfs = createStudioEfs({ sagemaker, directories: memoryDirectoryDriver() })
    const run = studioEfs.backfillProfiles({
      domainIds: ['d-science'],
      fileSystemId: 'fs-0123456789abcdef0',
      profileTimeoutMs: MINUTE,
    })
    const startedAt = performance.now()
    const outcomes: string[] = []
    for await (const { outcome } of run) if (outcomes.push(outcome) === 30) wall.ms += by
    expect(countBy(outcomes, (outcome) => outcome)).toEqual({ onboarded: 200 })
    expect(performance.now() - startedAt).toBeLessThan(MINUTE / 2)
    const { durationMs } = (await run.summary())._unsafeUnwrap()
    expect(durationMs).toBeGreaterThanOrEqual(0)
    expect(durationMs).toBeLessThan(MINUTE / 2)
  },
  90_000,
)
