import type { Result } from 'neverthrow'
import {
  type DirectoryError,
  MountPathMissingError,
  NotADirectoryError,
  NotMountedError,
  UnsupportedPlatformError,
} from '../directory-error.js'
import { errnoOf, toResult } from './errno.js'
import { below, DIRECTORY, type DirectoryHandle, obstacleIn, type PosixFs } from './fs.js'

/** `required`: a file system must be mounted at the mount path. `not-required`: an ordinary directory will do. */
export type MountPointRule = 'required' | 'not-required'

/** Opens the directory at the mount path after checking that the file system is mounted there; never creates it. */
export function openMount(
  fs: PosixFs,
  mountPath: string,
  rule: MountPointRule,
): Promise<Result<DirectoryHandle, DirectoryError>> {
  return toResult(mountPath, async () => {
    if (fs.platform !== 'linux') throw new UnsupportedPlatformError({ platform: fs.platform })
    const root = await openMountPath(fs, mountPath)
    try {
      await checkProc(fs, root)
      if (rule === 'required' && !(await isMountPoint(fs, root))) throw new NotMountedError({ mountPath })
      return root
    } catch (error) {
      await root.close()
      throw error
    }
  })
}

async function openMountPath(fs: PosixFs, mountPath: string): Promise<DirectoryHandle> {
  try {
    return await fs.open(mountPath, DIRECTORY)
  } catch (cause) {
    if (errnoOf(cause) === 'ENOENT') throw new MountPathMissingError({ mountPath, cause })
    const found = errnoOf(cause) === 'ENOTDIR' ? obstacleIn(await fs.lstat(mountPath)) : undefined
    if (found === undefined) throw cause
    throw new NotADirectoryError({ path: mountPath, component: mountPath, found, cause })
  }
}

/** Without /proc every directory would look missing. */
async function checkProc(fs: PosixFs, root: DirectoryHandle): Promise<void> {
  try {
    await fs.lstat(below(root, '.'))
  } catch (cause) {
    if (errnoOf(cause) !== 'ENOENT' || (await hasProc(fs))) throw cause
    throw new UnsupportedPlatformError({ platform: `${fs.platform} without /proc`, cause })
  }
}

/** A mount that answers ENOENT for its own root is a matter of the mount, and of the moment. */
async function hasProc(fs: PosixFs): Promise<boolean> {
  try {
    await fs.lstat('/proc/self/fd')
    return true
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
    return false
  }
}

async function isMountPoint(fs: PosixFs, root: DirectoryHandle): Promise<boolean> {
  const above = below(root, '..')
  const [here, there] = [await root.stat(), await fs.lstat(above)]
  return here.dev !== there.dev || (await isBindMount(fs, root, above))
}

/** A bind mount has the device number of its source; only the kernel's mount id distinguishes it from a directory. */
async function isBindMount(fs: PosixFs, root: DirectoryHandle, above: string): Promise<boolean> {
  const parent = await fs.open(above, DIRECTORY)
  try {
    return (await mountIdOf(fs, root)) !== (await mountIdOf(fs, parent))
  } finally {
    await parent.close()
  }
}

export async function mountIdOf(fs: PosixFs, directory: DirectoryHandle): Promise<string | undefined> {
  const text = await fs.readText(`/proc/self/fdinfo/${directory.fd}`)
  return /^mnt_id:\s*(\d+)$/m.exec(text)?.[1]
}
