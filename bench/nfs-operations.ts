// Counts the NFS operations of the POSIX driver for each directory, and those of a bare loop, on a mount of your own:
//   npx tsx bench/nfs-operations.ts /mnt/efs
// Needs root and a directory of an NFS mount, which no other program uses meanwhile. Counts with /proc/self/mountstats.
import { mkdtempSync, rmSync } from 'node:fs'
import { chmod, chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { DomainId, UserProfileName } from '@studio-efs/core'
import {
  type Claim,
  type ClaimStore,
  DEFAULT_POSIX_OWNER,
  type DirectoryDriver,
  type DirectorySpec,
  type FileSystemPath,
  PRIVATE_MODE,
  STATE_PATH,
} from '@studio-efs/core/directories'
import { posixDirectoryDriver } from '@studio-efs/core/posix'
import { countOperations } from './nfs/operation-counts.js'

const DIRECTORIES = 100
const owner = DEFAULT_POSIX_OWNER

interface Measured {
  readonly measure: string
  readonly perDirectory: string
  readonly operations: string
}

async function count(mountPoint: string, measure: string, run: () => Promise<unknown>): Promise<Measured> {
  const { total, text } = await countOperations(mountPoint, run, () => DIRECTORIES)
  return { measure, perDirectory: (total / DIRECTORIES).toFixed(2), operations: text }
}

async function ensure(driver: DirectoryDriver, specs: readonly DirectorySpec[], expected: string): Promise<void> {
  for (const result of await driver.ensureDirectories(specs)) {
    const outcome = result.match(
      (receipt) => receipt.outcome,
      (error) => error.message,
    )
    if (outcome !== expected) throw new Error(`Expected ${expected}, got ${outcome}`)
  }
}

const claim: Claim = {
  kind: 'private',
  accountId: '111122223333',
  region: 'eu-west-1',
  domainId: 'd-bench' as DomainId,
  userProfileName: 'bench' as UserProfileName,
  createdAt: '2026-01-01T00:00:00.000Z',
}

async function claimAll(driver: ClaimStore, specs: readonly DirectorySpec[], expected: string): Promise<void> {
  for (const result of await driver.claimDirectories(specs.map((spec) => ({ ...spec, claim })))) {
    const outcome = result.match(
      (receipt) => receipt.claim,
      (error) => error.message,
    )
    if (outcome !== expected) throw new Error(`Expected ${expected}, got ${outcome}`)
  }
}

async function bareLoop(directory: string): Promise<void> {
  for (let i = 0; i < DIRECTORIES; i += 1) {
    const path = join(directory, `user-${i}`)
    await mkdir(path, { mode: PRIVATE_MODE })
    await chown(path, owner.uid, owner.gid)
    await chmod(path, PRIVATE_MODE)
  }
}

async function measureAll(mountPoint: string): Promise<readonly Measured[]> {
  const driver = posixDirectoryDriver({ mountPath: mountPoint })
  const scratch = mkdtempSync(join(mountPoint, 'studio-efs-bench-'))
  const bare = mkdtempSync(join(mountPoint, 'studio-efs-bench-'))
  const name = scratch.slice(scratch.lastIndexOf('/'))
  const specs = Array.from({ length: DIRECTORIES }, (_, i) => {
    return { path: `${name}/user-${i}` as FileSystemPath, owner, mode: PRIVATE_MODE }
  })
  const claimed = specs.map((spec) => ({ ...spec, path: `${spec.path}-claimed` as FileSystemPath }))
  try {
    return [
      await count(mountPoint, 'bare loop of mkdir, chown, chmod', () => bareLoop(bare)),
      await count(mountPoint, 'driver, new directories', () => ensure(driver, specs, 'created')),
      await count(mountPoint, 'driver, right already', () => ensure(driver, specs, 'unchanged')),
      await count(mountPoint, 'driver, right already, again', () => ensure(driver, specs, 'unchanged')),
      await count(mountPoint, 'driver, new directories with claims', () => claimAll(driver, claimed, 'made')),
      await count(mountPoint, 'driver, right and claimed already', () => claimAll(driver, claimed, 'kept')),
    ]
  } finally {
    const claims = join(mountPoint, STATE_PATH, 'claims', name)
    for (const directory of [scratch, bare, claims]) rmSync(directory, { recursive: true, force: true })
  }
}

const [mountPoint] = process.argv.slice(2)
if (mountPoint === undefined) throw new Error('Usage: npx tsx bench/nfs-operations.ts <mount point>')
console.table(await measureAll(mountPoint))
