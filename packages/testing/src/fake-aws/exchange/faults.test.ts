import {
  DescribeUserProfileCommand,
  ListUserProfilesCommand,
  SageMakerClient,
  UpdateUserProfileCommand,
} from '@aws-sdk/client-sagemaker'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../create-fake-aws.js'
import type { Rate } from '../settings/options.js'
import { userProfileKey } from '../state/sagemaker.js'
import type { Fault, Injection } from './fault.js'

const alice = { DomainId: 'd-abc', UserProfileName: 'alice' }
const update = new UpdateUserProfileCommand({ ...alice, UserSettings: { AutoMountHomeEFS: 'Disabled' } })

function setUp(maxAttempts = 1) {
  const fake = createFakeAws()
  fake.seed.domain({ DomainId: 'd-abc' })
  fake.seed.userProfile(alice)
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts })
  const profile = () => fake.state.sagemaker.userProfiles.get(userProfileKey('d-abc', 'alice'))
  const inject = (fault: Injection['fault'], when: Injection['when'] = 'next') =>
    fake.inject({ service: 'sagemaker', operation: 'UpdateUserProfile', when, fault })
  return { fake, client, profile, inject }
}

describe('inject', () => {
  it('throttles the next call and no other', async () => {
    const { client, inject, profile } = setUp()
    inject({ kind: 'throttle' })
    await expect(client.send(update)).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' })
    expect(profile()?.Status).toBe('InService')
    await client.send(update)
    expect(profile()?.Status).toBe('Updating')
  })

  it('answers with any code, status and message', async () => {
    const { client, inject } = setUp()
    inject({ kind: 'error', code: 'AccessDeniedException', message: 'No.', status: 403 })
    const refusal = { name: 'AccessDeniedException', message: 'No.', $metadata: { httpStatusCode: 403 } }
    await expect(client.send(update)).rejects.toMatchObject(refusal)
  })

  it('is retried by the SDK after a server error', async () => {
    const { client, fake, inject } = setUp(2)
    inject({ kind: 'server-error', status: 503 })
    await client.send(update)
    expect(fake.calls.map(({ outcome }) => outcome)).toEqual(['ServiceUnavailable', 'ok'])
  })

  it('breaks the connection before or after the change', async () => {
    const { client, inject, profile } = setUp()
    inject({ kind: 'connection-reset' })
    await expect(client.send(update)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(profile()?.UserSettings).toBeUndefined()
    inject({ kind: 'connection-reset', change: 'applied' })
    await expect(client.send(update)).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(profile()?.UserSettings).toEqual({ AutoMountHomeEFS: 'Disabled' })
  })

  it('delays on the clock, not in real time', async () => {
    const { client, fake, inject } = setUp()
    const before = fake.clock.now()
    inject({ kind: 'latency', ms: 3_600_000 })
    await client.send(update)
    expect(fake.clock.now() - before).toBe(3_600_000)
  })

  it('never replies until the caller gives up', async () => {
    const { client, inject } = setUp()
    inject({ kind: 'no-reply' })
    const controller = new AbortController()
    const waiting = client.send(update, { abortSignal: controller.signal })
    setTimeout(() => controller.abort(), 10)
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    inject({ kind: 'no-reply', change: 'applied' })
    await expect(client.send(update, { requestTimeout: 5_000 })).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  it('lets an update fail later, and keeps the old settings', async () => {
    const { client, fake, inject, profile } = setUp()
    inject({ kind: 'ends-in', status: 'Update_Failed', reason: 'No such file system.' })
    await client.send(update)
    expect(profile()?.Status).toBe('Updating')
    await fake.clock.advance(2_000)
    expect(profile()).toMatchObject({ Status: 'Update_Failed', FailureReason: 'No such file system.' })
    expect(profile()?.UserSettings).toBeUndefined()
    await client.send(update)
    expect(profile()).not.toHaveProperty('FailureReason')
  })

  it('lets a third party change the state between a read and a write', async () => {
    const { client, inject } = setUp()
    inject({
      kind: 'third-party',
      change: (state) => {
        const profile = state.sagemaker.userProfiles.get(userProfileKey('d-abc', 'alice'))
        if (profile) profile.UserSettings = { SharingSettings: { NotebookOutputOption: 'Disabled' } }
      },
    })
    await client.send(update)
    const { UserSettings } = await client.send(new DescribeUserProfileCommand(alice))
    const both = { SharingSettings: { NotebookOutputOption: 'Disabled' }, AutoMountHomeEFS: 'Disabled' }
    expect(UserSettings).toEqual(both)
  })

  it('strikes the nth call, or the calls whose input passes a function', async () => {
    const { client, fake } = setUp()
    const read = (name: string) =>
      client.send(new DescribeUserProfileCommand({ DomainId: 'd-abc', UserProfileName: name }))
    fake.inject({ service: 'sagemaker', when: 3, fault: { kind: 'throttle' } })
    const onlyBob = (input: Readonly<Record<string, unknown>>) => input['UserProfileName'] === 'bob'
    const trap = fake.inject({ service: 'sagemaker', when: onlyBob, fault: { kind: 'server-error' } })
    for (const name of ['alice', 'bob', 'alice', 'alice', 'bob']) await read(name).catch(() => {})
    trap.remove()
    await read('bob').catch(() => {})
    expect(fake.calls.map(({ outcome }) => outcome)).toEqual([
      ...['ok', 'InternalFailure', 'ThrottlingException', 'ok', 'InternalFailure', 'ResourceNotFound'],
    ])
    expect(trap.hits()).toBe(2)
  })

  it('ends a call once: the next fault waits for the next call', async () => {
    const { client, fake } = setUp()
    const faults: readonly Fault[] = [{ kind: 'throttle' }, { kind: 'server-error' }, { kind: 'latency', ms: 1_000 }]
    const injected = faults.map((fault) => fake.inject({ service: 'sagemaker', when: 'next', fault }))
    const begun = fake.clock.now()
    for (let call = 0; call < 3; call += 1) await client.send(new DescribeUserProfileCommand(alice)).catch(() => {})
    expect(fake.calls.map(({ outcome }) => outcome)).toEqual(['ThrottlingException', 'InternalFailure', 'ok'])
    expect(injected.map(({ hits }) => hits())).toEqual([1, 1, 1])
    expect(fake.clock.now() - begun).toBe(1_000)
  })

  it('keeps the status that a change is to end in for a call that gets through', async () => {
    const { client, fake, inject, profile } = setUp(2)
    inject({ kind: 'ends-in', status: 'Update_Failed' })
    inject({ kind: 'throttle' })
    await client.send(update)
    await fake.clock.advance(2_000)
    expect(profile()?.Status).toBe('Update_Failed')
  })

  it('gives a status to the calls that can end in it', async () => {
    const { client, fake, profile } = setUp()
    const fault = { kind: 'ends-in', status: 'Update_Failed' } as const
    fake.inject({ service: 'sagemaker', when: 'next', fault })
    await client.send(new DescribeUserProfileCommand(alice))
    await client.send(update)
    await fake.clock.advance(2_000)
    expect(profile()?.Status).toBe('Update_Failed')
  })

  it('throws the error of the test to a client in the process', async () => {
    const { client, fake, inject } = setUp(3)
    const broken = new TypeError('a mistake in the test')
    const throws = () => {
      throw broken
    }
    inject({ kind: 'throttle' }, throws)
    await expect(client.send(update)).rejects.toBe(broken)
    fake.inject({ service: 'sagemaker', when: 'next', fault: { kind: 'third-party', change: throws } })
    await expect(client.send(new DescribeUserProfileCommand(alice))).rejects.toBe(broken)
    expect(fake.calls).toHaveLength(2)
  })

  const misspelt: readonly (readonly [object, string])[] = [
    [{ service: 'SageMaker' }, "no service 'SageMaker': it has sagemaker, efs,"],
    [
      { service: 'sagemaker', operation: 'DescribeDomian' },
      "no operation of sagemaker 'DescribeDomian': it has Create",
    ],
  ]
  it.each(misspelt)('and setRate refuse unknown services, operations and statuses: %o', (target, message) => {
    const { fake } = setUp()
    const injection = { ...target, when: 'next', fault: { kind: 'throttle' } } as Injection
    expect(() => fake.inject(injection)).toThrow(message)
    expect(() => fake.setRate({ ...target, perSecond: 1 } as Rate)).toThrow(message)
    expect(() => createFakeAws({ rates: [{ ...target, perSecond: 1 } as Rate] })).toThrow(message)
  })

  const impossible: readonly Omit<Injection, 'when'>[] = [
    { service: 'sagemaker', operation: 'DescribeDomain', fault: { kind: 'ends-in', status: 'Failed' } },
    { service: 'sagemaker', operation: 'UpdateDomain', fault: { kind: 'ends-in', status: 'error' } },
    { service: 'efs', operation: 'DeleteFileSystem', fault: { kind: 'ends-in', status: 'Delete_Failed' } },
    { service: 'lambda', fault: { kind: 'ends-in', status: 'error' } },
  ]
  it.each(impossible)('refuses a status that no call can end in: %o', (injection) => {
    expect(() => setUp().fake.inject({ ...injection, when: 'next' })).toThrow(/^A call of \w+ cannot end in/)
  })

  it.each([0, 0.5, -1, Number.NaN])('refuses %s as the nth call, and shows how to ask for a share', (when) => {
    const { inject } = setUp()
    expect(() => inject({ kind: 'throttle' }, when)).toThrow('{ probability: 0.5 }')
  })

  it('refuses a probability or a number of times that is none', () => {
    const { fake, inject } = setUp()
    expect(() => inject({ kind: 'throttle' }, { probability: 2 })).toThrow('from 0 to 1')
    const injection = { service: 'sagemaker', when: 'next', fault: { kind: 'throttle' } } as const
    expect(() => fake.inject({ ...injection, times: 0.5 })).toThrow("'times' is 0.5")
  })

  it('is deterministic under a seed', async () => {
    const outcomes = async () => {
      const { client, fake } = setUp()
      fake.inject({ service: 'sagemaker', when: { probability: 0.3 }, fault: { kind: 'throttle' } })
      for (let i = 0; i < 30; i += 1) await client.send(new ListUserProfilesCommand({})).catch(() => {})
      return fake.calls.map(({ outcome }) => outcome)
    }
    const first = await outcomes()
    expect(new Set(first)).toEqual(new Set(['ok', 'ThrottlingException']))
    expect(await outcomes()).toEqual(first)
  })
})

describe('setRate', () => {
  it('throttles beyond the burst until tokens come back', async () => {
    const { client, fake } = setUp()
    const list = () => client.send(new ListUserProfilesCommand({}))
    fake.setRate({ service: 'sagemaker', operation: 'ListUserProfiles', perSecond: 1, burst: 2 })
    await list()
    await list()
    await expect(list()).rejects.toMatchObject({ name: 'ThrottlingException' })
    await client.send(new DescribeUserProfileCommand(alice))
    await fake.clock.advance(1_000)
    await list()
    fake.setRate({ service: 'sagemaker', operation: 'ListUserProfiles', perSecond: Number.POSITIVE_INFINITY })
    await list()
    await list()
  })
})
