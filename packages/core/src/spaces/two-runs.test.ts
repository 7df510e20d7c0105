import { ResultAsync } from 'neverthrow'
import { expect, test, vi } from 'vitest'
import { outcomesOf } from '../../test/many.js'
import { lustreMount, ours, spacesWorld } from '../../test/spaces.js'
import type { oneAtATime } from '../keyed-queue.js'

// Runs of one process wait for each other; those of two processes cannot.
vi.mock('../keyed-queue.js', () => ({
  oneAtATime: (...[, , work]: Parameters<typeof oneAtATime>) => new ResultAsync(Promise.resolve().then(work)),
}))

const isFull = process.env['STUDIO_EFS_TEST_SCALE'] === 'full'
const offsets = isFull ? Array.from({ length: 60 }, (_, n) => n * 100) : [0, 2800]

test.each(offsets)('two processes restart the app of one space, the second %i ms later', async (offset) => {
  const world = spacesWorld({ seed: offset + 1, delays: { updateSpace: 500, createApp: 3000, deleteApp: 3000 } })
  const { fake, input, studioEfs } = world
  world.space('lab')
  world.app('lab', { ResourceSpec: { InstanceType: 'ml.t3.medium' } })
  const run = () => outcomesOf(studioEfs.attachToSpaces({ ...input, running: 'restart' }))
  const began = fake.clock.now()
  const second = new Promise<Awaited<ReturnType<typeof run>>>((resolve, reject) => {
    fake.later(offset + 1, () => void run().then(resolve, reject))
  })
  const outcomes = (await Promise.all([run(), second])).flat()
  expect(outcomes.every(({ outcome }) => outcome === 'attached' || outcome === 'unchanged')).toBe(true)
  expect(world.mounts('lab')).toEqual([lustreMount, ours])
  expect([...fake.state.sagemaker.apps.values()].map(({ Status }) => Status)).toEqual(['InService'])
  expect(fake.clock.now() - began).toBeLessThan(60_000)
})
