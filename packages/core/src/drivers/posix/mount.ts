import type { Result } from 'neverthrow'
import {
  type DirectoryError,
  MountPathMissingError,
  NotADirectoryError,
  NotMountedError,
  UnsupportedPlatformError,
} from '../directory-error.js'
import { attempt } from './attempt.js'
import { errnoOf } from './errno.js'
import { below, DIRECTORY, type DirectoryHandle, obstacleIn, type PosixFs } from './fs.js'

/** Whether something must be mounted at the mount path, or an ordinary directory will do. */
export type MountPointRule = 'required' | 'not-required'

/** Opens the directory at the mount path after making sure that it is the file system; never creates it. */
export function openMount(
  fs: PosixFs,
  mountPath: string,
  rule: MountPointRule,
): Promise<Result<DirectoryHandle, DirectoryError>> {
  return attempt(mountPath, async () => {
    if (fs.platform !== 'linux') throw new UnsupportedPlatformError(fs.platform)
    const root = await openMountPath(fs, mountPath)
    try {
      await checkProc(fs, root)
      if (rule === 'required' && !(await isMountPoint(fs, root))) throw new NotMountedError(mountPath)
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
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') throw new MountPathMissingError(mountPath, { cause: error })
    const obstacle = errnoOf(error) === 'ENOTDIR' ? obstacleIn(await fs.lstat(mountPath)) : undefined
    throw obstacle === undefined ? error : new NotADirectoryError(mountPath, mountPath, obstacle, { cause: error })
  }
}

/** Without /proc every directory would look missing. */
async function checkProc(fs: PosixFs, root: DirectoryHandle): Promise<void> {
  try {
    await fs.lstat(below(root, '.'))
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
    throw new UnsupportedPlatformError(`${fs.platform} without /proc`, { cause: error })
  }
}

async function isMountPoint(fs: PosixFs, root: DirectoryHandle): Promise<boolean> {
  const above = below(root, '..')
  const [here, there] = [await root.stat(), await fs.lstat(above)]
  return here.dev !== there.dev || (await isBindMount(fs, root, above))
}

/** A bind mount has the device number of where it came from; only the kernel's mount id tells it from a directory. */
async function isBindMount(fs: PosixFs, root: DirectoryHandle, above: string): Promise<boolean> {
  const parent = await fs.open(above, DIRECTORY)
  try {
    return (await mountIdOf(fs, root)) !== (await mountIdOf(fs, parent))
  } finally {
    await parent.close()
  }
}

async function mountIdOf(fs: PosixFs, directory: DirectoryHandle): Promise<string | undefined> {
  const text = await fs.readText(`/proc/self/fdinfo/${directory.fd}`)
  return /^mnt_id:\s*(\d+)$/m.exec(text)?.[1]
}
