import { err } from 'neverthrow'
import type { DirectoryReceipt, DirectorySpec } from '../model/directory.js'
import type { DirectoryMode } from '../model/directory-mode.js'
import { PRIVATE_MODE } from '../model/directory-mode.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import type { PosixOwner } from '../model/posix-owner.js'
import { nameOf } from '../policy/directory-batch.js'
import { planDirectory } from '../policy/directory-plan.js'
import { AttributesNotKeptError } from './directory-error.js'
import { attempt } from './posix-attempt.js'
import { openOrMakeEntry } from './posix-entry.js'
import type { PathJob } from './posix-family.js'
import { type DirectoryHandle, type PosixFs, permissionsOf } from './posix-fs.js'

const INTERMEDIATE_OWNER = { uid: 0, gid: 0 } as PosixOwner
const INTERMEDIATE_MODE = 0o755 as DirectoryMode

/** Makes what is missing and gives directories their owner and mode, on open descriptors only. */
export function ensureJob(fs: PosixFs): PathJob<DirectorySpec, DirectoryReceipt> {
  return {
    enter: (parent, path) => attempt(path, () => enterIntermediate(fs, parent, path)),
    visit: (parent, spec) => attempt(spec.path, () => ensureEntry(fs, parent, spec)),
    unreached: (_, error) => err(error),
  }
}

async function enterIntermediate(fs: PosixFs, parent: DirectoryHandle, path: FileSystemPath): Promise<DirectoryHandle> {
  const { handle, made } = await openOrMakeEntry(fs, parent, nameOf(path), path, INTERMEDIATE_MODE)
  if (made === 'before') return handle
  try {
    await settle(handle, { path, owner: INTERMEDIATE_OWNER, mode: INTERMEDIATE_MODE })
    return handle
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function ensureEntry(fs: PosixFs, parent: DirectoryHandle, spec: DirectorySpec): Promise<DirectoryReceipt> {
  // 0700 until it has its owner: nobody can put anything in before that.
  const { handle, made } = await openOrMakeEntry(fs, parent, nameOf(spec.path), spec.path, PRIVATE_MODE)
  try {
    const receipt = await settle(handle, spec)
    return made === 'now' ? planDirectory(spec, { path: spec.path, exists: false }) : receipt
  } finally {
    await handle.close()
  }
}

/** Writes only what differs: a write costs an NFS server more than a look does. */
async function settle(handle: DirectoryHandle, spec: DirectorySpec): Promise<DirectoryReceipt> {
  const receipt = planDirectory(spec, await stateOf(handle, spec.path))
  if (receipt.before === undefined) return receipt
  const { uid, gid } = spec.owner
  if (receipt.before.uid !== uid || receipt.before.gid !== gid) await handle.chown(uid, gid)
  // Looked at again after chown, which may clear the set-group-ID bit.
  if ((await stateOf(handle, spec.path)).mode !== spec.mode) await handle.chmod(spec.mode)
  await checkKept(handle, spec)
  return receipt
}

/** chmod drops a set-group-ID bit, and a squashed chown does nothing at all, without an error. */
async function checkKept(handle: DirectoryHandle, spec: DirectorySpec): Promise<void> {
  const { before: found } = planDirectory(spec, await stateOf(handle, spec.path))
  if (found !== undefined) throw new AttributesNotKeptError(spec.path, { ...spec.owner, mode: spec.mode }, found)
}

async function stateOf(handle: DirectoryHandle, path: FileSystemPath) {
  const stat = await handle.stat()
  return { path, exists: true, uid: stat.uid, gid: stat.gid, mode: permissionsOf(stat) } as const
}
