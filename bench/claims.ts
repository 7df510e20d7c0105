import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { archiveLeavers, type DomainId, purgeArchives, type UserProfileName, unwrap } from '@studio-efs/core'
import {
  type ClaimedDirectorySpec,
  DEFAULT_POSIX_OWNER,
  type FileSystemPath,
  type Generation,
  type PosixOwner,
  PRIVATE_MODE,
  systemClock,
} from '@studio-efs/core/directories'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import { createFakeAws } from '@studio-efs/testing'
import { median, type Row } from './row.js'

const DIRECTORIES = 1000
const ROUNDS = 5
const CLAIMS = 10_000
const LEAVERS = 100
/** Pages of 100 profiles, and the domains. */
const MAX_LIST_CALLS = CLAIMS / 100 + 1
const FILES = 100_000
const FOLDERS = 100
/** Several calls are needed to the end. */
const PURGE_CALL_MS = 3000
/** What a purge may keep in memory, whatever the number of files. */
const MAX_GROWTH_BYTES = 64e6
const DAY_MS = 86_400_000

const domainId = 'd-bench' as DomainId
const place = { accountId: '111122223333', region: 'eu-west-1', domainId }
const createdAt = '2025-01-01T00:00:00.000Z'
const names = (count: number) => Array.from({ length: count }, (_, n) => `user-${n}`)
/** A Studio user as root; other users cannot change owners. */
const owner =
  process.getuid?.() === 0 ? DEFAULT_POSIX_OWNER : ({ uid: process.getuid?.(), gid: process.getgid?.() } as PosixOwner)

/**
 * Claims, the sweep of leavers and the purge, on the file system of the temporary directory or of
 * `STUDIO_EFS_TEST_DIRECTORY`.
 */
export async function benchClaims(): Promise<readonly Row[]> {
  return [await claimRow(), await sweepRow(), await purgeRow()]
}

/** Makes the same directories without claims and with them, in turn. */
async function claimRow(): Promise<Row> {
  const ratios: number[] = []
  for (let round = 0; round <= ROUNDS; round += 1) {
    const without = await inScratch(async (directories) =>
      timed(() => directories.ensureDirectories(specsFor(DIRECTORIES).map(({ claim: _, ...spec }) => spec))),
    )
    const claimed = await inScratch(async (directories) =>
      timed(() => directories.claimDirectories(specsFor(DIRECTORIES))),
    )
    if (round > 0) ratios.push(claimed / without)
  }
  const ratio = median(ratios)
  return {
    measure: `${DIRECTORIES} directories with claims, to as many without`,
    asked: 'at most 2x',
    reached: `${ratio.toFixed(2)}x`,
    holds: ratio <= 2,
  }
}

/** Counts the calls of a sweep that finds 1% of the profiles gone. */
function sweepRow(): Promise<Row> {
  return inScratch(async (directories) => {
    const fake = createFakeAws({ clock: systemClock })
    fake.seed.domain({ DomainId: domainId })
    for (const UserProfileName of names(CLAIMS).slice(LEAVERS))
      fake.seed.userProfile({ DomainId: domainId, UserProfileName, CreationTime: new Date(createdAt) })
    await directories.claimDirectories(specsFor(CLAIMS))
    const sagemaker = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
    const start = performance.now()
    const { leavers } = unwrap(await archiveLeavers({ sagemaker, directories }, { timeoutMs: 3_600_000 }))
    const seconds = (performance.now() - start) / 1000
    const describes = fake.calls.filter(({ operation }) => operation === 'DescribeUserProfile').length
    const archived = leavers.filter(({ outcome }) => outcome === 'archived').length
    return {
      measure: `A sweep over ${CLAIMS} claims, ${LEAVERS} of whose profiles are gone: describes`,
      asked: `${LEAVERS}, and as many archived; ${MAX_LIST_CALLS} pages at most`,
      reached: `${describes}, ${archived} (${fake.calls.length} calls in all, ${seconds.toFixed(1)} s)`,
      holds: describes === LEAVERS && archived === LEAVERS && fake.calls.length <= LEAVERS + MAX_LIST_CALLS,
    }
  })
}

/** Deletes one archive with 100,000 files, in calls that each end ahead of their time limit. */
function purgeRow(): Promise<Row> {
  return inScratch(async (directories, mountPath) => {
    await makeArchive(directories, mountPath)
    // Two days later, archives of today are old enough.
    const clock = { ...systemClock, wallTime: () => Date.now() + 2 * DAY_MS }
    const memory = watchMemory()
    let [calls, deleted, longestMs, remaining] = [0, 0, 0, 1]
    const start = performance.now()
    for (; remaining > 0; calls += 1) {
      const begun = performance.now()
      const limits = { olderThanDays: 1, timeoutMs: PURGE_CALL_MS }
      const output = unwrap(await purgeArchives({ directories, clock }, limits))
      longestMs = Math.max(longestMs, performance.now() - begun)
      // Deletes what the call before left, or the loop would have no end.
      if (output.entries === 0) throw new Error('A call deleted nothing.')
      deleted += output.entries
      remaining = output.remaining
    }
    const seconds = (performance.now() - start) / 1000
    const growth = memory.growth()
    return {
      measure: `A purge of ${FILES} files, in calls of ${PURGE_CALL_MS / 1000} s: growth of memory`,
      asked: `at most ${MAX_GROWTH_BYTES / 1e6} MB, each call ahead of its end`,
      reached: `${(growth / 1e6).toFixed(0)} MB (${deleted} entries in ${calls} calls of ${(longestMs / 1000).toFixed(1)} s at most, ${seconds.toFixed(1)} s)`,
      holds: growth <= MAX_GROWTH_BYTES && deleted === FILES + FOLDERS + 1 && longestMs < PURGE_CALL_MS,
    }
  })
}

async function makeArchive(directories: Driver, mountPath: string): Promise<void> {
  for (const { path, owner, mode, claim } of specsFor(1)) {
    await directories.claimDirectories([{ path, owner, mode, claim }])
    for (let folder = 0; folder < FOLDERS; folder += 1) {
      mkdirSync(join(mountPath, path, `f${folder}`))
      for (let n = 0; n < FILES / FOLDERS; n += 1) writeFileSync(join(mountPath, path, `f${folder}/${n}`), '')
    }
    await directories.releaseDirectories([{ path, generation: claim }])
  }
}

/** Looks at the memory of this process ten times a second. */
function watchMemory() {
  const before = process.memoryUsage.rss()
  let peak = before
  const look = () => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  const timer = setInterval(look, 100)
  return {
    growth() {
      clearInterval(timer)
      look()
      return peak - before
    },
  }
}

interface PrivateSpec extends ClaimedDirectorySpec {
  readonly claim: { readonly kind: 'private' } & Generation
}

function specsFor(count: number): readonly PrivateSpec[] {
  return names(count).map(
    (userProfileName): PrivateSpec => ({
      ...{ path: `/${userProfileName}` as FileSystemPath, owner, mode: PRIVATE_MODE },
      claim: { kind: 'private', ...place, userProfileName: userProfileName as UserProfileName, createdAt },
    }),
  )
}

async function timed(run: () => Promise<readonly { isErr(): boolean }[]>): Promise<number> {
  const start = performance.now()
  const results = await run()
  if (results.some((result) => result.isErr())) throw new Error('A directory was not made.')
  return performance.now() - start
}

type Driver = ReturnType<typeof posixDirectoryDriver>

async function inScratch<Value>(run: (driver: Driver, mountPath: string) => Promise<Value>): Promise<Value> {
  const mountPath = mkdtempSync(join(process.env['STUDIO_EFS_TEST_DIRECTORY'] ?? tmpdir(), 'studio-efs-bench-'))
  try {
    return await run(posixDirectoryDriver({ mountPath, mountPoint: 'not-required' }), mountPath)
  } finally {
    rmSync(mountPath, { recursive: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await benchClaims())
