import type { DirectorySpec } from '@studio-efs/core/directories'
import { NotADirectoryError } from '@studio-efs/core/errors'
import { createUserProfileEvent, type EventPattern, matchesEventPattern } from '@studio-efs/testing'
import { describe, expect, test, vi } from 'vitest'
import { deployed } from './cloudformation/deployed.js'
import { stackId } from './cloudformation/stack-state.js'
import type { JsonObject } from './cloudformation/template.js'
import { domainId, studio } from './studio.js'

// Each of these plays minutes, and some of them hours, of a stack.
vi.setConfig({ testTimeout: 60_000 })

/** The fake lists a new profile half a second after its creation. */
const VISIBLE_MS = 500

test('one parameter is enough, and existing profiles get their directories', async () => {
  const world = studio()
  for (const name of ['alice', 'Bob', 'carol']) world.profile(name)
  const { stack, fake, backfill, pathsOf, listOf, entryFor } = await deployed({ Layout: null }, world)
  expect(stack.resource('DirectoryFunction')?.properties['VpcConfig']).toMatchObject({
    SubnetIds: [1, 2, 3].map(() => expect.stringMatching(/^subnet-/)),
    SecurityGroupIds: [expect.stringMatching(/^sg-/)],
  })
  expect(stack.resource('StackDeployed')?.properties['Targets']).toMatchObject([
    { Arn: stack.resource('BackfillRun')?.physicalId },
  ])
  await backfill()
  const above = ['/_domains', `/_domains/${domainId}`]
  const own = ['Bob', 'alice', 'carol'].map((name) => `/_domains/${domainId}/${name}`)
  expect(pathsOf()).toEqual([...above, ...own])
  expect(listOf('carol')).toEqual([entryFor(`/_domains/${domainId}/carol`)])
  expect(fake.state.efs.fileSystems.get(String(stack.outputs['FileSystemId']))?.Encrypted).toBe(true)
})

test('no profile gets the shared path or the directory of another owner, and nothing is changed', async () => {
  const world = studio()
  for (const name of ['shared', 'data', 'alice']) world.profile(name)
  const [foreign] = [{ path: '/data', owner: { uid: 33, gid: 33 }, mode: '0755' }] as unknown as DirectorySpec[]
  if (foreign !== undefined) await world.directories.ensureDirectories([foreign])
  const { stack, given, backfill, listOf, records } = await deployed({ SharedPath: '/shared' }, world)
  await expect(backfill()).rejects.toThrow(/could not be onboarded/)
  expect(world.directories.entries()).toMatchObject([
    { path: '/alice' },
    { path: '/data', uid: 33, gid: 33, mode: '0755' },
  ])
  expect([listOf('shared'), listOf('data')]).toEqual([undefined, undefined])

  await stack.update({ ...given, ForeignDirectories: 'take-over' })
  await expect(backfill()).rejects.toThrow(/could not be onboarded/)
  expect(world.directories.entries()).toMatchObject([{ path: '/alice' }, { path: '/data', uid: 200_001, mode: '0700' }])
  const repair = { level: 'warn', path: '/data', before: '33:33 0755', after: '200001:1001 0700' }
  expect(records.filter(({ message }) => message === 'repaired a directory')).toMatchObject([
    { ...repair, handler: 'provision-directories' },
    repair,
  ])
})

test('the rule on the stack hears of its creation and its updates, and of nothing else', async () => {
  const { stack } = await deployed()
  const pattern = stack.resource('StackDeployed')?.properties['EventPattern'] as EventPattern
  const starts = (status: string, name = 'studio-efs') => {
    const id = stackId({ name })
    const detail = { 'stack-id': id, 'status-details': { status, 'status-reason': '' } }
    const event = {
      account: '111122223333',
      source: 'aws.cloudformation',
      'detail-type': 'CloudFormation Stack Status Change',
      detail,
    }
    return matchesEventPattern(pattern, event)
  }
  expect(['CREATE_COMPLETE', 'UPDATE_COMPLETE'].map((status) => starts(status))).toEqual([true, true])
  expect([starts('UPDATE_ROLLBACK_COMPLETE'), starts('CREATE_COMPLETE', 'another')]).toEqual([false, false])
})

test('a backfill takes as many rounds as it needs, and fails at its end when a profile failed', async () => {
  const world = studio()
  for (let n = 0; n < 50; n += 1) world.profile(`user-${n}`)
  world.directories.plant('/user-7', 'symbolic link')
  const { stack, fake, backfill, pathsOf } = await deployed({}, world)
  fake.setRate({ service: 'sagemaker', operation: 'UpdateUserProfile', perSecond: 0.025 })
  await expect(backfill()).rejects.toMatchObject({ message: expect.stringContaining('could not be onboarded') })
  expect(stack.functionNamed('BackfillFunction').registered.invocations.length).toBeGreaterThan(2)
  expect(pathsOf()).toHaveLength(50)
  const listed = [...fake.state.sagemaker.userProfiles.values()].filter((one) => one.UserSettings !== undefined)
  expect(listed).toHaveLength(49)
})

test('a dry run goes through all of its rounds and writes nothing', async () => {
  const world = studio()
  for (let n = 0; n < 60; n += 1) world.profile(`user-${n}`)
  const { stack, fake, backfill, pathsOf } = await deployed({}, world)
  fake.setRate({ service: 'sagemaker', operation: 'DescribeUserProfile', perSecond: 0.05 })
  await backfill({ dryRun: true })
  expect(stack.functionNamed('BackfillFunction').registered.invocations.length).toBeGreaterThan(1)
  expect([pathsOf(), fake.calls.filter(({ operation }) => operation.startsWith('Update'))]).toEqual([[], []])
  await backfill()
  expect(pathsOf()).toHaveLength(60)
})

test('a profile that does not settle ends a backfill after three rounds, and is named in the log', async () => {
  const world = studio()
  world.profile('alice')
  world.fake.seed.userProfile({ DomainId: domainId, UserProfileName: 'stuck', Status: 'Updating' })
  const { stack, backfill, pathsOf, records } = await deployed({}, world)
  await expect(backfill()).rejects.toThrow(/Three rounds settled no user profile/)
  expect(pathsOf()).toEqual(['/alice'])
  // Alice's round, and three in which nothing was settled.
  expect(stack.functionNamed('BackfillFunction').registered.invocations).toHaveLength(4)
  expect(records.at(-1)).toMatchObject({ message: 'unfinished', unsettled: [`${domainId}/stuck`] })
})

describe('new profiles', () => {
  test('get their directories, whatever EventBridge, Lambda and SageMaker do to the events', async () => {
    const { fake, create, remove, deliver, pathsOf, listOf, entryFor } = await deployed()
    fake.seed.domain({ DomainId: 'd-another' })
    const delivery = deliver({ duplicates: 0.3, reorder: 0.3 })
    for (const [operation, kind] of [
      ['DescribeUserProfile', 'throttle'],
      ['UpdateUserProfile', 'throttle'],
      ['DescribeUserProfile', 'server-error'],
    ] as const)
      fake.inject({ service: 'sagemaker', operation, when: { probability: 0.2 }, fault: { kind } })
    const lost = { kind: 'connection-reset', change: 'applied' } as const
    fake.inject({ service: 'sagemaker', operation: 'UpdateUserProfile', when: { probability: 0.2 }, fault: lost })
    fake.inject({ service: 'lambda', when: { probability: 0.2 }, fault: { kind: 'throttle' } })
    const names = Array.from({ length: 25 }, (_, n) => `user-${n}`)
    for (const name of names) await create(name)
    await create('user-3').catch(() => undefined)
    await create('user-0', 'd-another')
    await delivery.settled()
    expect(delivery.deadLetters).toEqual([])
    expect(pathsOf()).toEqual(names.map((name) => `/${name}`).sort())
    for (const name of names) expect(listOf(name)).toEqual([entryFor(`/${name}`)])
    await remove('user-0')
    expect(pathsOf()).toContain('/user-0')
  })

  test('take one Invoke and two profile calls once the function is warm, and one of each when nothing changes', async () => {
    const { fake, stack, profile } = await deployed()
    const { handler } = stack.functionNamed('NewProfilesFunction')
    const callsOf = async (userProfileName: string) => {
      const before = fake.calls.length
      const body = JSON.stringify(createUserProfileEvent({ domainId, userProfileName }))
      await handler({ Records: [{ messageId: userProfileName, body }] })
      return fake.calls.slice(before).map(({ operation }) => operation)
    }
    for (const name of ['alice', 'bob']) profile(name)
    await callsOf('alice')
    expect(await callsOf('bob')).toEqual(['DescribeUserProfile', 'Invoke', 'UpdateUserProfile'])
    await fake.clock.advance(10_000)
    expect(await callsOf('bob')).toEqual(['DescribeUserProfile', 'Invoke'])
  })

  test('that cannot get one are tried for days and then dead letters, with the reason in the log, and a backfill mends them', async () => {
    const { create, deliver, directories, backfill, listOf, entryFor, records } = await deployed()
    const delivery = deliver()
    directories.failOn(
      '/mallory',
      new NotADirectoryError({ path: '/mallory', component: '/mallory', found: 'symbolic link' }),
    )
    await create('mallory')
    await delivery.settled()
    expect(delivery.deadLetters).toMatchObject([{ detail: { requestParameters: { userProfileName: 'mallory' } } }])
    const tries = records.filter((record) => record['handler'] === 'onboard-batch')
    expect(tries).toHaveLength(192)
    expect(tries.at(-1)).toMatchObject({ message: 'partial', failures: [{ error: 'NotADirectoryError' }] })
    await expect(backfill()).rejects.toThrow()
    directories.failOn('/mallory', undefined)
    await backfill()
    expect(listOf('mallory')).toEqual([entryFor('/mallory')])
  })

  test('whose events were lost are found by the backfill and by a replay', async () => {
    const { fake, create, deliver, backfill, stack, pathsOf } = await deployed()
    const delivery = deliver({ drop: () => true })
    await create('alice')
    await delivery.settled()
    expect([delivery.dropped.length, pathsOf()]).toEqual([1, []])
    expect(await stack.invoke('ReplayFunction', {})).toMatchObject({ outcome: 'complete', onboarded: 1 })
    await create('bob')
    await fake.clock.advance(VISIBLE_MS)
    await backfill()
    expect(pathsOf()).toEqual(['/alice', '/bob'])
  })
})

describe('deleted profiles', () => {
  test('leave their directories to the archive, whatever EventBridge, Lambda and SageMaker do to the events', async () => {
    const { fake, create, remove, deliver, deliverDeletions, directories, pathsOf } = await deployed()
    const creations = deliver()
    const deletions = deliverDeletions({ duplicates: 0.3, reorder: 0.3 })
    const names = Array.from({ length: 10 }, (_, n) => `user-${n}`)
    for (const name of names) await create(name)
    await creations.settled()
    fake.inject({
      service: 'sagemaker',
      operation: 'DescribeUserProfile',
      when: { probability: 0.2 },
      fault: { kind: 'throttle' },
    })
    fake.inject({ service: 'lambda', when: { probability: 0.2 }, fault: { kind: 'throttle' } })
    for (const name of names.slice(5)) await remove(name)
    await create('user-9').catch(() => undefined)
    await deletions.settled()
    expect(deletions.deadLetters).toEqual([])
    expect(pathsOf()).toEqual(names.slice(0, 5).map((name) => `/${name}`))
    expect(
      directories
        .archives()
        .map(({ path }) => path)
        .sort(),
    ).toEqual(names.slice(5).map((name) => `/${name}`))
  })

  test.each([
    ['off', { ArchiveLeavers: 'off' }],
    ['with a grace period, which only a sweep knows the end of', { ArchiveGraceDays: 7 }],
  ])('are left where they are by events: %s', async (_, parameters) => {
    const { stack, given } = await deployed({ ...parameters })
    const parts = ['UserProfileDeleted', 'DeletedProfiles', 'DeletedProfilesFunction'] as const
    expect(parts.map((id) => stack.resource(id))).toEqual([undefined, undefined, undefined])
    await stack.update({ ...given, ArchiveLeavers: 'on', ArchiveGraceDays: 0 })
    expect(parts.filter((id) => stack.resource(id) === undefined)).toEqual([])
  })
})

test('another layout moves the entries, keeps the resource, and leaves the old directories', async () => {
  const { stack, given, fake, create, backfill, pathsOf, listOf, entryFor } = await deployed()
  await create('alice')
  await fake.clock.advance(VISIBLE_MS)
  await backfill()
  const before = stack.resource('FileSystem')?.physicalId
  await stack.update({ ...given, Layout: '/{domainId}/{userProfileName}', LogRetentionDays: 90 })
  await backfill()
  expect(stack.resource('FileSystem')?.physicalId).toBe(before)
  expect(listOf('alice')).toEqual([entryFor(`/${domainId}/alice`)])
  expect(pathsOf()).toEqual(['/alice', `/${domainId}`, `/${domainId}/alice`])
})

describe('an update that replaces the file system keeps the old one with its data', () => {
  test.each<[string, (world: Awaited<ReturnType<typeof deployed>>) => JsonObject]>([
    [
      'for another domain',
      ({ neighbour }) => {
        neighbour('d-sales')
        return { SageMakerDomainId: 'd-sales' }
      },
    ],
    [
      'for one that was there',
      ({ fake }) => ({ FileSystemId: fake.seed.fileSystem().FileSystemId, DataOnDelete: 'keep' }),
    ],
  ])('%s', async (_, change) => {
    const world = await deployed({ DataOnDelete: 'delete' })
    const { stack, given, fake } = world
    const before = String(stack.outputs['FileSystemId'])
    await stack.update({ ...given, ...change(world) })
    expect(stack.outputs['FileSystemId']).not.toBe(before)
    expect(fake.state.efs.fileSystems.has(before)).toBe(true)
  })
})

describe('deleting the stack', () => {
  test('keeps the file system, its mount targets, the directories and what the profiles list', async () => {
    const { stack, fake, create, backfill, pathsOf, listOf, entryFor } = await deployed()
    await create('alice')
    await fake.clock.advance(VISIBLE_MS)
    await backfill()
    const entry = entryFor('/alice')
    const { fileSystems, mountTargets } = fake.state.efs
    const before = [fileSystems.size, mountTargets.size]
    await stack.remove()
    expect([fileSystems.size, mountTargets.size]).toEqual(before)
    expect([pathsOf(), listOf('alice')]).toEqual([['/alice'], [entry]])
  })

  test('and making it again finds the same file system', async () => {
    const first = await deployed()
    const { FileSystemId } = first.stack.outputs
    await first.stack.remove()
    const { stack } = await deployed({}, first)
    expect(stack.outputs['FileSystemId']).toBe(FileSystemId)
  })

  test('keeps what an earlier stack made, even with DataOnDelete=delete', async () => {
    const first = await deployed({ StackName: 'first' })
    const fileSystemId = String(first.stack.outputs['FileSystemId'])
    await first.stack.remove()
    const { stack } = await deployed({ DataOnDelete: 'delete', StackName: 'second' }, first)
    expect(stack.outputs['FileSystemId']).toBe(fileSystemId)
    await stack.remove()
    expect(first.fake.state.efs.fileSystems.has(fileSystemId)).toBe(true)
  })

  test('deletes the data only with DataOnDelete=delete, and not while a profile lists it', async () => {
    const { stack, given, fake, create, backfill, remove } = await deployed()
    await create('alice')
    await fake.clock.advance(VISIBLE_MS)
    await backfill()
    const fileSystemId = String(stack.outputs['FileSystemId'])
    await stack.update({ ...given, DataOnDelete: 'delete' })
    await expect(stack.remove()).rejects.toThrow(/FileSystemStillListedError/)
    expect(fake.state.efs.fileSystems.has(fileSystemId)).toBe(true)
    await fake.clock.advance(10_000)
    await remove('alice')
    await fake.clock.advance(10_000)
    await stack.remove()
    expect(fake.state.efs.fileSystems.has(fileSystemId)).toBe(false)
  })
})

describe('a stack is refused, with a reason', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['for a domain that does not exist', { SageMakerDomainId: 'd-gone' }, /ResourceNotFoundError/],
    ['for an id that is none', { SageMakerDomainId: 'science' }, /SageMakerDomainId cannot be science/],
    ['for a file system that does not exist', { FileSystemId: 'fs-0aaaaaaaaaaaaaaaa' }, /ResourceNotFoundError/],
    ['for a layout without a name', { Layout: '/users' }, /Layout cannot be/],
    ['for the root as the shared directory', { Scenario: 'DomainShared', SharedPath: '/' }, /SharedPath cannot be/],
    ['for an alias where a key is to be', { KmsKeyArn: 'alias/efs' }, /KmsKeyArn cannot be/],
    ['for a role that is none', { ExecutionRoleArn: 'SharedSpaces' }, /ExecutionRoleArn cannot be/],
    ['for sharing in a VPC without the roles to pass', { Scenario: 'VpcShared' }, /NamesSpaceRoles/],
    [
      'for deleting a file system that it did not make',
      { FileSystemId: 'fs-0aaaaaaaaaaaaaaaa', DataOnDelete: 'delete' },
      /DeletesOnlyWhatItMade/,
    ],
  ])('%s', async (_, parameters, reason) => {
    await expect(deployed(parameters)).rejects.toThrow(reason)
  })
})
