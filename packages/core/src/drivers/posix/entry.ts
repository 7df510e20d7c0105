import type { FileSystemPath } from '../../model/file-system-path.js'
import { NestedMountError, NotADirectoryError } from '../directory-error.js'
import { nameOf } from '../paths.js'
import { errnoOf } from './errno.js'
import {
  below,
  DIRECTORY_NOT_LINK,
  type DirectoryHandle,
  type FileStat,
  obstacleIn,
  type PosixFs,
  REFRESH,
} from './fs.js'

/** One name in an open directory. System calls use the last name of `path`; the rest of it is for errors. */
export interface Entry {
  readonly parent: DirectoryHandle
  readonly path: FileSystemPath
  /** Device of the root: an entry on another one is the root of another mount. */
  readonly device: number
}

/** The path that system calls take. */
export function pathOf({ parent, path }: Entry): string {
  return below(parent, nameOf(path))
}

/**
 * Opens a directory, whose attributes an NFS client may know from before. Throws a NotADirectoryError for anything else, a
 * symbolic link included.
 */
export async function openEntry(fs: PosixFs, entry: Entry): Promise<DirectoryHandle> {
  try {
    return await fs.open(pathOf(entry), DIRECTORY_NOT_LINK)
  } catch (cause) {
    if (!isNotADirectory(cause)) throw cause
    const found = obstacleIn(await fs.lstat(pathOf(entry)))
    // It became a directory between the two calls: the errno table calls that retryable.
    if (found === undefined) throw cause
    throw new NotADirectoryError({ path: entry.path, component: entry.path, found, cause })
  }
}

/** Linux checks O_DIRECTORY first and gives ENOTDIR for a link too; other kernels give ELOOP. */
function isNotADirectory(error: unknown): boolean {
  const code = errnoOf(error)
  return code === 'ENOTDIR' || code === 'ELOOP'
}

/** Throws a NestedMountError for the root of another mount, so that nothing on it is changed. */
export function checkDevice({ dev }: FileStat, { path, device }: Pick<Entry, 'path' | 'device'>): void {
  if (dev !== device) throw new NestedMountError({ path, component: path })
}

/** Opens a directory as the file server has it now. Undefined when nothing has that name. */
export async function openIfPresent(fs: PosixFs, entry: Entry): Promise<DirectoryHandle | undefined> {
  return (await refresh(fs, entry)) ? openEntry(fs, entry) : undefined
}

/**
 * Reads a directory as the file server has it now, without opening it: its own mode may forbid that. Undefined when
 * nothing has that name. Throws a NotADirectoryError or a NestedMountError for what is no directory of this mount.
 */
export async function statIfPresent(fs: PosixFs, entry: Entry): Promise<FileStat | undefined> {
  if (!(await refresh(fs, entry))) return undefined
  const stat = await fs.lstat(pathOf(entry))
  const { path } = entry
  const found = obstacleIn(stat)
  if (found !== undefined) throw new NotADirectoryError({ path, component: path, found })
  checkDevice(stat, entry)
  return stat
}

/** Makes an NFS client look at the name on the server. False when nothing has that name. */
export async function refresh(fs: PosixFs, entry: Entry): Promise<boolean> {
  try {
    await (await fs.open(pathOf(entry), REFRESH)).close()
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false
    if (errnoOf(error) !== 'EISDIR' && !isNotADirectory(error)) throw error
  }
  return true
}

/** `by-this-call`: mkdir succeeded. `unknown`: it exists now, made by this call or by another process. */
export type Made = 'by-this-call' | 'unknown'

export async function makeEntry(fs: PosixFs, entry: Entry, mode: number): Promise<Made> {
  try {
    await fs.mkdir(pathOf(entry), mode)
    return 'by-this-call'
  } catch (error) {
    // Another process was faster, or an NFS reply was lost and the kernel sent the request again.
    if (errnoOf(error) !== 'EEXIST') throw error
    return 'unknown'
  }
}
