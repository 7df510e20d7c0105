import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ArchiveStore, ClaimStore, DirectoryDriver, FileSystemPath } from '@studio-efs/core/directories'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import {
  assertOk,
  createRandom,
  createUserProfileEvent,
  deleteUserProfileEvent,
  memoryDirectoryDriver,
  type TestClock,
  userProfileKey,
} from '@studio-efs/testing'
import { afterEach, expect, test } from 'vitest'
import { createArchiveLeavers } from '../src/archive-leavers.js'
import { createOnUserProfileDeleted } from '../src/on-user-profile-deleted.js'
import { createOnboardBatch } from '../src/onboard-batch.js'
import { domainId, studioWithFileSystem } from './studio.js'

/** `STUDIO_EFS_LIVES=200` for a run that proves something; one world by default. */
const WORLDS = Number(process.env['STUDIO_EFS_LIVES'] ?? 1)
const SEED = Number(process.env['STUDIO_EFS_SEED'] ?? 1)
const LIVES = 10
const MINUTE_MS = 60_000
const SPELLINGS = ['alice', 'Alice', 'ALICE']
const invocation = {
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:studio',
  getRemainingTimeInMillis: () => 300_000,
}

type Driver = DirectoryDriver & ClaimStore & ArchiveStore

/** A file system with two drivers, as of two functions, and the means to leave and find files in it. */
interface Disk {
  readonly drivers: readonly [Driver, Driver]
  leaveFile(path: string): void
  /** Names of the files in a directory; empty for a missing one. */
  filesIn(path: string): readonly string[]
}

const scratches: string[] = []
afterEach(() => {
  for (const scratch of scratches.splice(0)) rmSync(scratch, { recursive: true })
})

function memoryDisk(clock: TestClock): Disk {
  const driver = memoryDirectoryDriver({ clock })
  return {
    drivers: [driver, driver],
    leaveFile: (path) => driver.plant(path, 'file'),
    filesIn: (path) =>
      driver
        .entries()
        .flatMap((entry) => (entry.path.startsWith(`${path}/`) ? [entry.path.slice(path.length + 1)] : [])),
  }
}

function posixDisk(clock: TestClock): Disk {
  const mountPath = mkdtempSync(join(tmpdir(), 'studio-efs-lives-'))
  scratches.push(mountPath)
  let atWork = 0
  clock.holdWhile(() => atWork > 0)
  /** Virtual time does not go on while the disk is at work. */
  const waitedFor = (driver: Driver): Driver =>
    Object.fromEntries(
      Object.entries(driver).map(([name, member]) => [
        name,
        typeof member !== 'function'
          ? member
          : async (...given: readonly unknown[]) => {
              atWork += 1
              return (member as (...given: readonly unknown[]) => Promise<unknown>)(...given).finally(() => {
                atWork -= 1
              })
            },
      ]),
    ) as unknown as Driver
  const made = () => waitedFor(posixDirectoryDriver({ mountPath, mountPoint: 'not-required' }))
  return {
    drivers: [made(), made()],
    leaveFile: (path) => writeFileSync(join(mountPath, path), ''),
    filesIn(path) {
      mkdirSync(mountPath, { recursive: true })
      return readdirSync(mountPath).includes(path.slice(1)) ? readdirSync(join(mountPath, path)) : []
    },
  }
}

/** A world of one profile name: ten lives, whose events are swapped, repeated, lost and late, and sweeps at any time. */
async function live(seed: number, diskFor: (clock: TestClock) => Disk): Promise<void> {
  const random = createRandom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item
  const chance = (share: number) => random() < share
  const world = studioWithFileSystem({ seed })
  const { fake, configuration } = world
  const disk = diskFor(fake.clock as TestClock)
  const functions = disk.drivers.map((directories) => {
    const context = { ...world.context, directories }
    return {
      onboard: createOnboardBatch({ context, configuration }),
      offboard: createOnUserProfileDeleted({ context, configuration, ownAccount: 'function' }),
      sweep: createArchiveLeavers({
        context,
        configuration: { ...configuration, archiveGraceDays: 0, archiveRetentionDays: 0 },
      }),
    }
  })
  const { userProfiles } = fake.state.sagemaker
  const now = () => new Date(fake.clock.now())
  /** Files of each life, by its creation time. */
  const lives = new Map<string, string[]>()
  let queue: { readonly kind: 'onboard' | 'offboard'; readonly body: string; readonly id: string }[] = []

  function enqueue(kind: 'onboard' | 'offboard', event: object, lost: number): void {
    if (chance(lost)) return
    const id = `${queue.length}-${fake.clock.now()}`
    const message = { kind, body: JSON.stringify(event), id }
    queue.push(message, ...(chance(0.3) ? [{ ...message, id: `${id}-again` }] : []))
  }

  /** Takes events in any order, sometimes two at once; what fails comes again. */
  async function deliver(share: number): Promise<void> {
    const due = queue.filter(() => chance(share)).toSorted(() => random() - 0.5)
    queue = queue.filter((message) => !due.includes(message))
    while (due.length > 0) {
      const batch = due.splice(0, chance(0.4) ? 2 : 1)
      const work = batch.map(async (message) => {
        const { id, body, kind } = message
        const reply = await pick(functions)[kind]({ Records: [{ messageId: id, body }] }, invocation)
        if ('batchItemFailures' in reply && reply.batchItemFailures.length > 0) queue.push(message)
      })
      await Promise.all([...work, ...(chance(0.2) ? [sweep()] : [])])
      await check()
    }
  }

  async function sweep(): Promise<void> {
    const reply = await pick(functions).sweep({}, invocation)
    expect(['complete', 'partial'], `seed ${seed}`).toContain(reply.outcome)
  }

  const alive = () => userProfiles.get(userProfileKey(domainId, 'alice'))

  /** No file of one life is ever where another life reads, and none is lost. */
  async function check(): Promise<void> {
    const [driver] = disk.drivers
    const [page] = await driver.listClaims([{ limit: 100 }])
    const [archived] = await driver.listArchives([{ limit: 1000 }])
    const found: string[] = []
    for (const { path, claim } of page === undefined ? [] : assertOk(page).claims) {
      if (claim.kind !== 'private') continue
      const files = disk.filesIn(path)
      const own = lives.get(claim.createdAt) ?? []
      expect(
        files.filter((file) => !own.includes(file)),
        `seed ${seed}, ${path}`,
      ).toEqual([])
      if (files.length > 0) found.push(claim.createdAt)
    }
    for (const { archive, archivedAt, generation } of archived === undefined ? [] : assertOk(archived).archives) {
      const [measured] = await driver.purgeArchives([{ archive, archivedAt, action: 'measure', budgetMs: 10_000 }])
      const entries = measured === undefined ? 0 : assertOk(measured).entries
      if (entries > 1 && generation !== undefined) found.push(generation.createdAt)
      const files = lives.get(generation?.createdAt ?? '') ?? []
      if (entries > 1) expect(entries, `seed ${seed}, ${archive}`).toBe(1 + files.length)
    }
    const withFiles = [...lives].flatMap(([createdAt, files]) => (files.length > 0 ? [createdAt] : []))
    expect(found.sort(), `seed ${seed}`).toEqual(withFiles.sort())
  }

  /** The user works in the directory, once it is claimed for this life. */
  async function work(createdAt: string, name: string): Promise<void> {
    const path = `/${name}` as FileSystemPath
    const [state] = await disk.drivers[0].inspectClaims([path])
    const { exists, found } =
      state === undefined ? { exists: false, found: { kind: 'none' as const } } : assertOk(state)
    if (!exists || found.kind !== 'claimed' || found.claim.kind !== 'private') return
    if (found.claim.createdAt !== createdAt) return
    const file = `${createdAt.replaceAll(/\W/g, '')}-${lives.get(createdAt)?.length ?? 0}`
    disk.leaveFile(`${path}/${file}`)
    lives.set(createdAt, [...(lives.get(createdAt) ?? []), file])
  }

  for (let life = 0; life < LIVES; life += 1) {
    await fake.clock.advance(MINUTE_MS * (1 + Math.floor(random() * 90)))
    const name = pick(SPELLINGS.slice(0, 2))
    world.profile(name)
    enqueue('onboard', createUserProfileEvent({ domainId, userProfileName: pick(SPELLINGS), time: now() }), 0.15)
    await fake.clock.advance(1000)
    const createdAt = new Date(Number(JSON.stringify(alive()?.CreationTime)) * 1000).toISOString()
    for (let turn = 0; turn < 2; turn += 1) {
      await deliver(0.6)
      if (chance(0.2)) await sweep()
      await work(createdAt, name)
      await check()
      await fake.clock.advance(MINUTE_MS * Math.floor(random() * 40))
    }
    userProfiles.delete(userProfileKey(domainId, 'alice'))
    enqueue('offboard', deleteUserProfileEvent({ domainId, userProfileName: pick(SPELLINGS), time: now() }), 0.3)
    await deliver(0.4)
  }
  await fake.clock.advance(MINUTE_MS * 120)
  for (let again = 0; again < 5 && queue.length > 0; again += 1) await deliver(1)
  expect(queue, `seed ${seed}`).toEqual([])
  await sweep()
  const [page] = await disk.drivers[0].listClaims([{ limit: 100 }])
  expect(page === undefined ? [] : assertOk(page).claims, `seed ${seed}`).toEqual([])
  await check()
  expect([...lives.values()].flat().length, `seed ${seed}`).toBeGreaterThan(0)
}

test.each([
  ['in memory', memoryDisk],
  ['on a real file system', posixDisk],
] as const)(
  `a name that is used for ${LIVES} lives hands no file on and loses none, whatever comes of its events, %s`,
  async (_, diskFor) => {
    for (let world = 0; world < WORLDS; world += 1) await live(SEED + world, diskFor)
  },
  60_000 + WORLDS * 10_000,
)
