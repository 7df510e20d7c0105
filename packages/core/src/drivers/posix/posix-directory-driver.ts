import pLimit from 'p-limit'
import type { DirectoryDriver } from '../directory-driver.js'
import { runBatch } from './batch.js'
import { ensureJob } from './ensure.js'
import { nodeFs, type PosixFs } from './fs.js'
import { inspectJob } from './inspect.js'
import { type MountPointRule, openMount } from './mount.js'

export interface PosixDirectoryDriverOptions {
  /** Where the file system is mounted on this computer, such as `/mnt/efs`. Never created. */
  readonly mountPath: string
  /** `required` unless told otherwise, so that nothing is made on the local disk below an empty mount path. */
  readonly mountPoint?: MountPointRule
  /** How many directories are worked on at once; 16 unless told otherwise. Three descriptors are needed for each. */
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

/** The same on other system calls. */
export function posixDirectoryDriverOn(fs: PosixFs, options: PosixDirectoryDriverOptions): DirectoryDriver {
  const { mountPath, mountPoint = 'required', concurrency = DEFAULT_CONCURRENCY } = options
  const context = {
    openRoot: () => openMount(fs, mountPath, mountPoint),
    parentLimit: pLimit(concurrency),
    itemLimit: pLimit(concurrency),
  }
  return {
    name: 'posix',
    ensureDirectories: (specs) => runBatch(context, specs, ensureJob(fs)),
    inspectDirectories: (paths) =>
      runBatch(
        context,
        paths.map((path) => ({ path })),
        inspectJob(fs),
      ),
  }
}
