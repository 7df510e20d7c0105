import { randomUUID } from 'node:crypto'
import type { FileSystemPath } from '../../../model/file-system-path.js'
import type { RestoreSpec } from '../../archive-store.js'
import { ArchiveBusyError } from '../../claim-error.js'
import { DirectoryTakenError } from '../../directory-error.js'
import { checkDevice, type Entry, openIfPresent, pathOf } from '../entry.js'
import { unlessErrno } from '../errno.js'
import { attributesOf, below, type DirectoryHandle, type PosixFs } from '../fs.js'

/** Where an archived directory goes. */
export interface Destination {
  readonly path: FileSystemPath
  /** For a rename. */
  readonly realPath: string
}

/** Numbered names that are tried beside; then a random one, which nobody can have taken. */
const MAX_NUMBERED = 9
/** Times that the directory may fill, or names in it may be taken, between a look and the rename. */
const MAX_TRIES = 5

/**
 * Moves a directory to the profile's own, or into that if it holds something. `move` renames, so that what somebody puts there
 * between the look and the rename is never replaced, an empty directory excepted.
 */
export async function moveIntoPlace(
  fs: PosixFs,
  entry: Entry,
  { spec, move }: { readonly spec: RestoreSpec; move(to: Destination): Promise<void> },
): Promise<FileSystemPath> {
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const moved = await withDestination(fs, entry, spec, (to) =>
      unlessErrno(['ENOTEMPTY', 'EEXIST', 'ENOTDIR'], () => move(to).then(() => to.path)),
    )
    if (moved !== undefined) return moved
  }
  throw new ArchiveBusyError(spec)
}

/** Looks for the destination, and keeps the directory that it is in open meanwhile. Throws for one that is another user's. */
export async function withDestination<Value>(
  fs: PosixFs,
  entry: Entry,
  spec: RestoreSpec,
  use: (to: Destination) => Promise<Value>,
): Promise<Value> {
  const present = await openIfPresent(fs, entry)
  try {
    if (present === undefined || (await isFree(fs, entry, present)))
      return await use({ path: spec.path, realPath: pathOf(entry) })
    const { uid, gid, mode } = attributesOf(await present.stat())
    const isOwn = uid === spec.owner.uid && gid === spec.owner.gid
    if (spec.action === 'restore' && !isOwn)
      throw new DirectoryTakenError({ path: spec.path, owner: { uid, gid }, mode })
    const name = await freeNameIn(fs, present, spec.besideName)
    return await use({ path: `${spec.path}/${name}` as FileSystemPath, realPath: below(present, name) })
  } finally {
    await present?.close()
  }
}

async function isFree(fs: PosixFs, entry: Entry, directory: DirectoryHandle): Promise<boolean> {
  checkDevice(await directory.stat(), entry)
  return fs.isEmpty(below(directory, '.'))
}

async function freeNameIn(fs: PosixFs, directory: DirectoryHandle, wanted: string): Promise<string> {
  for (let number = 1; number <= MAX_NUMBERED; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`
    if ((await unlessErrno(['ENOENT'], () => fs.lstat(below(directory, name)))) === undefined) return name
  }
  return `${wanted}-${randomUUID().slice(0, 8)}`
}
