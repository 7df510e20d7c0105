import { provisionUserDirectory } from '@studio-efs/core'
import { DirectoryIoError } from '@studio-efs/core/errors'
import { assertOk } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { domainId, studioWithFileSystem } from '../test/studio.js'
import { createMeasureUsage } from './measure-usage.js'

/** Profiles `user-0`, `user-1` …, each with as many files as its number. */
async function deployed(count: number, operationsPerSecond = 1000) {
  const world = studioWithFileSystem()
  const { fake, profile, directories, context, records } = world
  for (let n = 0; n < count; n += 1) {
    profile(`user-${n}`)
    assertOk(await provisionUserDirectory(context, { domainId, userProfileName: `user-${n}` }))
    for (let file = 0; file < n; file += 1) directories.plant(`/user-${n}/file-${file}`, 'file')
  }
  await fake.clock.advance(1000)
  records.length = 0
  return { ...world, handler: createMeasureUsage({ context, configuration: { operationsPerSecond } }) }
}

test('every claimed directory is measured, and the log has a record for each of the ten largest users', async () => {
  const { handler, records, fake } = await deployed(12)
  const calls = fake.calls.length
  const reply = await handler({})
  expect(reply).toMatchObject({ outcome: 'complete', measured: 12, missing: 0, failed: 0, remaining: 0, failures: [] })
  expect(reply.entries).toBe(12 + 66)
  expect(reply.top.map(({ userProfileName }) => userProfileName)).toEqual(
    Array.from({ length: 10 }, (_, n) => `user-${11 - n}`),
  )
  const users = records.filter(({ message }) => message === 'usage of a user')
  expect(users).toMatchObject(reply.top.map((user) => ({ level: 'info', handler: 'measure-usage', ...user })))
  expect(records.at(-1)).toMatchObject({ level: 'info', message: 'complete', measured: 12, bytes: reply.bytes })
  expect(fake.calls.length).toBe(calls)
})

test('a round that one invocation has no time for goes on, and each directory is measured once in it', async () => {
  const { handler, records } = await deployed(12, 1)
  const invocation = { getRemainingTimeInMillis: () => 30_000 }
  let rounds = 0
  let reply = await handler({}, invocation)
  expect(reply).toMatchObject({ outcome: 'unfinished', next: { since: expect.any(String) } })
  for (; reply.next !== undefined && rounds < 20; rounds += 1) {
    expect(reply.done).toBeGreaterThan(0)
    reply = await handler(reply.next, invocation)
  }
  expect(rounds).toBeGreaterThan(0)
  expect(reply).toMatchObject({ outcome: 'complete', measured: 12, remaining: 0 })
  expect(records.filter(({ message }) => message === 'usage of a user')).toHaveLength(10)
})

test('a directory that cannot be read is named, and the others are measured', async () => {
  const { handler, directories, records } = await deployed(3)
  directories.failOn(
    '/user-1',
    new DirectoryIoError({ path: '/user-1', operation: 'open', code: 'EIO', retryable: false }),
  )
  const failures = [{ what: 'directory /user-1', error: 'DirectoryIoError' }]
  expect(await handler({})).toMatchObject({ outcome: 'partial', measured: 2, failed: 1, failures })
  expect(records.at(-1)).toMatchObject({ level: 'warn', message: 'partial' })
})

test.each([{ since: 'yesterday' }, { dryRun: true }, 7])('refuses the event %j', async (event) => {
  const { handler } = await deployed(0)
  await expect(handler(event)).rejects.toMatchObject({ name: 'InvalidInputError' })
})
