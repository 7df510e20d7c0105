import type { DirectoryMode } from '../../model/directory-mode.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import type { PosixOwner } from '../../model/posix-owner.js'
import { AttributesNotKeptError } from '../directory-error.js'
import { nameOf } from '../paths.js'
import { makeEntry, openEntry, openIfThere } from './entry.js'
import { errnoOf } from './errno.js'
import { below, type DirectoryHandle, type FileStat, type PosixFs, permissionsOf } from './fs.js'

const OWNER = { uid: 0, gid: 0 } as PosixOwner
const MODE = 0o755 as DirectoryMode
const SET_GROUP_ID = 0o2000

/** Directories on the way that one batch made, or may have made, and that it has not entered yet. */
export type Unsettled = Set<FileSystemPath>

/**
 * Opens a directory on the way, making it as root, 0755, when it is missing. One that is there already is left as it is,
 * unless this batch made it, did not get to the end of it, and nobody else has settled it meanwhile.
 */
export async function enterIntermediate(
  fs: PosixFs,
  parent: DirectoryHandle,
  path: FileSystemPath,
  unsettled: Unsettled,
): Promise<DirectoryHandle> {
  const there = await openIfThere(fs, parent, nameOf(path), path)
  const made = there === undefined ? await makeEntry(fs, parent, nameOf(path), MODE) : undefined
  if (made !== undefined) unsettled.add(path)
  let handle = there
  try {
    handle ??= await openEntry(fs, parent, nameOf(path), path)
    if (unsettled.has(path)) await finish(handle, path, await unfinishedBelow(fs, parent))
    unsettled.delete(path)
    return handle
  } catch (error) {
    await handle?.close()
    if (made === 'now' && (await removedUnfinished(fs, parent, path))) unsettled.delete(path)
    throw error
  }
}

type Unfinished = (stat: FileStat) => boolean

/**
 * Tells a directory that is as `mkdir` left it below `parent`, which is not 0755 because of the umask or of a
 * set-group-ID bit above it. Any other owner or mode is the choice of somebody else who met it first.
 */
async function unfinishedBelow(fs: PosixFs, parent: DirectoryHandle): Promise<Unfinished> {
  const made = MODE & ~umaskIn(await fs.readText('/proc/self/status'))
  const inherited = permissionsOf(await parent.stat()) & SET_GROUP_ID
  return (stat) => {
    const mode = permissionsOf(stat)
    return stat.uid === OWNER.uid && mode !== MODE && (mode & ~inherited) === made
  }
}

/** Not `process.umask()`, which sets the umask to read it while other threads make files. */
function umaskIn(status: string): number {
  return Number.parseInt(/^Umask:\s*([0-7]+)$/m.exec(status)?.[1] ?? '022', 8)
}

/** Looks right before each write, as somebody else may settle it at any moment; between the two they are not seen. */
async function finish(handle: DirectoryHandle, path: FileSystemPath, isUnfinished: Unfinished): Promise<void> {
  const first = await handle.stat()
  if (!isUnfinished(first)) return
  if (first.gid !== OWNER.gid) await handle.chown(OWNER.uid, OWNER.gid)
  if (isUnfinished(await handle.stat())) await handle.chmod(MODE)
  const last = await handle.stat()
  if (!isUnfinished(last)) return
  const found = { uid: last.uid, gid: last.gid, mode: permissionsOf(last) }
  throw new AttributesNotKeptError(path, { ...OWNER, mode: MODE }, found)
}

/** Left behind it would stay closed for good, as the next run takes it for somebody's choice. */
async function removedUnfinished(fs: PosixFs, parent: DirectoryHandle, path: FileSystemPath): Promise<boolean> {
  const entry = below(parent, nameOf(path))
  try {
    const isUnfinished = await unfinishedBelow(fs, parent)
    if (!isUnfinished(await fs.lstat(entry))) return false
    await fs.rmdir(entry)
    return true
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return false
  }
}
