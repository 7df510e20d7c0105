import { setTimeout as sleep } from 'node:timers/promises'
import { CreateFileSystemCommand, DescribeFileSystemsCommand, EFSClient } from '@aws-sdk/client-efs'
import {
  DeleteUserProfileCommand,
  DescribeUserProfileCommand,
  ListUserProfilesCommand,
  SageMakerClient,
  UpdateUserProfileCommand,
} from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from './create-fake-aws.js'
import type { FakeAwsOptions } from './settings/options.js'
import { CLOCK_STANDS_CODE } from './world/looks.js'

const profile = { DomainId: 'd-abc', UserProfileName: 'alice' }

function setUp(options: FakeAwsOptions = {}) {
  const fake = createFakeAws(options)
  fake.seed.domain({ DomainId: 'd-abc' })
  fake.seed.userProfile(profile)
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const update = () => client.send(new UpdateUserProfileCommand({ ...profile, UserSettings: {} }))
  const status = () =>
    client.send(new DescribeUserProfileCommand(profile)).then(
      ({ Status }) => Status,
      ({ name }) => name,
    )
  return { fake, client, update, status }
}

describe('transitions', () => {
  it('that are immediate have ended before the next call, and before the next look at the state', async () => {
    const { fake, update, status } = setUp({ transitions: 'immediate' })
    await update()
    expect(fake.state.sagemaker.userProfiles.get('d-abc/alice')?.Status).toBe('InService')
    await update()
    expect(await status()).toBe('InService')
  })

  it('that are counted end after as many looks, by Describe or List, whatever the clock does', async () => {
    const { fake, client, update, status } = setUp({ transitions: { afterDescribes: 3 } })
    await update()
    await fake.clock.advance(3_600_000)
    expect(await status()).toBe('Updating')
    const { UserProfiles } = await client.send(new ListUserProfilesCommand({}))
    expect(UserProfiles?.[0]?.Status).toBe('Updating')
    expect([await status(), await status(), await status()]).toEqual(['Updating', 'InService', 'InService'])
    await client.send(new DeleteUserProfileCommand(profile))
    expect([await status(), await status(), await status(), await status()]).toEqual([
      ...['Deleting', 'Deleting', 'Deleting', 'ResourceNotFound'],
    ])
  })

  it('that are counted end so in EFS too', async () => {
    const { fake } = setUp({ transitions: { afterDescribes: 1 } })
    const efs = new EFSClient(fake.clientConfig())
    const { FileSystemId = '' } = await efs.send(new CreateFileSystemCommand({ CreationToken: 'a' }))
    const state = async () =>
      (await efs.send(new DescribeFileSystemsCommand({ FileSystemId }))).FileSystems?.[0]?.LifeCycleState
    expect([await state(), await state()]).toEqual(['creating', 'available'])
  })

  it('can still be made to fail', async () => {
    const { fake, update, status } = setUp({ transitions: { afterDescribes: 0 } })
    const fault = { kind: 'ends-in', status: 'Update_Failed' } as const
    fake.inject({ service: 'sagemaker', operation: 'UpdateUserProfile', when: 'next', fault })
    await update()
    expect(await status()).toBe('Update_Failed')
  })

  it.each([-1, 0.5, Number.NaN])('refuse %s as a number of calls', (afterDescribes) => {
    expect(() => createFakeAws({ transitions: { afterDescribes } })).toThrow('a whole number from 0')
  })
})

describe('a caller that polls while the clock stands still', () => {
  const warnings: string[] = []
  const listen = (warning: Error & { code?: string }) => {
    if (warning.code === CLOCK_STANDS_CODE) warnings.push(warning.message)
  }
  async function warningsOf(poll: () => Promise<void>): Promise<number> {
    warnings.length = 0
    process.on('warning', listen)
    await poll()
    await sleep(0)
    process.off('warning', listen)
    return warnings.length
  }

  it('is warned once, at the tenth look', async () => {
    const { update, status } = setUp()
    await update()
    const looks = (count: number) =>
      warningsOf(async () => {
        for (let n = 0; n < count; n += 1) await status()
      })
    expect(await looks(9)).toBe(0)
    expect(await looks(1)).toBe(1)
    expect(await looks(20)).toBe(0)
  })

  it('is not warned about a resource that does not change, nor when the clock moves', async () => {
    const { fake, update, status } = setUp({ delays: { updateUserProfile: 60_000 } })
    const quiet = await warningsOf(async () => {
      for (let n = 0; n < 20; n += 1) await status()
      await update()
      for (let n = 0; n < 20; n += 1) {
        await fake.clock.advance(1000)
        await status()
      }
    })
    expect(quiet).toBe(0)
  })
})
