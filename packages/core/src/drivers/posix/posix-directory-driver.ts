import pLimit from 'p-limit'
import type { DirectoryDriver } from '../directory-driver.js'
import { ensureVisitor } from './ensure.js'
import { nodeFs, type PosixFs } from './fs.js'
import { inspectVisitor } from './inspect.js'
import { type MountPointRule, openMount } from './mount.js'
import { readMountedFileSystem } from './mounted-file-system.js'
import { type BatchContext, runBatch } from './run-batch.js'
import { createTurns } from './turns.js'

export interface PosixDirectoryDriverOptions {
  /** Where the file system is mounted on this computer, such as `/mnt/efs`. Never created. */
  readonly mountPath: string
  /** Default `required`, so that nothing is made on the local disk below an empty mount path. */
  readonly mountPoint?: MountPointRule
  /** Directories to work on at once. Default 16. Each needs three file descriptors. */
  readonly concurrency?: number
}

const DEFAULT_CONCURRENCY = 16

/**
 * Makes directories below a mount path of this computer, on Linux. It needs to be root there: the root of the computer,
 * or an access point that maps every caller to uid 0. No symbolic link below the mount path is ever followed.
 *
 * @example
 * const directories = posixDirectoryDriver({ mountPath: '/mnt/efs' })
 */
export function posixDirectoryDriver(options: PosixDirectoryDriverOptions): DirectoryDriver {
  return posixDirectoryDriverOn(nodeFs, options)
}

/** The driver with the given system calls, for tests. */
export function posixDirectoryDriverOn(fs: PosixFs, options: PosixDirectoryDriverOptions): DirectoryDriver {
  const { mountPath, mountPoint = 'required', concurrency = DEFAULT_CONCURRENCY } = options
  const context: BatchContext = {
    openRoot: () => openMount(fs, mountPath, mountPoint),
    parentLimit: pLimit(concurrency),
    itemLimit: pLimit(concurrency),
  }
  const inTurn = createTurns()
  return {
    name: 'posix',
    ensureDirectories: (specs) => runBatch(context, specs, ensureVisitor(fs, inTurn)),
    inspectDirectories: (paths) => {
      const inspections = paths.map((path) => ({ path }))
      return runBatch(context, inspections, inspectVisitor(fs))
    },
    mountedFileSystem: async () => readMountedFileSystem(fs, mountPath, await context.openRoot()),
  }
}
