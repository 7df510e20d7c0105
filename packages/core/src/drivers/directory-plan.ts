import type { DirectoryReceipt, DirectorySpec, DirectoryState } from '../model/directory.js'

/** What it takes to make `spec` true of a directory that is in `state`, told as the receipt of having done it. */
export function planDirectory(spec: DirectorySpec, state: DirectoryState): DirectoryReceipt {
  const { writableParents } = state
  const told = writableParents === undefined ? {} : { writableParents }
  if (!state.exists) return { ...spec, outcome: 'created', ...told }
  const sameOwner = state.uid === spec.owner.uid && state.gid === spec.owner.gid
  if (sameOwner && state.mode === spec.mode) return { ...spec, outcome: 'unchanged', ...told }
  const before = { uid: state.uid, gid: state.gid, mode: state.mode }
  return { ...spec, outcome: 'repaired', before, ...told }
}
