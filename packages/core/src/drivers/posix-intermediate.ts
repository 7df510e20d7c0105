import type { DirectoryMode } from '../model/directory-mode.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import type { PosixOwner } from '../model/posix-owner.js'
import { nameOf } from '../policy/directory-batch.js'
import { type Made, makeEntry, openEntry, openIfThere } from './posix-entry.js'
import { errnoOf } from './posix-errno.js'
import { below, type DirectoryHandle, type PosixFs, permissionsOf } from './posix-fs.js'
import { settle } from './posix-settle.js'

const OWNER = { uid: 0, gid: 0 } as PosixOwner
const MODE = 0o755 as DirectoryMode

/** Directories on the way that one batch made, or may have made, and that have not got their owner and mode yet. */
export type Unsettled = Map<FileSystemPath, Made>

/**
 * Opens a directory on the way, making it as root, 0755, when it is missing. One that is there already is left as it is,
 * unless this batch made it and did not get to the end of it.
 */
export async function enterIntermediate(
  fs: PosixFs,
  parent: DirectoryHandle,
  path: FileSystemPath,
  unsettled: Unsettled,
): Promise<DirectoryHandle> {
  const there = await openIfThere(fs, parent, nameOf(path), path)
  const made = there === undefined ? await makeEntry(fs, parent, nameOf(path), MODE) : unsettled.get(path)
  if (made !== undefined) unsettled.set(path, made)
  let handle = there
  try {
    handle ??= await openEntry(fs, parent, nameOf(path), path)
    const ours = made === 'now' || (made === 'perhaps' && (await looksJustMade(handle)))
    if (ours) await settle(handle, { path, owner: OWNER, mode: MODE })
    unsettled.delete(path)
    return handle
  } catch (error) {
    await handle?.close()
    if (made === 'now' && (await removedEmpty(fs, parent, path))) unsettled.delete(path)
    throw error
  }
}

/** What somebody else made in that very moment, and gave away or opened up, is not taken from them. */
async function looksJustMade(handle: DirectoryHandle): Promise<boolean> {
  const stat = await handle.stat()
  return stat.uid === OWNER.uid && (permissionsOf(stat) & ~(MODE | 0o2000)) === 0
}

/** With a wrong owner it would stay for good, as the next run finds it there and leaves it. */
async function removedEmpty(fs: PosixFs, parent: DirectoryHandle, path: FileSystemPath): Promise<boolean> {
  try {
    await fs.rmdir(below(parent, nameOf(path)))
    return true
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return false
  }
}
