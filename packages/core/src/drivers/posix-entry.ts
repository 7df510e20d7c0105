import { NotADirectoryError } from './directory-error.js'
import { errnoOf } from './posix-errno.js'
import { below, DIRECTORY_NOT_LINK, type DirectoryHandle, obstacleIn, type PosixFs } from './posix-fs.js'

/** An open directory, and whether this call made it. The caller closes it. */
export interface Entered {
  readonly handle: DirectoryHandle
  readonly made: 'now' | 'before'
}

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

/** Opens the directory, making it with `mode` if it is missing. */
export async function openOrMakeEntry(
  fs: PosixFs,
  parent: DirectoryHandle,
  name: string,
  path: string,
  mode: number,
): Promise<Entered> {
  try {
    // Opening comes first so that a second run writes nothing and works on a read-only mount.
    return { handle: await openEntry(fs, parent, name, path), made: 'before' }
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
  }
  const made = await makeEntry(fs, parent, name, mode)
  return { handle: await openEntry(fs, parent, name, path), made }
}

async function makeEntry(fs: PosixFs, parent: DirectoryHandle, name: string, mode: number): Promise<Entered['made']> {
  try {
    await fs.mkdir(below(parent, name), mode)
    return 'now'
  } catch (error) {
    // Somebody was faster, or an NFS reply was lost and the kernel asked twice.
    if (errnoOf(error) !== 'EEXIST') throw error
    return 'before'
  }
}
