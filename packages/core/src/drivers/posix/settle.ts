import type { DirectoryReceipt, DirectorySpec } from '../../model/directory.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import { AttributesNotKeptError } from '../directory-error.js'
import { planDirectory } from '../directory-plan.js'
import { type DirectoryHandle, permissionsOf } from './fs.js'

/** Gives an open directory its owner and mode. Writes only what differs: it costs an NFS server more than a look. */
export async function settle(handle: DirectoryHandle, spec: DirectorySpec): Promise<DirectoryReceipt> {
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
