import { formatMode } from '../../model/directory-mode.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import { AttributesNotKeptError } from '../directory-error.js'
import { type Entry, makeEntry, openEntry, openIfPresent, pathOf } from './entry.js'
import { errnoOf } from './errno.js'
import { attributesOf, type DirectoryHandle, type FileStat, type PosixFs } from './fs.js'

const OWNER = { uid: 0, gid: 0 }
const MODE = 0o755
const SET_GROUP_ID = 0o2000

/** Intermediate directories that one batch made, or may have made, and has not given their mode yet. */
export type UnfinishedPaths = Set<FileSystemPath>

/**
 * Opens an intermediate directory, and makes it as root, 0755, when it is missing. An existing one keeps its owner and
 * mode, unless this batch made it, could not finish it, and it is unchanged since.
 */
export async function enterIntermediate(
  fs: PosixFs,
  entry: Entry,
  unfinished: UnfinishedPaths,
): Promise<DirectoryHandle> {
  const { path } = entry
  const present = await openIfPresent(fs, entry)
  const made = present === undefined ? await makeEntry(fs, entry, MODE) : undefined
  if (made !== undefined) unfinished.add(path)
  let handle = present
  try {
    handle ??= await openEntry(fs, entry)
    if (unfinished.has(path)) await finish(handle, path, await untouchedTest(fs, entry.parent))
    unfinished.delete(path)
    return handle
  } catch (error) {
    await handle?.close()
    if (made === 'by-this-call' && (await removeIfUntouched(fs, entry))) unfinished.delete(path)
    throw error
  }
}

type IsUntouched = (stat: FileStat) => boolean

/**
 * Recognizes a directory as `mkdir` leaves it in `parent` when that is not 0755: because of the umask, or of a
 * set-group-ID bit that it inherits. Another owner or mode is the choice of another process.
 */
async function untouchedTest(fs: PosixFs, parent: DirectoryHandle): Promise<IsUntouched> {
  const made = MODE & ~umaskIn(await fs.readText('/proc/self/status'))
  const inherited = (await parent.stat()).mode & SET_GROUP_ID
  return (stat) => {
    const mode = stat.mode & 0o7777
    return stat.uid === OWNER.uid && mode !== MODE && (mode & ~inherited) === made
  }
}

/** `process.umask()` would change the umask to read it, while other threads make files. */
function umaskIn(status: string): number {
  return Number.parseInt(/^Umask:\s*([0-7]+)$/m.exec(status)?.[1] ?? '022', 8)
}

/**
 * Checks right before each write, since another process may choose owner and mode at any moment. A choice between check
 * and write goes unnoticed.
 */
async function finish(handle: DirectoryHandle, path: FileSystemPath, isUntouched: IsUntouched): Promise<void> {
  const first = await handle.stat()
  if (!isUntouched(first)) return
  if (first.gid !== OWNER.gid) await handle.chown(OWNER.uid, OWNER.gid)
  if (isUntouched(await handle.stat())) await handle.chmod(MODE)
  const last = await handle.stat()
  if (!isUntouched(last)) return
  throw new AttributesNotKeptError({ path, wanted: { ...OWNER, mode: formatMode(MODE) }, found: attributesOf(last) })
}

/** Left in place it would keep the wrong mode for good: the next run would take that for a choice. */
async function removeIfUntouched(fs: PosixFs, entry: Entry): Promise<boolean> {
  try {
    const isUntouched = await untouchedTest(fs, entry.parent)
    if (!isUntouched(await fs.lstat(pathOf(entry)))) return false
    await fs.rmdir(pathOf(entry))
    return true
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return false
  }
}
