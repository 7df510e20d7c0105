import { CreateUserProfileCommand, DeleteUserProfileCommand } from '@aws-sdk/client-sagemaker'
import { assertErr, assertOk, efsEntry } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { alice, datasets, domainId, fileSystemId, type StudioOptions, studio } from '../../test/studio.js'
import { createUserProfile } from './create-user-profile.js'

const creation = { service: 'sagemaker', operation: 'CreateUserProfile' } as const
const own = [efsEntry(fileSystemId, '/alice')]

/** Runs a call while the fake's clock advances: a new profile is not visible at once, and not InService for a while. */
function prepare(options: StudioOptions = {}) {
  const made = studio(options)
  const { fake, studioEfs, context } = made
  const settled = async <Value>(work: PromiseLike<Value>): Promise<Value> => {
    let isOver = false
    const result = Promise.resolve(work).finally(() => {
      isOver = true
    })
    while (!isOver) await fake.clock.advance(500)
    return result
  }
  return {
    ...made,
    settled,
    create: (more: object = {}) => settled(studioEfs.createUserProfile({ ...alice, ...more })),
    remove: async () => {
      await context.sagemaker.send(new DeleteUserProfileCommand({ DomainId: domainId, UserProfileName: 'alice' }))
      await fake.clock.advance(10_000)
    },
    stored: () => fake.state.sagemaker.userProfiles.get(`${domainId}/alice`),
  }
}

test('creates a profile with a uid of its own, its directory and its list, and changes nothing the second time', async () => {
  const { create, directories, stored, writes } = prepare()
  const { owner, outcome, directory, changes } = assertOk(await create())
  expect(outcome).toBe('created')
  expect(owner.gid).toBe(1001)
  expect([owner.uid >= 10_000, owner.uid <= 199_999]).toEqual([true, true])
  expect(stored()).toMatchObject({
    Status: 'InService',
    UserSettings: { CustomPosixUserConfig: { Uid: owner.uid, Gid: 1001 }, CustomFileSystemConfigs: own },
  })
  expect(directories.entries()).toEqual([{ path: '/alice', kind: 'directory', ...owner, mode: '0700' }])
  expect(directory).toMatchObject({ outcome: 'created', claim: 'made' })
  expect(directories.claims().get('/alice')).toMatchObject({ userProfileName: 'alice' })
  expect(changes.map(({ kind, action }) => `${action} ${kind}`)).toEqual([
    'take identity',
    'create directory',
    'create user-profile',
  ])
  const before = writes().length
  expect(assertOk(await create())).toMatchObject({ outcome: 'existing', owner, changes: [] })
  expect(writes().length).toBe(before)
})

test('a dry run reports the same changes, and writes nothing', async () => {
  const { create, directories, writes } = prepare({ domainSettings: { CustomFileSystemConfigs: [datasets] } })
  const planned = assertOk(await create({ dryRun: true }))
  expect([writes(), directories.entries(), directories.identities()]).toEqual([[], [], []])
  const done = assertOk(await create())
  expect(planned.changes).toEqual(done.changes)
  expect(done.customFileSystems).toEqual([datasets, ...own])
})

test('a profile of this name with another identity is reported and left as it is', async () => {
  const { create, profile, writes, directories } = prepare()
  profile('alice')
  expect(assertErr(await create())).toMatchObject({ name: 'UserProfileDiffersError', differs: 'identity' })
  expect([writes(), directories.entries()]).toEqual([[], []])
})

test('a profile whose uid the ledger did not give it is reported and left as it is', async () => {
  const { create, profile, writes } = prepare()
  profile('alice', { CustomPosixUserConfig: { Uid: 10_777, Gid: 1001 } })
  expect(assertErr(await create())).toMatchObject({
    name: 'UserProfileDiffersError',
    detail: expect.stringContaining('10777'),
  })
  expect(writes()).toEqual([])
})

test('passes over the uids of profiles that exist, whoever created them', async () => {
  const { create, profile, directories } = prepare()
  const uidRange = { first: 10_000, last: 10_002 }
  profile('bob', { CustomPosixUserConfig: { Uid: 10_000, Gid: 1001 } })
  profile('carol', { CustomPosixUserConfig: { Uid: 10_002, Gid: 1001 } })
  const planned = assertOk(await create({ uidRange, dryRun: true }))
  expect(planned.owner.uid).toBe(10_001)
  expect(assertOk(await create({ uidRange })).owner.uid).toBe(10_001)
  expect(directories.identities().map(({ uid, holder }) => [uid, holder.userProfileName])).toEqual([
    [10_000, 'bob'],
    [10_001, 'alice'],
    [10_002, 'carol'],
  ])
})

test('another Alice gets another uid and an empty directory; the first one is in the archive with hers', async () => {
  const { create, remove, directories } = prepare()
  const first = assertOk(await create())
  await remove()
  const second = assertOk(await create())
  expect(second.outcome).toBe('created')
  expect(second.owner.uid).not.toBe(first.owner.uid)
  expect(second.directory.archived).toMatchObject({ userProfileName: 'alice' })
  expect(directories.archives()).toHaveLength(1)
  expect(directories.entries()).toEqual([{ path: '/alice', kind: 'directory', ...second.owner, mode: '0700' }])
})

test('infrastructure as code that creates the same profile again keeps uid and directory', async () => {
  const { create, remove, directories } = prepare()
  const first = assertOk(await create())
  await remove()
  const second = assertOk(await create({ previousOwner: 'adopt' }))
  expect(second.owner).toEqual(first.owner)
  expect(directories.archives()).toEqual([])
  expect(assertOk(await create({ previousOwner: 'adopt' })).changes).toEqual([])
})

test('a refused request gives the uid back to the profile, and the next run takes it', async () => {
  const { create, fake, directories } = prepare()
  fake.inject({ ...creation, when: 'next', fault: { kind: 'error', code: 'AccessDeniedException' } })
  expect(assertErr(await create()).name).toBe('AccessDeniedError')
  const [held] = directories.identities()
  expect(held?.use).toBeUndefined()
  expect(assertOk(await create()).owner.uid).toBe(held?.uid)
})

test('a request whose reply was lost counts as the one that created the profile', async () => {
  const { create, fake, directories } = prepare()
  fake.inject({ ...creation, when: 'next', fault: { kind: 'connection-reset', change: 'applied' } })
  const { outcome, owner } = assertOk(await create())
  expect(outcome).toBe('created')
  expect(directories.identities().map(({ uid }) => uid)).toEqual([owner.uid])
})

const verbs = [
  'takeIdentities',
  'useIdentities',
  'inspectIdentities',
  'claimDirectories',
  'inspectClaims',
  'ensureDirectories',
] as const

/** Ends the run right after the nth call of the driver, or before or after CreateUserProfile was applied. */
function cutOff({ context, fake }: ReturnType<typeof prepare>, at: number | 'applied' | 'not-applied') {
  const controller = new AbortController()
  let calls = 0
  const directories = Object.fromEntries(
    verbs.map((verb) => [
      verb,
      async (items: never) => {
        calls += 1
        if (calls > Number(at)) return new Promise(() => {})
        const results = await context.directories[verb](items)
        if (calls === at) controller.abort()
        return results
      },
    ]),
  )
  if (typeof at === 'string') {
    fake.inject({ ...creation, when: 'next', fault: { kind: 'no-reply', change: at } })
    fake.clock.sleep(2_000).then(() => controller.abort())
  }
  const dying = typeof at === 'string' ? context.directories : { ...context.directories, ...directories }
  return createUserProfile({ ...context, directories: dying }, { ...alice, signal: controller.signal })
}

test.each([1, 2, 3, 4, 5, 6, 7, 'applied', 'not-applied'] as const)(
  'a run that was cut off at %s is finished by the next one, and no uid is given twice',
  async (at) => {
    const made = prepare()
    const { create, directories, settled, stored } = made
    const cut = await settled(cutOff(made, at))
    // The seventh call is the last.
    if (at === 7) expect(assertOk(cut).outcome).toBe('created')
    else expect(assertErr(cut).name).toBe('AbortedError')
    const { owner } = assertOk(await create())
    expect(stored()?.UserSettings?.['CustomPosixUserConfig']).toEqual({ Uid: owner.uid, Gid: owner.gid })
    expect(stored()?.UserSettings?.CustomFileSystemConfigs).toEqual(own)
    expect(directories.entries()).toEqual([{ path: '/alice', kind: 'directory', ...owner, mode: '0700' }])
    expect(directories.identities().find(({ uid }) => uid === owner.uid)).toMatchObject({
      holder: { userProfileName: 'alice' },
      use: { holder: { userProfileName: 'alice' } },
    })
    expect(assertOk(await create()).changes).toEqual([])
  },
)

test('two runs at once create one profile with one uid', async () => {
  const { studioEfs, settled, directories, fake } = prepare()
  const results = await settled(
    Promise.all([
      studioEfs.createUserProfile(alice),
      studioEfs.createUserProfile({ ...alice, userProfileName: 'Alice' }),
    ]),
  )
  const uids = results.map((result) => assertOk(result).owner.uid)
  expect(new Set(uids).size).toBe(1)
  expect(fake.state.sagemaker.userProfiles.size).toBe(1)
  expect(directories.entries()).toHaveLength(1)
})

test('a person of IAM Identity Center has the same uid again, another one has not', async () => {
  const { fake, settled, studioEfs, context } = prepare()
  fake.seed.domain({ DomainId: 'd-sso', AuthMode: 'SSO' })
  const input = { ...alice, domainId: 'd-sso', singleSignOnUserValue: 'alice@example.com' }
  const create = async (more: object = {}) =>
    assertOk(await settled(studioEfs.createUserProfile({ ...input, ...more })))
  const remove = async () => {
    await context.sagemaker.send(new DeleteUserProfileCommand({ DomainId: 'd-sso', UserProfileName: 'alice' }))
    await fake.clock.advance(10_000)
  }
  const first = await create()
  await remove()
  expect((await create()).owner).toEqual(first.owner)
  await remove()
  expect((await create({ singleSignOnUserValue: 'eve@example.com' })).owner.uid).not.toBe(first.owner.uid)
})

test('a profile that was created elsewhere with its allocated uid is taken for what it is', async () => {
  const { create, settled, studioEfs, context, fake } = prepare()
  const { uid } = assertOk(await settled(studioEfs.allocateIdentity({ domainId, userProfileName: 'alice' })))
  await context.sagemaker.send(
    new CreateUserProfileCommand({
      ...{ DomainId: domainId, UserProfileName: 'alice' },
      UserSettings: { CustomPosixUserConfig: { Uid: uid, Gid: 1001 } },
    }),
  )
  await fake.clock.advance(10_000)
  const found = assertOk(await create())
  expect([found.outcome, found.owner.uid]).toEqual(['existing', uid])
  expect(found.changes.map(({ kind }) => kind)).toEqual(['directory', 'user-profile-file-systems'])
})

test.each([
  [{ gid: 1000 }, 'gid'],
  [{ uidRange: { first: 9999, last: 10_010 } }, 'first'],
  [{ uidRange: { first: 10_010, last: 10_000 } }, 'uidRange'],
  [{ userSettings: { CustomPosixUserConfig: {} } }, 'userSettings'],
])('refuses %j', async (more, field) => {
  const { create, calls } = prepare()
  expect(assertErr(await create(more))).toMatchObject({ name: 'InvalidInputError', field })
  expect(calls()).toEqual([])
})
