import { randomUUID } from 'node:crypto'
import type { FileSystemPath } from '../../../model/file-system-path.js'
import { NestedMountError } from '../../directory-error.js'
import { checkDevice } from '../entry.js'
import { belowBytes, streamOf } from '../entry-stream.js'
import { errnoOf } from '../errno.js'
import { below, DIRECTORY_NOT_LINK, type DirectoryHandle, type EntryName, obstacleIn, type PosixFs } from '../fs.js'
import { mountIdOf } from '../mount.js'
import { allSettledOrThrow } from '../sibling-group.js'
import { billedBytes } from '../usage/billed-bytes.js'

/** Depth at which a directory is moved up, so that a deep tree takes no more descriptors than a flat one. */
const MAX_DEPTH = 16

/** Entries and bytes that were deleted or counted so far. */
export interface TreeCount {
  entries: number
  bytes: number
}

export interface TreeWork {
  readonly fs: PosixFs
  /** The top of the tree, for messages. */
  readonly path: FileSystemPath
  readonly device: number
  /** The kernel's id of the mount: a mount of the same file system has its device. */
  readonly mountId: string | undefined
  readonly count: TreeCount
  /** True when the time is over. */
  isOver(): boolean
}

/** Deletes everything in an open directory. False: the time was over before the end. Follows no link, enters no mount. */
export async function emptyTree(work: TreeWork, top: DirectoryHandle): Promise<boolean> {
  return emptyIn(work, top, { top, depth: 0 })
}

async function emptyIn(
  work: TreeWork,
  directory: DirectoryHandle,
  place: { readonly top: DirectoryHandle; readonly depth: number },
): Promise<boolean> {
  const { fs } = work
  for (;;) {
    if (work.isOver()) return false
    // From the start each time: what was there is gone, and a file server may not go on where names were deleted.
    const entries = await firstEntries(fs, directory)
    if (entries.length === 0) return true
    const directories = (await allSettledOrThrow(entries, ({ name }) => deleteFile(work, directory, name))).flat()
    for (const name of directories) {
      if (place.depth >= MAX_DEPTH) await fs.rename(belowBytes(directory, name), below(place.top, randomUUID()))
      else if (!(await deleteDirectory(work, directory, { ...place, name }))) return false
    }
  }
}

/** Returns the name of a directory, which is left. */
async function deleteFile(work: TreeWork, parent: DirectoryHandle, name: string): Promise<readonly string[]> {
  const { fs } = work
  try {
    const stat = await fs.lstat(belowBytes(parent, name))
    if (obstacleIn(stat) === undefined) return [name]
    await fs.unlink(belowBytes(parent, name))
    add(work.count, stat.blocks)
  } catch (error) {
    // Another purge was faster.
    if (errnoOf(error) !== 'ENOENT') throw error
  }
  return []
}

async function deleteDirectory(
  work: TreeWork,
  parent: DirectoryHandle,
  { name, top, depth }: { readonly name: string; readonly top: DirectoryHandle; readonly depth: number },
): Promise<boolean> {
  const { fs } = work
  const opened = await openInside(work, parent, name)
  try {
    if (!(await emptyIn(work, opened.handle, { top, depth: depth + 1 }))) return false
  } finally {
    await opened.handle.close()
  }
  await fs.rmdir(belowBytes(parent, name))
  add(work.count, opened.blocks)
  return true
}

/** Counts everything below an open directory. False: the time was over before the end, or the tree is too deep. */
export async function measureTree(work: TreeWork, directory: DirectoryHandle, depth = 0): Promise<boolean> {
  const { fs, count } = work
  for await (const entries of streamOf(fs, directory)) {
    if (work.isOver()) return false
    const stats = await allSettledOrThrow(
      entries,
      async ({ name }) => [name, await fs.lstat(belowBytes(directory, name))] as const,
    )
    for (const [name, stat] of stats) {
      add(count, stat.blocks)
      if (obstacleIn(stat) === undefined && !(await measureInside(work, directory, { name, depth }))) return false
    }
  }
  return true
}

/** Directories deeper than this are not measured; each level takes two descriptors. */
const MAX_MEASURED_DEPTH = 200

async function measureInside(
  work: TreeWork,
  parent: DirectoryHandle,
  { name, depth }: { readonly name: string; readonly depth: number },
): Promise<boolean> {
  if (depth >= MAX_MEASURED_DEPTH) return false
  const { handle } = await openInside(work, parent, name)
  try {
    return await measureTree(work, handle, depth + 1)
  } finally {
    await handle.close()
  }
}

/** Opens a directory of the tree. Throws for the root of another mount, also of one of the same file system. */
async function openInside(work: TreeWork, parent: DirectoryHandle, name: string) {
  const { fs, path, device } = work
  const handle = await fs.open(belowBytes(parent, name), DIRECTORY_NOT_LINK)
  try {
    const stat = await handle.stat()
    checkDevice(stat, { path, device })
    if ((await mountIdOf(fs, handle)) !== work.mountId) throw new NestedMountError({ path, component: path })
    return { handle, blocks: stat.blocks }
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function firstEntries(fs: PosixFs, directory: DirectoryHandle): Promise<readonly EntryName[]> {
  for await (const entries of streamOf(fs, directory)) return entries
  return []
}

function add(count: TreeCount, blocks: number): void {
  count.entries += 1
  count.bytes += billedBytes({ blocks })
}
