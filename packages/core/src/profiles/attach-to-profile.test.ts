import { CreateUserProfileCommand } from '@aws-sdk/client-sagemaker'
import { assertErr, assertOk, efsEntry, type FakeAwsState, userProfileKey } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { alice, datasets, domainId, fileSystemId, lustre, models, studio } from '../../test/studio.js'

const ours = efsEntry(fileSystemId, '/alice')
const attach = { ...alice, fileSystemPath: '/alice' }
const describeProfile = { service: 'sagemaker', operation: 'DescribeUserProfile' } as const
const update = { service: 'sagemaker', operation: 'UpdateUserProfile' } as const

test('the profile lists the file system, and keeps what it had', async () => {
  const { studioEfs, profile, listOf } = studio()
  profile('alice', { CustomFileSystemConfigs: [datasets, lustre, models] })
  const { changes, customFileSystems } = assertOk(await studioEfs.attachToProfile(attach))
  expect(listOf('alice')).toEqual([datasets, lustre, models, ours])
  expect(customFileSystems).toEqual([datasets, lustre, models, ours])
  expect(changes).toMatchObject([{ kind: 'user-profile-file-systems', edits: [{ action: 'add' }] }])
})

test('nothing else of the profile is sent', async () => {
  const { studioEfs, profile, writes } = studio()
  profile('alice', { ExecutionRole: 'arn:aws:iam::111122223333:role/Alice' })
  assertOk(await studioEfs.attachToProfile(attach))
  expect(writes().map(({ input }) => input)).toEqual([
    { DomainId: domainId, UserProfileName: 'alice', UserSettings: { CustomFileSystemConfigs: [ours] } },
  ])
})

test('a second run makes one call, which reads, and changes nothing', async () => {
  const { studioEfs, profile, fake, writes } = studio({ delays: { updateUserProfile: 0 } })
  profile('alice')
  assertOk(await studioEfs.attachToProfile(attach))
  const before = fake.calls.length
  expect(assertOk(await studioEfs.attachToProfile(attach)).changes).toEqual([])
  expect(fake.calls.slice(before).map(({ operation }) => operation)).toEqual(['DescribeUserProfile'])
  expect(writes()).toHaveLength(1)
})

test('a dry run reports the same changes and writes nothing', async () => {
  const { studioEfs, profile, listOf, writes } = studio({ domainSettings: { CustomFileSystemConfigs: [lustre] } })
  profile('alice')
  const planned = assertOk(await studioEfs.attachToProfile({ ...attach, dryRun: true }))
  expect(writes()).toEqual([])
  expect(listOf('alice')).toBeUndefined()
  expect(assertOk(await studioEfs.attachToProfile(attach)).changes).toEqual(planned.changes)
})

test("the domain's file systems are copied, and with 'leave' they are not", async () => {
  const domainSettings = { CustomFileSystemConfigs: [lustre, models] }
  const { studioEfs, profile, listOf } = studio({ domainSettings })
  profile('alice')
  profile('bob')
  assertOk(await studioEfs.attachToProfile(attach))
  assertOk(await studioEfs.attachToProfile({ ...attach, userProfileName: 'bob', domainFileSystems: 'leave' }))
  expect(listOf('alice')).toEqual([lustre, models, ours])
  expect(listOf('bob')).toEqual([ours])
})

test('a kind of file system that is newer than the SDK goes back as it came', async () => {
  const { studioEfs, profile, listOf, fake } = studio()
  const tape = { TapeFileSystemConfig: { TapeId: 'tape-1' } }
  profile('alice', { CustomFileSystemConfigs: [tape, datasets] })
  const result = await studioEfs.attachToProfile(attach)
  const sent = fake.calls.find(({ operation }) => operation === 'UpdateUserProfile')?.input
  expect(sent).toMatchObject({ UserSettings: { CustomFileSystemConfigs: [tape, datasets, ours] } })
  // The fake, like SageMaker, refuses a member that its model does not have: that is an error and not a loss.
  assertErr(result, 'RequestRefusedError')
  expect(listOf('alice')).toEqual([tape, datasets])
})

test('a list that is full is refused before anything is sent', async () => {
  const { studioEfs, profile, writes } = studio()
  profile('alice', { CustomFileSystemConfigs: [datasets, lustre] })
  const error = assertErr(
    await studioEfs.attachToProfile({ ...attach, maxCustomFileSystems: 2 }),
    'TooManyFileSystemsError',
  )
  expect(error).toMatchObject({ own: 2, limit: 2, retryable: false })
  expect(writes()).toEqual([])
})

describe('a profile that is not ready', () => {
  test('is waited for', async () => {
    const { studioEfs, context, listOf, calls } = studio({ delays: { createUserProfile: 7000 } })
    await context.sagemaker.send(new CreateUserProfileCommand({ DomainId: domainId, UserProfileName: 'alice' }))
    assertOk(await studioEfs.attachToProfile(attach))
    expect(listOf('alice')).toEqual([ours])
    expect(calls().filter((operation) => operation === 'DescribeUserProfile').length).toBeGreaterThan(2)
  })

  test('is updated from Update_Failed', async () => {
    const { studioEfs, profile, listOf } = studio()
    Object.assign(profile('alice'), { Status: 'Update_Failed', FailureReason: 'role gone' })
    assertOk(await studioEfs.attachToProfile(attach))
    expect(listOf('alice')).toEqual([ours])
  })

  test.each(['Failed', 'Deleting', 'Delete_Failed'] as const)('is refused when it is %s', async (Status) => {
    const { studioEfs, profile, writes } = studio()
    Object.assign(profile('alice'), { Status, FailureReason: 'quota' })
    const error = assertErr(await studioEfs.attachToProfile(attach), 'UnusableStatusError')
    expect(error.message).toContain('d-science/alice')
    expect(writes()).toEqual([])
  })

  test('is given up when the time is over', async () => {
    const { studioEfs, profile, writes } = studio()
    Object.assign(profile('alice'), { Status: 'Pending' })
    const error = assertErr(await studioEfs.attachToProfile({ ...attach, timeoutMs: 20_000 }), 'DeadlineExceededError')
    expect(error.message).toContain('Pending')
    expect(writes()).toEqual([])
  })

  test('that does not exist is an error that names it', async () => {
    const { studioEfs } = studio()
    expect(assertErr(await studioEfs.attachToProfile(attach), 'ResourceNotFoundError').resource).toContain('alice')
  })
})

describe('another client changes the profile', () => {
  const stored = (state: FakeAwsState) => state.sagemaker.userProfiles.get(userProfileKey(domainId, 'alice')) ?? {}
  const theirs =
    (list: readonly object[], Status = 'InService') =>
    (state: FakeAwsState) => {
      Object.assign(stored(state), { Status, UserSettings: { CustomFileSystemConfigs: list } })
    }

  test.each(['ResourceInUse', 'ValidationException'] as const)(
    'between the read and the write, which %s refuses: both changes survive',
    async (notReadyError) => {
      const { studioEfs, fake, profile, listOf } = studio({ undocumented: { notReadyError } })
      profile('alice', { CustomFileSystemConfigs: [lustre] })
      const begin = theirs([lustre, models], 'Updating')
      const end = theirs([lustre, models])
      fake.inject({ ...update, when: 'next', fault: { kind: 'third-party', change: begin } })
      fake.inject({ ...describeProfile, when: 4, fault: { kind: 'third-party', change: end } })
      assertOk(await studioEfs.attachToProfile(attach))
      expect(listOf('alice')).toEqual([lustre, models, ours])
    },
  )

  test('while the reply is lost: the update is not sent again from memory, even by a client that retries', async () => {
    const { studioEfs, fake, profile, listOf } = studio({ maxAttempts: 3 })
    profile('alice', { CustomFileSystemConfigs: [lustre] })
    fake.inject({ ...update, when: 'next', fault: { kind: 'third-party', change: theirs([models]) } })
    fake.inject({ ...update, when: 'next', fault: { kind: 'connection-reset' } })
    assertOk(await studioEfs.attachToProfile(attach))
    expect(listOf('alice')).toEqual([models, ours])
  })

  test('right after the update: verify puts the file system back and keeps their change', async () => {
    const { studioEfs, fake, profile, listOf } = studio()
    profile('alice')
    fake.inject({
      ...describeProfile,
      when: 2,
      fault: { kind: 'third-party', change: theirs([models]) },
    })
    assertOk(await studioEfs.attachToProfile({ ...attach, verify: true }))
    expect(listOf('alice')).toEqual([models, ours])
  })
})

describe('an update that AWS does not confirm', () => {
  test('is seen to have been applied when only its reply was lost, and is reported', async () => {
    const { studioEfs, fake, profile, writes, listOf } = studio({ maxAttempts: 3 })
    profile('alice')
    fake.inject({ ...update, when: 'next', fault: { kind: 'connection-reset', change: 'applied' } })
    const { changes } = assertOk(await studioEfs.attachToProfile(attach))
    expect(changes).toHaveLength(1)
    expect(writes()).toHaveLength(1)
    expect(listOf('alice')).toEqual([ours])
  })

  test.each([
    ['throttled', { kind: 'throttle' }],
    ['answered with 500', { kind: 'server-error' }],
    ['answered with 503', { kind: 'server-error', status: 503 }],
    ['cut off', { kind: 'connection-reset' }],
  ] as const)('because it was %s three times is tried until it is', async (_, fault) => {
    const { studioEfs, fake, profile, listOf, writes } = studio()
    profile('alice')
    fake.inject({ ...update, when: 'next', times: 3, fault })
    assertOk(await studioEfs.attachToProfile(attach))
    expect(listOf('alice')).toEqual([ours])
    expect(writes()).toHaveLength(4)
  })

  test('because it is not allowed fails at once and names the permission', async () => {
    const { studioEfs, fake, profile, writes } = studio()
    profile('alice')
    fake.inject({ ...update, when: 'next', fault: { kind: 'error', code: 'AccessDeniedException', message: 'no' } })
    const error = assertErr(await studioEfs.attachToProfile(attach), 'AccessDeniedError')
    expect(error.message).toContain('sagemaker:UpdateUserProfile')
    expect(writes()).toHaveLength(1)
  })

  test('because AWS refuses what it says is tried once more, then given up', async () => {
    const { studioEfs, fake, profile, writes } = studio()
    profile('alice')
    const fault = { kind: 'error', code: 'ValidationException', message: 'File system is in another VPC.' } as const
    fake.inject({ ...update, when: () => true, fault })
    expect(assertErr(await studioEfs.attachToProfile(attach), 'RequestRefusedError').message).toContain('another VPC')
    expect(writes()).toHaveLength(2)
  })

  test('because its reply never came is seen to have been applied, half a minute later', async () => {
    const { studioEfs, fake, profile, writes } = studio()
    profile('alice')
    fake.inject({ ...update, when: 'next', fault: { kind: 'no-reply', change: 'applied' } })
    const start = fake.clock.now()
    const { changes, customFileSystems } = assertOk(await studioEfs.attachToProfile(attach))
    expect([changes.length, customFileSystems, writes().length]).toEqual([1, [ours], 1])
    expect(fake.clock.now() - start).toBeLessThan(40_000)
  })

  test('because no reply ever comes ends at the deadline', async () => {
    const { studioEfs, fake, profile } = studio()
    profile('alice')
    fake.inject({ ...update, when: () => true, fault: { kind: 'no-reply' } })
    const error = assertErr(await studioEfs.attachToProfile({ ...attach, timeoutMs: 5000 }), 'DeadlineExceededError')
    expect(error.message).toContain('UpdateUserProfile')
  })

  test('to the end is an error for verify, with the reason', async () => {
    const { studioEfs, fake, profile } = studio()
    profile('alice')
    fake.inject({
      ...update,
      when: 'next',
      fault: { kind: 'ends-in', status: 'Update_Failed', reason: 'no mount target' },
    })
    const error = assertErr(await studioEfs.attachToProfile({ ...attach, verify: true }), 'UpdateFailedError')
    expect(error.message).toContain('no mount target')
  })
})

test("an abort stops the call, and says that it was the caller's", async () => {
  const { studioEfs, fake, profile } = studio()
  profile('alice')
  fake.inject({ ...update, when: () => true, fault: { kind: 'no-reply' } })
  const controller = new AbortController()
  const result = studioEfs.attachToProfile({ ...attach, signal: controller.signal })
  setImmediate(() => controller.abort())
  assertErr(await result, 'AbortedError')
  assertErr(await studioEfs.attachToProfile({ ...attach, signal: AbortSignal.abort() }), 'AbortedError')
})

describe('a call that waits for another one on the same profile', () => {
  const waiting = () => {
    const made = studio()
    Object.assign(made.profile('alice'), { Status: 'Pending' })
    return { ...made, first: made.studioEfs.attachToProfile({ ...attach, timeoutMs: 60_000 }) }
  }

  test('gives up when its own time is over', async () => {
    const { studioEfs, fake, first } = waiting()
    const start = fake.clock.now()
    const error = assertErr(await studioEfs.attachToProfile({ ...attach, timeoutMs: 500 }), 'DeadlineExceededError')
    expect(error.message).toContain('its turn with user profile d-science/alice')
    expect(fake.clock.now() - start).toBe(500)
    assertErr(await first, 'DeadlineExceededError')
  })

  test('leaves as soon as it is aborted', async () => {
    const { studioEfs, fake, first } = waiting()
    const caller = new AbortController()
    const start = fake.clock.now()
    const second = studioEfs.attachToProfile({ ...attach, signal: caller.signal })
    setImmediate(() => caller.abort())
    assertErr(await second, 'AbortedError')
    expect(fake.clock.now() - start).toBeLessThan(2000)
    assertErr(await first, 'DeadlineExceededError')
  })
})

test('what another process attached while the update was refused is reported as the list', async () => {
  const { studioEfs, fake, profile } = studio()
  const stored = profile('alice')
  const change = () => {
    Object.assign(stored, { Status: 'Updating', UserSettings: { CustomFileSystemConfigs: [models, ours] } })
    fake.later(3000, () => Object.assign(stored, { Status: 'InService' }))
  }
  fake.inject({ ...update, when: 'next', fault: { kind: 'third-party', change } })
  const { changes, customFileSystems } = assertOk(await studioEfs.attachToProfile(attach))
  expect([changes, customFileSystems]).toEqual([[], [models, ours]])
})

test('calls on one profile run one after the other, whatever the spelling, so that none overwrites another', async () => {
  const { studioEfs, profile, listOf } = studio()
  profile('alice')
  const ids = Array.from({ length: 6 }, (_, n) => `fs-0000000${n}`)
  const results = await Promise.all(
    ids.map((id, n) =>
      studioEfs.attachToProfile({ ...attach, userProfileName: n % 2 ? 'ALICE' : 'alice', fileSystemId: id }),
    ),
  )
  for (const result of results) assertOk(result)
  expect(listOf('alice')).toEqual(ids.map((id) => efsEntry(id, '/alice')))
})

test.each<[string, object]>([
  ['domainId', { domainId: 'science' }],
  ['userProfileName', { userProfileName: '../alice' }],
  ['fileSystemId', { fileSystemId: 'fs-x' }],
  ['fileSystemPath', { fileSystemPath: 'alice' }],
  ['maxCustomFileSystems', { maxCustomFileSystems: 0 }],
  ['domainFileSystems', { domainFileSystems: 'maybe' }],
  ['timeoutMs', { timeoutMs: Number.NaN }],
  ['dryRun', { dryRun: 'yes' }],
  ['signal', { signal: {} }],
  ['fileSystemID', { fileSystemID: fileSystemId }],
])('a wrong %s is refused by name, without a call', async (field, wrong) => {
  const { studioEfs, fake } = studio()
  const error = assertErr(await studioEfs.attachToProfile({ ...attach, ...wrong }), 'InvalidInputError')
  expect(error.field).toBe(field)
  expect(fake.calls).toEqual([])
})
