import type { FileSystemPath } from '../../../model/file-system-path.js'
import { STATE_PATH } from '../../../model/state/state-path.js'
import { UnsafeClaimStoreError } from '../../claim-error.js'
import { checkDevice, type Entry, makeEntry, openIfPresent } from '../entry.js'
import { attributesOf, type DirectoryHandle, type FileStat, type PosixFs } from '../fs.js'

/** For root alone: no user can read, plant or replace anything below it. */
export const STATE_MODE = 0o700

/** Directories that are missing are made or left missing. */
export type Missing = 'make' | 'leave'

/** `/.studio-efs`, open, and the device that it is on. */
export interface StateDirectory {
  readonly handle: DirectoryHandle
  readonly device: number
}

/**
 * Opens `/.studio-efs` after checking that it is root's or the driver's own, on the device of the root, and closed to other
 * users. Undefined when it is missing and to be left so.
 */
export async function openStateDirectory(
  fs: PosixFs,
  root: DirectoryHandle,
  missing: Missing,
): Promise<StateDirectory | undefined> {
  const { dev: device } = await root.stat()
  const handle = await openBelow(fs, { parent: root, path: STATE_PATH, device }, missing)
  if (handle === undefined) return undefined
  try {
    const stat = await handle.stat()
    checkDevice(stat, { path: STATE_PATH, device })
    checkOwner(stat)
    return { handle, device }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** Opens a directory of the store, and makes it when `missing` says so. Follows no link. */
export async function openBelow(fs: PosixFs, entry: Entry, missing: Missing): Promise<DirectoryHandle | undefined> {
  const present = await openIfPresent(fs, entry)
  if (present !== undefined || missing === 'leave') return present
  await makeEntry(fs, entry, STATE_MODE)
  return openIfPresent(fs, entry)
}

function checkOwner(stat: FileStat): void {
  const found = attributesOf(stat)
  const isOwn = found.uid === process.geteuid?.() || found.uid === 0
  if (!isOwn || (stat.mode & 0o077) !== 0) throw new UnsafeClaimStoreError({ found })
}

/** A path below the store, for system calls and messages alike. */
export function statePath(...names: readonly string[]): FileSystemPath {
  return [STATE_PATH, ...names].join('/') as FileSystemPath
}
