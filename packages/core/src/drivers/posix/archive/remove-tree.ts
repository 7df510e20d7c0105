import { randomUUID } from 'node:crypto'
import type { FileSystemPath } from '../../../model/file-system-path.js'
import { NestedMountError } from '../../directory-error.js'
import { checkDevice } from '../entry.js'
import { belowBytes, streamOf } from '../entry-stream.js'
import { unlessErrno } from '../errno.js'
import { below, DIRECTORY_NOT_LINK, type DirectoryHandle, type EntryName, obstacleIn, type PosixFs } from '../fs.js'
import { mountIdOf } from '../mount.js'
import { allSettledOrThrow } from '../sibling-group.js'
import { billedBytes } from '../usage/billed-bytes.js'

/** Depth at which a directory is moved up, so that a deep tree takes no more descriptors than a flat one. */
const MAX_DEPTH = 16
/** Names that are kept in memory of each directory on the way down. */
const READ_AT_ONCE = 1024
/** Entries that are deleted together. */
const AT_ONCE = 64

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
  for (;;) {
    if (work.isOver()) return false
    // From the start each time: what was there is gone, and a file server may not go on where names were deleted.
    const entries = await firstEntries(work.fs, directory)
    if (entries.length === 0) return true
    for (let at = 0; at < entries.length; at += AT_ONCE) {
      if (work.isOver()) return false
      if (!(await deleteSome(work, directory, { ...place, entries: entries.slice(at, at + AT_ONCE) }))) return false
    }
  }
}

async function deleteSome(
  work: TreeWork,
  directory: DirectoryHandle,
  {
    entries,
    ...place
  }: { readonly entries: readonly EntryName[]; readonly top: DirectoryHandle; readonly depth: number },
): Promise<boolean> {
  const { fs } = work
  // Looks at all of them before the first is gone: an NFS client knows them from reading the directory, until that changes.
  const found = (await allSettledOrThrow(entries, ({ name }) => lookAt(work, directory, name))).flat()
  await allSettledOrThrow(found, (each) => deleteFile(work, directory, each))
  for (const { name, isDirectory } of found) {
    if (!isDirectory) continue
    if (place.depth >= MAX_DEPTH) await fs.rename(belowBytes(directory, name), below(place.top, randomUUID()))
    else if (!(await deleteDirectory(work, directory, { ...place, name }))) return false
  }
  return true
}

interface Found extends EntryName {
  readonly blocks: number
}

/** Nothing where another purge was faster. */
async function lookAt({ fs }: TreeWork, parent: DirectoryHandle, name: string): Promise<readonly Found[]> {
  const stat = await unlessErrno(['ENOENT'], () => fs.lstat(belowBytes(parent, name)))
  return stat === undefined ? [] : [{ name, isDirectory: obstacleIn(stat) === undefined, blocks: stat.blocks }]
}

async function deleteFile(
  { fs, count }: TreeWork,
  parent: DirectoryHandle,
  { name, isDirectory, blocks }: Found,
): Promise<void> {
  if (isDirectory) return
  const deleted = await unlessErrno(['ENOENT'], () => fs.unlink(belowBytes(parent, name)).then(() => true))
  if (deleted === true) add(count, blocks)
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

/** As many as one request to a file server brings, or some more. */
async function firstEntries(fs: PosixFs, directory: DirectoryHandle): Promise<readonly EntryName[]> {
  const first: EntryName[] = []
  for await (const entries of streamOf(fs, directory)) {
    first.push(...entries)
    if (first.length >= READ_AT_ONCE) break
  }
  return first
}

function add(count: TreeCount, blocks: number): void {
  count.entries += 1
  count.bytes += billedBytes({ blocks })
}
