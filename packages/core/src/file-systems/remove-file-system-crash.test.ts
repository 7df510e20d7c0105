import { assertErr, assertOk, writesIn } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { crashAfterWrite, loseReplyToWrite, throttleEveryCall } from '../../test/crash.js'
import { finishedDomain } from '../../test/file-systems.js'

const clean = await (async () => {
  const { fake, remove, destroy } = await finishedDomain('own')
  const calls = fake.calls.length
  const { changes } = assertOk(await remove(destroy))
  return { changes, writes: writesIn(fake.calls.slice(calls)).length }
})()
const everyWrite = Array.from({ length: clean.writes }, (_, at) => at + 1)
const nothing = { fileSystems: [], mountTargets: [], accessPoints: [], groups: [] }

test.each(everyWrite)(`a crash right after write %i of ${clean.writes} is finished by the next run`, async (write) => {
  const { fake, remove, destroy, world } = await finishedDomain('own')
  const crash = crashAfterWrite(fake, write)
  assertErr(await remove({ ...destroy, signal: crash.signal }), 'AbortedError')
  crash.stop()
  assertOk(await remove(destroy))
  expect(world()).toEqual(nothing)
})

test.each(everyWrite)(
  `a lost reply to write %i of ${clean.writes} changes neither the world nor the report`,
  async (write) => {
    const { fake, remove, destroy, world } = await finishedDomain('own')
    loseReplyToWrite(fake, write)
    const { changes } = assertOk(await remove(destroy))
    expect(world()).toEqual(nothing)
    expect(changes.map(({ kind }) => kind)).toEqual(clean.changes.map(({ kind }) => kind))
  },
)

test('throttling of every call ends in the same world', async () => {
  const { fake, remove, destroy, world } = await finishedDomain('own')
  throttleEveryCall(fake)
  expect(assertOk(await remove(destroy)).changes).toHaveLength(clean.changes.length)
  expect(world()).toEqual(nothing)
})

test('two runs at the same time leave nothing', async () => {
  const { remove, destroy, world } = await finishedDomain('own')
  const outputs = (await Promise.all([remove(destroy), remove(destroy)])).map(assertOk)
  expect(world()).toEqual(nothing)
  expect(outputs.every(({ kept }) => kept.length === 0)).toBe(true)
})
