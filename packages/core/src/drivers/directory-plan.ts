import type { DirectoryReceipt, DirectorySpec, DirectoryState } from '../model/directory.js'

/** The receipt that making `spec` true of a directory in `state` will give. */
export function planDirectory(spec: DirectorySpec, state: DirectoryState): DirectoryReceipt {
  const ancestors = state.writableParents === undefined ? {} : { writableParents: state.writableParents }
  if (!state.exists) return { ...spec, outcome: 'created', ...ancestors }
  const hasOwner = state.uid === spec.owner.uid && state.gid === spec.owner.gid
  if (hasOwner && state.mode === spec.mode) return { ...spec, outcome: 'unchanged', ...ancestors }
  const before = { uid: state.uid, gid: state.gid, mode: state.mode }
  return { ...spec, outcome: 'repaired', before, ...ancestors }
}
