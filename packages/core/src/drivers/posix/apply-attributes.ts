import type { DirectorySpec } from '../../model/directory.js'
import { modeBits } from '../../model/directory-mode.js'
import { AttributesNotKeptError } from '../directory-error.js'
import { attributesOf, type DirectoryHandle, type FileStat } from './fs.js'

/** Sets owner and mode. Writes only what differs: over NFS a write costs more than a read. */
export async function applyAttributes(handle: DirectoryHandle, before: FileStat, spec: DirectorySpec): Promise<void> {
  const { path, owner, mode } = spec
  if (!hasOwner(before, spec)) await handle.chown(owner.uid, owner.gid)
  // Reads the mode again, since chown may clear the set-group-ID bit.
  const owned = await handle.stat()
  if (isRight(owned, spec)) return
  if (attributesOf(owned).mode !== mode) await handle.chmod(modeBits(mode))
  // chmod may drop a set-group-ID bit, and chown does nothing on a mount that squashes users, both without an error.
  const last = await handle.stat()
  if (!isRight(last, spec))
    throw new AttributesNotKeptError({ path, wanted: { ...owner, mode }, found: attributesOf(last) })
}

export function hasOwner({ uid, gid }: FileStat, { owner }: DirectorySpec): boolean {
  return uid === owner.uid && gid === owner.gid
}

/** Has the wanted owner and mode. */
export function isRight(stat: FileStat, spec: DirectorySpec): boolean {
  return hasOwner(stat, spec) && attributesOf(stat).mode === spec.mode
}
