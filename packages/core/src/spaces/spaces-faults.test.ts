import { type FakeAws, spaceKey } from '@studio-efs/testing'
import { describe, expect, test } from 'vitest'
import { crashAfterWrite } from '../../test/crash.js'
import { countBy, outcomesOf } from '../../test/many.js'
import { faults, isFull, operations, seeds } from '../../test/space-faults.js'
import { lustreMount, ours, spacesWorld } from '../../test/spaces.js'
import { domainId } from '../../test/studio.js'

const COUNT = 4
function busyWorld(seed = 1) {
  const world = spacesWorld({ seed, delays: { updateSpace: 500, createApp: 1000, deleteApp: 1000 } })
  for (let n = 0; n < COUNT; n += 1) {
    world.space(`lab-${n}`)
    if (n % 2 === 0) world.app(`lab-${n}`, { ResourceSpec: { InstanceType: 'ml.t3.medium' } })
  }
  return world
}

/** Has the profile offer a file system that others add to its spaces. */
function offerTheirs(world: ReturnType<typeof busyWorld>) {
  world.profile('alice', {
    CustomFileSystemConfigs: [
      { EFSFileSystemConfig: { FileSystemId: 'fs-0dddddddddddddddd' } },
      { EFSFileSystemConfig: { FileSystemId: ours.EFSFileSystem.FileSystemId } },
      { FSxLustreFileSystemConfig: { FileSystemId: lustreMount.FSxLustreFileSystem.FileSystemId } },
    ],
  } as never)
}

function expectAttached(world: ReturnType<typeof busyWorld>) {
  for (let n = 0; n < COUNT; n += 1) expect(world.mounts(`lab-${n}`)).toEqual([lustreMount, ours])
  expect(world.fake.state.sagemaker.spaces.size).toBe(COUNT)
}

describe('every space is done and every app runs again', () => {
  test.each(seeds)('whatever fails on the wire, seed %i', async (seed) => {
    const world = busyWorld(seed)
    for (const operation of operations)
      for (const fault of faults)
        world.fake.inject({ service: 'sagemaker', operation, when: { probability: 0.05 }, fault })
    const outcomes = await outcomesOf(world.studioEfs.attachToSpaces({ ...world.input, running: 'restart' }))
    expect(countBy(outcomes, ({ outcome }) => outcome)).toEqual({ attached: COUNT })
    expectAttached(world)
    const running = [...world.fake.state.sagemaker.apps.values()].filter(({ Status }) => Status === 'InService')
    expect(running.map(({ ResourceSpec }) => ResourceSpec)).toEqual(
      Array(COUNT / 2).fill({ InstanceType: 'ml.t3.medium' }),
    )
  })

  test.each(seeds)('whatever others change in between, seed %i', async (seed) => {
    const world = busyWorld(seed)
    const theirs = { EFSFileSystem: { FileSystemId: 'fs-0dddddddddddddddd' } }
    const change = ({ sagemaker }: FakeAws['state'], { SpaceName }: Readonly<Record<string, unknown>>) => {
      const space = sagemaker.spaces.get(spaceKey(domainId, String(SpaceName)))
      const { CustomFileSystems: list = [], ...rest } = Object(space?.SpaceSettings)
      if (space !== undefined) space.SpaceSettings = { ...rest, CustomFileSystems: [...list, theirs] }
    }
    // Right before an app is stopped: the list that was planned on is out of date by then.
    world.fake.inject({
      service: 'sagemaker',
      operation: 'DeleteApp',
      when: () => true,
      fault: { kind: 'third-party', change },
    })
    offerTheirs(world)
    await outcomesOf(world.studioEfs.attachToSpaces({ ...world.input, running: 'stop', concurrency: seed }))
    for (let n = 0; n < COUNT; n += 2) expect(world.mounts(`lab-${n}`)).toEqual([lustreMount, theirs, ours])
    for (let n = 1; n < COUNT; n += 2) expect(world.mounts(`lab-${n}`)).toEqual([lustreMount, ours])
  })
})

test('a change of others between a slow look and the update is kept', async () => {
  const world = busyWorld()
  const theirs = { EFSFileSystem: { FileSystemId: 'fs-0dddddddddddddddd' } }
  const change = ({ sagemaker }: FakeAws['state'], { SpaceNameEquals }: Readonly<Record<string, unknown>>) => {
    const space = sagemaker.spaces.get(spaceKey(domainId, String(SpaceNameEquals)))
    const { CustomFileSystems: list = [], ...rest } = Object(space?.SpaceSettings)
    if (space !== undefined) space.SpaceSettings = { ...rest, CustomFileSystems: [...list, theirs] }
  }
  offerTheirs(world)
  const looking = { service: 'sagemaker', operation: 'ListApps', when: () => true } as const
  world.fake.inject({ ...looking, fault: { kind: 'third-party', change } })
  world.fake.inject({ ...looking, fault: { kind: 'latency', ms: 10_000 } })
  await outcomesOf(world.studioEfs.attachToSpaces(world.input))
  for (let n = 1; n < COUNT; n += 2) expect(world.mounts(`lab-${n}`)).toEqual([lustreMount, theirs, ours])
})

/** Every third write by default, each of them in full. */
const nths = (writes: number) => Array.from({ length: writes }, (_, n) => n + 1).filter((n) => isFull || n % 3 === 1)

describe('a run that dies after a write loses nothing, and the next one ends in the same world:', () => {
  test.each(nths(COUNT + 3))('write %i', async (nth) => {
    const world = busyWorld(nth)
    const crash = crashAfterWrite(world.fake, nth)
    const died = world.studioEfs.attachToSpaces({
      ...world.input,
      running: 'stop',
      concurrency: 4,
      signal: crash.signal,
    })
    await outcomesOf(died)
    crash.stop()
    for (let n = 0; n < COUNT; n += 1) expect(world.mounts(`lab-${n}`)).toEqual(expect.arrayContaining([lustreMount]))
    await world.fake.clock.advance(5000)
    const outcomes = await outcomesOf(world.studioEfs.attachToSpaces({ ...world.input, running: 'stop' }))
    expect(outcomes.every(({ outcome }) => outcome === 'attached' || outcome === 'unchanged')).toBe(true)
    expectAttached(world)
  })

  // Each of the two apps that run is marked, stopped, started and unmarked; each of the four lists is written.
  test.each(nths(2 * 4 + COUNT + 1))(
    'write %i of a run that starts apps again, which the next one starts with what they had',
    async (nth) => {
      const world = busyWorld(nth)
      const run = (signal?: AbortSignal) =>
        outcomesOf(
          world.studioEfs.attachToSpaces({
            ...world.input,
            running: 'restart',
            concurrency: 4,
            ...(signal && { signal }),
          }),
        )
      const crash = crashAfterWrite(world.fake, nth)
      await run(crash.signal)
      crash.stop()
      await world.fake.clock.advance(5000)
      const outcomes = await run()
      expect(outcomes.every(({ outcome }) => outcome === 'attached' || outcome === 'unchanged')).toBe(true)
      expectAttached(world)
      const apps = [...world.fake.state.sagemaker.apps.values()]
      expect(apps.map(({ Status, ResourceSpec }) => ({ Status, ResourceSpec }))).toEqual(
        Array(COUNT / 2).fill({ Status: 'InService', ResourceSpec: { InstanceType: 'ml.t3.medium' } }),
      )
      for (const { SpaceArn } of world.fake.state.sagemaker.spaces.values())
        expect(world.fake.state.sagemaker.tags.get(SpaceArn)).toEqual([])
      expect(countBy(await run(), ({ outcome }) => outcome)).toEqual({ unchanged: COUNT })
    },
  )

  test('apps that were stopped when the run was aborted are reported, and their spaces are left with their lists', async () => {
    const world = busyWorld()
    const abort = new AbortController()
    world.fake.later(900, () => abort.abort())
    const run = world.studioEfs.attachToSpaces({ ...world.input, running: 'restart', signal: abort.signal })
    const outcomes = await outcomesOf(run)
    const summary = await run.summary()
    const reported = new Set([
      ...outcomes.flatMap((each) => ('changes' in each ? each.changes : [])),
      ...summary._unsafeUnwrap().interrupted.flatMap(({ changes }) => changes),
    ])
    const stopped = [...reported].filter((change) => change.kind === 'app' && change.action === 'stop')
    const gone = [...world.fake.state.sagemaker.apps.values()].filter(({ Status }) => Status !== 'InService')
    expect(stopped).toHaveLength(gone.length)
    expect(world.fake.state.sagemaker.domains.has(domainId)).toBe(true)
  })
})
