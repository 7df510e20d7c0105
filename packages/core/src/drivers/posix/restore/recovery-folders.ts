import type { FileSystemPath } from '../../../model/file-system-path.js'
import { isOfJob, isRecoveryFolder } from '../../../model/state/recovery-folder.js'
import type { RecoverySource } from '../../archive-store.js'
import { ancestorsOf, nameOf, parentOf } from '../../paths.js'
import { openIfPresent } from '../entry.js'
import { streamOf } from '../entry-stream.js'
import { unlessErrno } from '../errno.js'
import { below, DIRECTORY, type DirectoryHandle, type FileStat, obstacleIn, type PosixFs } from '../fs.js'

/** The root of the file system, open, and its device. */
export interface OpenRoot {
  readonly fs: PosixFs
  readonly root: DirectoryHandle
  readonly device: number
}

/** A recovered directory, with the directory that it lies in open. */
export interface RecoveredItem {
  readonly folder: string
  readonly parent: DirectoryHandle
  readonly stat: FileStat
}

/** Candidates that are looked at; a file system has a handful. */
const MAX_FOLDERS = 1000
const WRITABLE_BY_OTHERS = 0o022
/** What a name is that does not lead to a directory of this file system. */
const NO_DIRECTORY: ReadonlySet<string> = new Set(['NotADirectoryError', 'NestedMountError'])

/** Names of the recovery folders that hold the item, in order. Follows no link. */
export async function findFolders(open: OpenRoot, recovery: RecoverySource): Promise<readonly string[]> {
  const names = recovery.folder === undefined ? await namesAtRoot(open) : [recovery.folder]
  const found: string[] = []
  for (const folder of names) {
    const holds = await withItem(open, { folder, recovery }, async () => true)
    if (holds === true) found.push(folder)
  }
  return found.toSorted()
}

async function namesAtRoot({ fs, root }: OpenRoot): Promise<readonly string[]> {
  // Reading needs a descriptor of its own: that of the root may have been opened for its place only.
  const directory = await fs.open(below(root, '.'), DIRECTORY)
  try {
    const names: string[] = []
    for await (const batch of streamOf(fs, directory))
      for (const { name, isDirectory } of batch)
        if (isDirectory && isRecoveryFolder(name) && names.length < MAX_FOLDERS) names.push(name)
    return names
  } finally {
    await directory.close()
  }
}

/** Runs `use` with the item in that folder. Undefined when it is not there, or the folder is not to be trusted. */
export async function withItem<Value>(
  open: OpenRoot,
  { folder, recovery }: { readonly folder: string; readonly recovery: RecoverySource },
  use: (item: RecoveredItem) => Promise<Value>,
): Promise<Value | undefined> {
  const { fs } = open
  return withDirectory(open, { folder, recovery, path: parentOf(recovery.item) }, async (parent) => {
    const stat = await unlessErrno(['ENOENT'], () => fs.lstat(below(parent, nameOf(recovery.item))))
    if (stat === undefined || obstacleIn(stat) !== undefined || stat.dev !== open.device) return undefined
    return use({ folder, parent, stat })
  })
}

/** Removes the folder and the directories in it that led to the item, as far as they are empty. */
export async function removeEmptyFolder(open: OpenRoot, folder: string, recovery: RecoverySource): Promise<void> {
  const { fs, root } = open
  for (const path of ancestorsOf(recovery.item).slice(1).toReversed()) {
    await withDirectory(open, { folder, recovery: { ...recovery, folder }, path: parentOf(path) }, (parent) =>
      unlessErrno(STAYS, () => fs.rmdir(below(parent, nameOf(path)))),
    )
  }
  await unlessErrno(STAYS, () => fs.rmdir(below(root, folder)))
}

const STAYS = ['ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST']

interface Place {
  readonly folder: string
  readonly recovery: RecoverySource
  /** Path below the folder; `/` is the folder itself. */
  readonly path: FileSystemPath
}

async function withDirectory<Value>(
  { fs, root, device }: OpenRoot,
  { folder, recovery, path }: Place,
  use: (directory: DirectoryHandle) => Promise<Value>,
): Promise<Value | undefined> {
  const opened: DirectoryHandle[] = []
  try {
    let parent = root
    for (const name of [folder, ...path.split('/').filter((part) => part !== '')]) {
      const next = await openDirectory(fs, { parent, path: `/${name}` as FileSystemPath, device })
      if (next === undefined) return undefined
      opened.push(next)
      const stat = await next.stat()
      if (stat.dev !== device || (parent === root && !isTrusted(stat, recovery))) return undefined
      parent = next
    }
    return await use(parent)
  } finally {
    for (const handle of opened.toReversed()) await handle.close()
  }
}

/** As the file server has it now. Undefined for what is missing, and for a link or a mount. */
async function openDirectory(
  fs: PosixFs,
  entry: Parameters<typeof openIfPresent>[1],
): Promise<DirectoryHandle | undefined> {
  try {
    return await openIfPresent(fs, entry)
  } catch (error) {
    if (error instanceof Error && NO_DIRECTORY.has(error.name)) return undefined
    throw error
  }
}

function isTrusted({ uid, mode, ctimeMs }: FileStat, recovery: RecoverySource): boolean {
  if (uid !== 0 && uid !== process.geteuid?.()) return false
  return recovery.folder !== undefined || ((mode & WRITABLE_BY_OTHERS) === 0 && isOfJob(ctimeMs, recovery))
}
