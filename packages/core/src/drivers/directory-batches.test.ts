import { createTestClock, memoryDirectoryDriver } from '@studio-efs/testing'
import { expect, test } from 'vitest'
import { PRIVATE_MODE } from '../model/directory-mode.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import { DEFAULT_POSIX_OWNER } from '../model/posix-owner.js'
import { createDirectoryBatches } from './directory-batches.js'
import type { DirectoryDriver } from './directory-driver.js'

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
  return { clock, sizes, batches: createDirectoryBatches(watching, clock, new AbortController().signal) }
}

test('those on their way are waited for, and each gets its own result', async () => {
  const { batches, sizes } = watched()
  const seats = [1, 2, 3].map(() => batches.join())
  const results = await Promise.all(seats.map(({ directories }, n) => directories.ensureDirectories([spec(n)])))
  expect(results.map(([result]) => result?._unsafeUnwrap().path)).toEqual(['/user-0', '/user-1', '/user-2'])
  expect(sizes).toEqual([3])
})

test('one that turns back is not waited for', async () => {
  const { batches, sizes } = watched()
  const [first, second] = [batches.join(), batches.join()]
  const made = first.directories.ensureDirectories([spec(1)])
  void second.leave(never)
  expect(await made).toHaveLength(1)
  expect(sizes).toEqual([1])
})

test('what was not sent when its profile leaves is not sent, and nobody waits', async () => {
  const { batches, sizes, clock } = watched()
  const seats = [1, 2, 3].map(() => batches.join())
  for (const { directories } of seats.slice(0, 2)) void directories.ensureDirectories([spec(1)])
  expect(await Promise.all(seats.map((seat) => seat.leave(never)))).toEqual([[], [], []])
  await clock.advance(1000)
  expect([sizes, clock.sleeping()]).toEqual([[], 0])
})

test('what is being made when its profile leaves is told, unless that takes too long', async () => {
  const driver = memoryDirectoryDriver()
  const { batches, clock } = watched({
    ...driver,
    ensureDirectories: (specs) => clock.sleep(3000).then(() => driver.ensureDirectories(specs)),
  })
  const seats = [batches.join(), batches.join()]
  for (const [n, { directories }] of seats.entries()) void directories.ensureDirectories([spec(n)])
  const giveUp = new AbortController()
  const hasty = seats[1]?.leave(giveUp.signal)
  giveUp.abort()
  expect(await hasty).toEqual([])
  expect(await seats[0]?.leave(never)).toMatchObject([{ path: '/user-0', outcome: 'created' }])
})

test('the first waits half a second at most', async () => {
  const { batches, clock } = watched()
  const [first] = [batches.join(), batches.join()]
  const start = clock.now()
  await first.directories.ensureDirectories([spec(1)])
  expect(clock.now() - start).toBe(500)
})

test('a batch has fifty at most', async () => {
  const { batches, sizes } = watched()
  const seats = Array.from({ length: 120 }, () => batches.join())
  await Promise.all(seats.map(({ directories }, n) => directories.ensureDirectories([spec(n)])))
  expect(sizes).toEqual([50, 50, 20])
})

test('a driver that loses a result is a bug, and told to everybody who waits for one', async () => {
  const losing = { ...memoryDirectoryDriver(), name: 'losing', ensureDirectories: async () => [] }
  const { batches } = watched(losing)
  const seats = [batches.join(), batches.join()]
  const results = await Promise.allSettled(seats.map(({ directories }, n) => directories.ensureDirectories([spec(n)])))
  expect(results.map((result) => result.status === 'rejected' && result.reason.message)).toEqual(
    Array(2).fill('The directory driver losing gave 0 results for 2 items.'),
  )
})
