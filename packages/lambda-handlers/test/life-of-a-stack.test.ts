import { expect, test } from 'vitest'
import { deployed } from './cloudformation/deployed.js'
import { studio } from './studio.js'

test('a stack lives from its creation to its deletion, whatever happens on the way, and the data outlives it', async () => {
  const before = studio()
  for (const name of ['alice', 'Bob']) before.profile(name)
  const world = await deployed({}, before)
  const { stack, given, fake, directories, backfill, create, deliver, setNetworkRight, pathsOf, listOf, entryFor } =
    world
  const fileSystemId = String(stack.outputs['FileSystemId'])
  const targets = () => [...fake.state.efs.mountTargets.values()].filter((one) => one.FileSystemId === fileSystemId)

  await backfill()
  expect(pathsOf()).toEqual(['/Bob', '/alice'])

  const delivery = deliver({
    duplicates: 0.3,
    reorder: 0.3,
    drop: ({ detail }) => detail.requestParameters?.['userProfileName'] === 'user-4',
  })
  const throttled = { when: { probability: 0.2 }, fault: { kind: 'throttle' } } as const
  const trouble = [
    fake.inject({ ...throttled, service: 'sagemaker', operation: 'DescribeUserProfile' }),
    fake.inject({ ...throttled, service: 'sagemaker', operation: 'UpdateUserProfile' }),
    fake.inject({ ...throttled, service: 'lambda' }),
  ]
  directories.plant('/mallory', 'symbolic link')
  const names = ['mallory', ...Array.from({ length: 12 }, (_, n) => `user-${n}`)]
  for (const name of names) await create(name)
  await delivery.settled()
  expect(delivery.deadLetters).toMatchObject([{ detail: { requestParameters: { userProfileName: 'mallory' } } }])
  await expect(backfill()).rejects.toThrow(/could not be onboarded/)
  for (const name of names.slice(1)) expect(listOf(name)).toEqual([entryFor(`/${name}`)])
  expect(listOf('mallory')).toBeUndefined()
  for (const fault of trouble) fault.remove()

  for (const target of targets()) target.SecurityGroups = []
  expect(await setNetworkRight()).toMatchObject({ outcome: 'changed' })
  expect(targets().map(({ SecurityGroups }) => SecurityGroups.length)).toEqual([1, 1, 1])

  const { physicalId } = stack.resource('FileSystem') ?? {}
  const further = { ArchiveGraceDays: 7, ArchiveRetentionDays: 30, UsageSchedule: 'rate(7 days)' }
  await stack.update({ ...given, Layout: '/people/{userProfileName}', Tracing: 'Active', ...further })
  await backfill()
  expect(stack.resource('FileSystem')?.physicalId).toBe(physicalId)
  for (const name of names) expect(listOf(name)).toEqual([entryFor(`/people/${name}`)])

  const kept = [fake.state.efs.fileSystems.size, targets().length, pathsOf(), listOf('alice')]
  expect(stack.denials).toEqual([])
  await stack.remove()
  expect([fake.state.efs.fileSystems.size, targets().length, pathsOf(), listOf('alice')]).toEqual(kept)
  const again = await deployed({}, world)
  expect(again.stack.outputs['FileSystemId']).toBe(fileSystemId)
}, 60_000)
