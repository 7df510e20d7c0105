import { NotADirectoryError } from '../directory-error.js'
import { errnoOf } from './errno.js'
import { below, DIRECTORY_NOT_LINK, type DirectoryHandle, obstacleIn, type PosixFs } from './fs.js'

/** Opens the directory `name` below an open one. A link is not followed, and nothing but a directory is opened. */
export async function openEntry(
  fs: PosixFs,
  parent: DirectoryHandle,
  name: string,
  path: string,
): Promise<DirectoryHandle> {
  try {
    return await fs.open(below(parent, name), DIRECTORY_NOT_LINK)
  } catch (error) {
    const code = errnoOf(error)
    // Linux says ENOTDIR for a link too, as O_DIRECTORY is looked at first; other versions say ELOOP.
    if (code !== 'ENOTDIR' && code !== 'ELOOP') throw error
    const obstacle = obstacleIn(await fs.lstat(below(parent, name)))
    // A directory by now: it was swapped between the two calls, which the errno table calls retryable.
    throw obstacle === undefined ? error : new NotADirectoryError(path, path, obstacle, { cause: error })
  }
}

/** The same; undefined when nothing stands there. */
export async function openIfThere(
  fs: PosixFs,
  parent: DirectoryHandle,
  name: string,
  path: string,
): Promise<DirectoryHandle | undefined> {
  try {
    return await openEntry(fs, parent, name, path)
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
    return undefined
  }
}

/** How a directory that was missing came to be: by this call, or by this call or somebody who was faster. */
export type Made = 'now' | 'perhaps'

export async function makeEntry(fs: PosixFs, parent: DirectoryHandle, name: string, mode: number): Promise<Made> {
  try {
    await fs.mkdir(below(parent, name), mode)
    return 'now'
  } catch (error) {
    // Somebody was faster, or an NFS reply was lost and the kernel asked twice.
    if (errnoOf(error) !== 'EEXIST') throw error
    return 'perhaps'
  }
}
