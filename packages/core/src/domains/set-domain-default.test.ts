import { assertErr, assertOk, domainFileSystems, efsEntry, type FakeAwsState } from '@studio-efs/testing'
import { describe, expect, test, vi } from 'vitest'
import { datasets, domainId, fileSystemId, lustre, models, studio } from '../../test/studio.js'
import { createStudioEfs } from '../index.js'

const role = 'arn:aws:iam::111122223333:role/SharedSpaces'
const ours = efsEntry(fileSystemId, '/shared')
const input = { domainId, fileSystemId, fileSystemPath: '/shared' }
const updateDomain = { service: 'sagemaker', operation: 'UpdateDomain' } as const

function studioWith(halves: { own?: object[]; shared?: object[]; executionRole?: string | undefined } = {}) {
  const made = studio()
  const domain = made.fake.state.sagemaker.domains.get(domainId)
  const { own, shared, executionRole = role } = halves
  Object.assign(domain ?? {}, {
    DefaultUserSettings: { ExecutionRole: `${role}User`, ...(own && { CustomFileSystemConfigs: own }) },
    DefaultSpaceSettings: { ExecutionRole: executionRole, ...(shared && { CustomFileSystemConfigs: shared }) },
  })
  const defaults = () => domainFileSystems(made.fake, domainId)
  return { ...made, defaults }
}

test('both kinds of spaces get the default in one call, which carries nothing else but the stored role', async () => {
  const { studioEfs, writes, defaults } = studioWith({ own: [datasets, lustre], shared: [models] })
  const { changes } = assertOk(await studioEfs.setDomainDefault(input))
  expect(defaults()).toEqual({ private: [datasets, lustre, ours], shared: [models, ours] })
  expect(writes().map((call) => call.input)).toEqual([
    {
      DomainId: domainId,
      DefaultUserSettings: { CustomFileSystemConfigs: [datasets, lustre, ours] },
      DefaultSpaceSettings: { ExecutionRole: role, CustomFileSystemConfigs: [models, ours] },
    },
  ])
  expect(changes).toMatchObject([
    { kind: 'domain-file-systems', spaces: 'private' },
    { kind: 'domain-file-systems', spaces: 'shared' },
  ])
})

test.each([
  ['private', { private: [ours], shared: undefined }],
  ['shared', { private: undefined, shared: [ours] }],
] as const)('the scope %s changes that half only', async (scope, lists) => {
  const { studioEfs, defaults } = studioWith()
  assertOk(await studioEfs.setDomainDefault({ ...input, scope }))
  expect(defaults()).toEqual(lists)
})

test('the call ends when the domain is InService again, and a second run makes no write', async () => {
  const { studioEfs, fake, writes } = studioWith()
  assertOk(await studioEfs.setDomainDefault(input))
  expect(fake.state.sagemaker.domains.get(domainId)?.Status).toBe('InService')
  const before = fake.calls.length
  expect(assertOk(await studioEfs.setDomainDefault({ ...input, hiddenProfiles: 'skip' })).changes).toEqual([])
  expect(fake.calls.slice(before).map(({ operation }) => operation)).toEqual(['DescribeDomain'])
  expect(writes()).toHaveLength(1)
})

test('a dry run reports the same changes and writes nothing', async () => {
  const { studioEfs, profile, directories, writes } = studioWith({ own: [datasets] })
  profile('alice', { CustomFileSystemConfigs: [lustre] })
  const all = { ...input, directory: 'provision', reachProfiles: true } as const
  const planned = assertOk(await studioEfs.setDomainDefault({ ...all, dryRun: true }))
  expect([writes(), directories.entries()]).toEqual([[], []])
  expect(assertOk(await studioEfs.setDomainDefault(all)).changes).toEqual(planned.changes)
  expect(planned.changes).toHaveLength(4)
})

describe('a domain without a role for shared spaces', () => {
  test('is an error that says what to pass, before anything is sent', async () => {
    const { studioEfs, writes } = studio()
    const error = assertErr(await studioEfs.setDomainDefault(input), 'ExecutionRoleMissingError')
    expect(error.message).toContain('executionRole')
    expect(writes()).toEqual([])
  })

  test('takes the role that the caller passes; one that is stored wins over it', async () => {
    const without = studio()
    assertOk(await without.studioEfs.setDomainDefault({ ...input, executionRole: role }))
    expect(without.writes()[0]?.input).toMatchObject({ DefaultSpaceSettings: { ExecutionRole: role } })
    const { studioEfs, writes } = studioWith()
    assertOk(await studioEfs.setDomainDefault({ ...input, executionRole: `${role}Other` }))
    expect(writes()[0]?.input).toMatchObject({ DefaultSpaceSettings: { ExecutionRole: role } })
  })

  test('needs none for private spaces', async () => {
    const { studioEfs } = studio()
    assertOk(await studioEfs.setDomainDefault({ ...input, scope: 'private' }))
  })
})

describe('the directory', () => {
  test.each([
    ['both', { uid: 40_000, gid: 4000 }],
    ['shared', { uid: 40_000, gid: 4000 }],
    ['private', { uid: 30_000, gid: 3000 }],
  ] as const)('for %s spaces belongs to their POSIX identity', async (scope, owner) => {
    const { studioEfs, fake, directories } = studioWith()
    const domain = fake.state.sagemaker.domains.get(domainId)
    Object.assign(domain?.DefaultUserSettings ?? {}, { CustomPosixUserConfig: { Uid: 30_000, Gid: 3000 } })
    Object.assign(domain?.DefaultSpaceSettings ?? {}, { CustomPosixUserConfig: { Uid: 40_000, Gid: 4000 } })
    assertOk(await studioEfs.setDomainDefault({ ...input, scope, directory: 'provision' }))
    expect(directories.entries()).toMatchObject([{ path: '/shared', ...owner, mode: '2770' }])
  })

  test('is what the caller asks for', async () => {
    const { studioEfs, directories } = studioWith()
    assertOk(await studioEfs.setDomainDefault({ ...input, directory: 'provision', uid: 5, gid: 6, mode: '0775' }))
    expect(directories.entries()).toMatchObject([{ uid: 5, gid: 6, mode: '0775' }])
  })

  test('that cannot be made never becomes a default', async () => {
    const { studioEfs, directories, writes } = studioWith()
    directories.plant('/shared', 'file')
    assertErr(await studioEfs.setDomainDefault({ ...input, directory: 'provision' }), 'NotADirectoryError')
    expect(writes()).toEqual([])
  })

  test('cannot be provisioned without a driver', async () => {
    const { context } = studioWith()
    const { setDomainDefault } = await import('./set-domain-default.js')
    const { sagemaker, clock } = context
    const result = await setDomainDefault({ sagemaker, clock }, { ...input, directory: 'provision' })
    expect(assertErr(result, 'InvalidInputError').field).toBe('directory')
  })
})

describe('profiles with a list of their own', () => {
  const privateDirectory = efsEntry(fileSystemId, '/carol')
  function crowd() {
    const made = studioWith()
    made.profile('alice')
    made.profile('bob', { CustomFileSystemConfigs: [datasets] })
    made.profile('carol', { CustomFileSystemConfigs: [privateDirectory] })
    made.profile('dave', { CustomFileSystemConfigs: [ours] })
    return made
  }
  const outcomes = (profiles: readonly { profile: { userProfileName: string }; outcome: string }[]) =>
    profiles.map(({ profile, outcome }) => [profile.userProfileName, outcome])

  test('are reported, and left as they are', async () => {
    const { studioEfs, listOf } = crowd()
    const { profiles } = assertOk(await studioEfs.setDomainDefault(input))
    expect(outcomes(profiles)).toEqual([
      ['bob', 'hidden'],
      ['carol', 'elsewhere'],
    ])
    expect(listOf('bob')).toEqual([datasets])
  })

  test('are reached when asked to, except where the file system is listed at another path', async () => {
    const { studioEfs, listOf } = crowd()
    const { profiles, changes } = assertOk(await studioEfs.setDomainDefault({ ...input, reachProfiles: true }))
    expect(outcomes(profiles)).toEqual([
      ['bob', 'reached'],
      ['carol', 'elsewhere'],
    ])
    expect(listOf('bob')).toEqual([datasets, ours])
    expect(listOf('carol')).toEqual([privateDirectory])
    expect(listOf('alice')).toBeUndefined()
    expect(changes.filter(({ kind }) => kind === 'user-profile-file-systems')).toHaveLength(1)
  })

  test('are found on every page, and one that fails does not stop the others', async () => {
    const { studioEfs, fake, profile } = studioWith()
    for (let n = 0; n < 230; n += 1) profile(`user-${n}`, { CustomFileSystemConfigs: [datasets] })
    fake.inject({
      service: 'sagemaker',
      operation: 'DescribeUserProfile',
      when: ({ UserProfileName }) => UserProfileName === 'user-7',
      fault: { kind: 'error', code: 'AccessDeniedException', message: 'no' },
    })
    const { profiles } = assertOk(await studioEfs.setDomainDefault(input))
    expect(profiles).toHaveLength(230)
    expect(profiles.filter(({ outcome }) => outcome === 'failed')).toMatchObject([
      { profile: { userProfileName: 'user-7' }, error: { name: 'AccessDeniedError' } },
    ])
  })
})

describe('a domain that another client changes', () => {
  const change = (patch: object) => (state: FakeAwsState) => {
    Object.assign(state.sagemaker.domains.get(domainId) ?? {}, patch)
  }
  const withModels = { DefaultUserSettings: { CustomFileSystemConfigs: [models] } }

  test('is updated after their change, which survives', async () => {
    const { studioEfs, fake, defaults } = studioWith({ own: [datasets] })
    const describeDomain = { service: 'sagemaker', operation: 'DescribeDomain' } as const
    fake.inject({
      ...updateDomain,
      when: 'next',
      fault: { kind: 'third-party', change: change({ ...withModels, Status: 'Updating' }) },
    })
    fake.inject({ ...describeDomain, when: 4, fault: { kind: 'third-party', change: change({ Status: 'InService' }) } })
    assertOk(await studioEfs.setDomainDefault(input))
    expect(defaults().private).toEqual([models, ours])
  })

  test('keeps their change when the reply is lost', async () => {
    const { studioEfs, fake, defaults } = studioWith({ own: [datasets] })
    fake.inject({ ...updateDomain, when: 'next', fault: { kind: 'third-party', change: change(withModels) } })
    fake.inject({ ...updateDomain, when: 'next', fault: { kind: 'connection-reset' } })
    assertOk(await studioEfs.setDomainDefault(input))
    expect(defaults().private).toEqual([models, ours])
  })

  test('is mended from Update_Failed, and reported when the update itself ends there', async () => {
    const { studioEfs, fake, defaults } = studioWith()
    change({ Status: 'Update_Failed', FailureReason: 'before' })(fake.state)
    const fault = { kind: 'ends-in', status: 'Update_Failed', reason: 'no mount target' } as const
    fake.inject({ ...updateDomain, when: 'next', fault })
    expect(assertErr(await studioEfs.setDomainDefault(input), 'UpdateFailedError').message).toContain('no mount target')
    assertOk(await studioEfs.setDomainDefault(input))
    expect(defaults().private).toEqual([ours])
  })

  test('whose last update failed and whose list is as wanted all the same is a warning', async () => {
    const { context, studioEfs, fake, defaults } = studioWith()
    assertOk(await studioEfs.setDomainDefault(input))
    change({ Status: 'Update_Failed', FailureReason: 'no mount target' })(fake.state)
    const warn = vi.fn()
    const logger = { debug: vi.fn(), info: vi.fn(), warn, error: vi.fn() }
    expect(assertOk(await createStudioEfs({ ...context, logger }).setDomainDefault(input)).changes).toEqual([])
    expect(warn).toHaveBeenCalledWith('the last update failed, although the list is as wanted', {
      resource: 'domain d-science',
      failureReason: 'no mount target',
    })
    expect(defaults().private).toEqual([ours])
  })

  test('is refused when it is being deleted', async () => {
    const { studioEfs, fake } = studioWith()
    change({ Status: 'Deleting' })(fake.state)
    assertErr(await studioEfs.setDomainDefault(input), 'UnusableStatusError')
  })

  test('is updated although every call is throttled now and then', async () => {
    const { studioEfs, fake, defaults } = studioWith()
    fake.inject({ service: 'sagemaker', when: { probability: 0.4 }, fault: { kind: 'throttle' } })
    assertOk(await studioEfs.setDomainDefault(input))
    expect(defaults()).toEqual({ private: [ours], shared: [ours] })
  })
})

test.each<[string, object]>([
  ['scope', { scope: 'all' }],
  ['executionRole', { executionRole: 'Studio' }],
  ['fileSystemPath', { fileSystemPath: '../x' }],
  ['gid', { gid: -1 }],
  ['mode', { mode: 0o4755 }],
  ['hiddenProfiles', { hiddenProfiles: true }],
])('a wrong %s is refused by name, without a call', async (field, wrong) => {
  const { studioEfs, fake } = studio()
  expect(assertErr(await studioEfs.setDomainDefault({ ...input, ...wrong }), 'InvalidInputError').field).toBe(field)
  expect(fake.calls).toEqual([])
})

test('a missing permission to list profiles is reported before anything is written', async () => {
  const { studioEfs, fake, writes } = studioWith()
  const message = 'The role is not authorized to perform: sagemaker:ListUserProfiles on resource: *'
  const denied = { kind: 'error', code: 'AccessDeniedException', message } as const
  fake.inject({ service: 'sagemaker', operation: 'ListUserProfiles', when: () => true, fault: denied })
  const error = assertErr(await studioEfs.setDomainDefault(input), 'AccessDeniedError')
  expect(error.message).toContain('sagemaker:ListUserProfiles')
  expect(writes()).toEqual([])
  assertOk(await studioEfs.setDomainDefault({ ...input, hiddenProfiles: 'skip' }))
})

test('everything that was written is reported, also a list that another client put back in between', async () => {
  const { studioEfs, fake, defaults } = studioWith({ own: [datasets] })
  const putBack = (state: FakeAwsState) => {
    Object.assign(state.sagemaker.domains.get(domainId)?.DefaultUserSettings ?? {}, {
      CustomFileSystemConfigs: [datasets],
    })
  }
  fake.inject({
    service: 'sagemaker',
    operation: 'DescribeDomain',
    when: 2,
    fault: { kind: 'third-party', change: putBack },
  })
  const { changes } = assertOk(await studioEfs.setDomainDefault({ ...input, hiddenProfiles: 'skip' }))
  expect(changes).toMatchObject(['private', 'shared', 'private'].map((spaces) => ({ spaces })))
  expect(defaults()).toEqual({ private: [datasets, ours], shared: [ours] })
})

test('a domain that refuses because of running apps says which to stop', async () => {
  const { studioEfs, fake } = studioWith()
  const message = 'Unable to update Domain [arn] with InService App. Delete all InService apps and try again.'
  fake.inject({ ...updateDomain, when: () => true, fault: { kind: 'error', code: 'ValidationException', message } })
  const error = assertErr(await studioEfs.setDomainDefault(input), 'RequestRefusedError')
  expect(error.message).toContain('InService App')
  expect(error.hint).toContain('shared spaces')
})
