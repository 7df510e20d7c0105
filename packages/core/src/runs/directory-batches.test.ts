import { createTestClock, memoryDirectoryDriver } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import type { DirectoryDriver } from '../drivers/directory-driver.js'
import { silentLogger } from '../logger.js'
import { PRIVATE_MODE } from '../model/directory-mode.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import { DEFAULT_POSIX_OWNER } from '../model/posix-owner.js'
import { createDirectoryBatches } from './directory-batches.js'

const spec = (n: number) => ({ path: `/user-${n}` as FileSystemPath, owner: DEFAULT_POSIX_OWNER, mode: PRIVATE_MODE })

const never = new AbortController().signal

function watched(driver: DirectoryDriver = memoryDirectoryDriver()) {
  const clock = createTestClock()
  const sizes: number[] = []
  const watching: DirectoryDriver = {
    ...driver,
    ensureDirectories(specs) {
      sizes.push(specs.length)
      return driver.ensureDirectories(specs)
    },
  }
  const call = { clock, logger: silentLogger, signal: never, deadline: Number.POSITIVE_INFINITY, directories: watching }
  return { clock, sizes, batches: createDirectoryBatches(call) }
}

test('a batch waits for every enrolled profile, and each gets its own result', async () => {
  const { batches, sizes } = watched()
  const tickets = [1, 2, 3].map(() => batches.enroll())
  const results = await Promise.all(tickets.map(({ directories }, n) => directories.ensureDirectories([spec(n)])))
  expect(results.map(([result]) => result?._unsafeUnwrap().path)).toEqual(['/user-0', '/user-1', '/user-2'])
  expect(sizes).toEqual([3])
})

test('a batch does not wait for a profile that was released', async () => {
  const { batches, sizes } = watched()
  const [first, second] = [batches.enroll(), batches.enroll()]
  const made = first.directories.ensureDirectories([spec(1)])
  void second.release(never)
  expect(await made).toHaveLength(1)
  expect(sizes).toEqual([1])
})

test('a directory that was not sent when its profile is released is never sent, and no batch waits for it', async () => {
  const { batches, sizes, clock } = watched()
  const tickets = [1, 2, 3].map(() => batches.enroll())
  for (const { directories } of tickets.slice(0, 2)) void directories.ensureDirectories([spec(1)])
  expect(await Promise.all(tickets.map((ticket) => ticket.release(never)))).toEqual([[], [], []])
  await clock.advance(1000)
  expect([sizes, clock.sleeping()]).toEqual([[], 0])
})

test('a release reports the directory that is being made, unless that takes too long', async () => {
  const driver = memoryDirectoryDriver()
  const { batches, clock } = watched({
    ...driver,
    ensureDirectories: (specs) => clock.sleep(3000).then(() => driver.ensureDirectories(specs)),
  })
  const tickets = [batches.enroll(), batches.enroll()]
  for (const [n, { directories }] of tickets.entries()) void directories.ensureDirectories([spec(n)])
  const giveUp = new AbortController()
  const hasty = tickets[1]?.release(giveUp.signal)
  giveUp.abort()
  expect(await hasty).toEqual([])
  expect(await tickets[0]?.release(never)).toMatchObject([{ path: '/user-0', outcome: 'created' }])
})

test('the first item of a batch waits half a second at most', async () => {
  const { batches, clock } = watched()
  const [first] = [batches.enroll(), batches.enroll()]
  const start = clock.now()
  await first.directories.ensureDirectories([spec(1)])
  expect(clock.now() - start).toBe(500)
})

test('a batch has fifty at most', async () => {
  const { batches, sizes } = watched()
  const tickets = Array.from({ length: 120 }, () => batches.enroll())
  await Promise.all(tickets.map(({ directories }, n) => directories.ensureDirectories([spec(n)])))
  expect(sizes).toEqual([50, 50, 20])
})

test('a driver that loses a result is a bug, and every profile that waits for one gets it', async () => {
  const losing = { ...memoryDirectoryDriver(), name: 'losing', ensureDirectories: async () => [] }
  const { batches } = watched(losing)
  const tickets = [batches.enroll(), batches.enroll()]
  const results = await Promise.allSettled(
    tickets.map(({ directories }, n) => directories.ensureDirectories([spec(n)])),
  )
  expect(results.map((result) => result.status === 'rejected' && result.reason.message)).toEqual(
    Array(2).fill('The directory driver losing gave 0 results for 2 items.'),
  )
})
