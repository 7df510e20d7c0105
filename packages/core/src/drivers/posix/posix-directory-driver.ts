import pLimit from 'p-limit'
import { type Clock, systemClock } from '../../time/clock.js'
import type { ArchiveStore } from '../archive-store.js'
import type { ClaimStore } from '../claim-store.js'
import type { DirectoryDriver } from '../directory-driver.js'
import type { IdentityLedger } from '../identities/identity-ledger.js'
import { loadingLater } from '../later-verbs.js'
import type { UsageMeter } from '../usage-meter.js'
import { HOLD_EXPIRES_MS } from './claims/archive-slot.js'
import { type ClaimContext, claimVisitor, inspectClaimVisitor } from './claims/claim-visitors.js'
import { ensureVisitor } from './ensure.js'
import { nodeFs, type PosixFs } from './fs.js'
import { inspectVisitor } from './inspect.js'
import { type MountPointRule, openMount } from './mount.js'
import { readMountedFileSystem } from './mounted-file-system.js'
import { type BatchContext, runBatch } from './run-batch.js'
import { createTurns } from './turns.js'

/** Options of {@link posixDirectoryDriver}. */
export interface PosixDirectoryDriverOptions {
  /** Where the file system is mounted on this computer, such as `/mnt/efs`. Never created. */
  readonly mountPath: string
  /** Default `required`, so that nothing is made on the local disk below an empty mount path. */
  readonly mountPoint?: MountPointRule
  /** Directories to work on at once. Default 16. Each needs three file descriptors. */
  readonly concurrency?: number
  /** Paces and dates measurements. Default: the computer's own clock. */
  readonly clock?: Clock
}

const DEFAULT_CONCURRENCY = 16

/**
 * Makes directories below a mount path of this computer, on Linux. It needs to be root there: the root of the computer,
 * or an access point that maps every caller to uid 0. No symbolic link below the mount path is ever followed.
 *
 * @example
 * const directories = posixDirectoryDriver({ mountPath: '/mnt/efs' })
 */
export function posixDirectoryDriver(
  options: PosixDirectoryDriverOptions,
): DirectoryDriver & ClaimStore & ArchiveStore & IdentityLedger & UsageMeter {
  return posixDirectoryDriverOn(nodeFs, options)
}

/** The driver with the given system calls, for tests. */
export function posixDirectoryDriverOn(
  fs: PosixFs,
  options: PosixDirectoryDriverOptions & Partial<Pick<ClaimContext, 'holdExpiresMs'>>,
): DirectoryDriver & ClaimStore & ArchiveStore & IdentityLedger & UsageMeter {
  const { mountPath, mountPoint = 'required', concurrency = DEFAULT_CONCURRENCY } = options
  const { holdExpiresMs = HOLD_EXPIRES_MS, clock = systemClock } = options
  const context: BatchContext = {
    openRoot: () => openMount(fs, mountPath, mountPoint),
    parentLimit: pLimit(concurrency),
    itemLimit: pLimit(concurrency),
  }
  const inTurn = createTurns()
  const claimContext: ClaimContext = { fs, inTurn, holdExpiresMs }
  return {
    name: 'posix',
    ensureDirectories: (specs) => runBatch(context, specs, ensureVisitor(fs, inTurn)),
    inspectDirectories: (paths) => {
      const inspections = paths.map((path) => ({ path }))
      return runBatch(context, inspections, inspectVisitor(fs))
    },
    claimDirectories: (specs) => runBatch(context, specs, claimVisitor(claimContext)),
    inspectClaims: (paths) => {
      const inspections = paths.map((path) => ({ path }))
      return runBatch(context, inspections, inspectClaimVisitor(fs))
    },
    ...loadingLater(async () =>
      (await import('./later-methods.js')).laterMethods({ ...context, ...claimContext, clock }),
    ),
    mountedFileSystem: async () => readMountedFileSystem(fs, mountPath, await context.openRoot()),
  }
}
