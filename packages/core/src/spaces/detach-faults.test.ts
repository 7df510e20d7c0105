import { describe, expect, test } from 'vitest'
import { crashAfterWrite } from '../../test/crash.js'
import { countBy, outcomesOf } from '../../test/many.js'
import { faults, isFull, operations, seeds } from '../../test/space-faults.js'
import { lustreMount, offer, ours, spacesWorld } from '../../test/spaces.js'
import { domainId } from '../../test/studio.js'

const COUNT = 4
/** Every third write by default, each of them in full. */
const nths = (writes: number) => Array.from({ length: writes }, (_, n) => n + 1).filter((n) => isFull || n % 3 === 1)
const theirs = { EFSFileSystem: { FileSystemId: 'fs-0dddddddddddddddd' } }

/** Spaces that list the file system between two others; an app runs in every second one. */
function attachedWorld(seed = 1) {
  const offered = [...offer, { EFSFileSystemConfig: { FileSystemId: theirs.EFSFileSystem.FileSystemId } }]
  const world = spacesWorld({ offered, seed, delays: { updateSpace: 500, createApp: 1000, deleteApp: 1000 } })
  for (let n = 0; n < COUNT; n += 1) {
    world.space(`lab-${n}`, { settings: { CustomFileSystems: [lustreMount, ours, theirs] } })
    if (n % 2 === 0) world.app(`lab-${n}`, { ResourceSpec: { InstanceType: 'ml.t3.medium' } })
  }
  return world
}

type World = ReturnType<typeof attachedWorld>

function detach({ studioEfs, input }: World, more: object = {}) {
  return outcomesOf(studioEfs.detachFromSpaces({ ...input, running: 'restart', concurrency: 4, ...more }))
}

function expectDetached({ fake, mounts }: World) {
  for (let n = 0; n < COUNT; n += 1) expect(mounts(`lab-${n}`)).toEqual([lustreMount, theirs])
  const { spaces, apps, tags, domains } = fake.state.sagemaker
  expect([spaces.size, domains.has(domainId)]).toEqual([COUNT, true])
  expect([...apps.values()].map(({ Status, ResourceSpec }) => ({ Status, ResourceSpec }))).toEqual(
    Array(COUNT / 2).fill({ Status: 'InService', ResourceSpec: { InstanceType: 'ml.t3.medium' } }),
  )
  for (const { SpaceArn } of spaces.values()) expect(tags.get(SpaceArn) ?? []).toEqual([])
}

describe('every space is without the file system and every app runs again', () => {
  test.each(seeds)('whatever fails on the wire, seed %i', async (seed) => {
    const world = attachedWorld(seed)
    for (const operation of operations)
      for (const fault of faults)
        world.fake.inject({ service: 'sagemaker', operation, when: { probability: 0.05 }, fault })
    expect(countBy(await detach(world), ({ outcome }) => outcome)).toEqual({ detached: COUNT })
    for (let n = 0; n < COUNT; n += 1) expect(world.mounts(`lab-${n}`)).toEqual([lustreMount, theirs])
    const running = [...world.fake.state.sagemaker.apps.values()].filter(({ Status }) => Status === 'InService')
    expect(running.map(({ ResourceSpec }) => ResourceSpec)).toEqual(
      Array(COUNT / 2).fill({ InstanceType: 'ml.t3.medium' }),
    )
  })

  // Each of the two apps that run is marked, stopped, started and unmarked; each of the four lists is written.
  test.each(nths(2 * 4 + COUNT + 1))('by the next run, after one died at write %i', async (nth) => {
    const world = attachedWorld(nth)
    const crash = crashAfterWrite(world.fake, nth)
    await detach(world, { signal: crash.signal })
    crash.stop()
    for (let n = 0; n < COUNT; n += 1)
      expect(world.mounts(`lab-${n}`)).toEqual(expect.arrayContaining([lustreMount, theirs]))
    await world.fake.clock.advance(5000)
    const outcomes = await detach(world)
    expect(outcomes.every(({ outcome }) => outcome === 'detached' || outcome === 'unchanged')).toBe(true)
    expectDetached(world)
    expect(countBy(await detach(world), ({ outcome }) => outcome)).toEqual({ unchanged: COUNT })
  })
})
