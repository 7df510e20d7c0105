import { err } from 'neverthrow'
import type { AncestorInfo, DirectoryReceipt, DirectorySpec, DirectoryState } from '../../model/directory.js'
import { modeBits, PRIVATE_MODE } from '../../model/directory-mode.js'
import { checkOutsideState } from '../../model/state-path.js'
import type { Attributes } from '../attributes.js'
import { AttributesNotKeptError } from '../directory-error.js'
import { isModeAtCreation, mayBeUnfinished, planDirectory } from '../directory-plan.js'
import { checkDevice, type Entry, makeEntry, openEntry, openIfPresent } from './entry.js'
import { toResult } from './errno.js'
import { attributesOf, below, type DirectoryHandle, type FileStat, type PosixFs } from './fs.js'
import { enterIntermediate, type UnfinishedPaths } from './intermediate.js'
import type { DirectoryVisitor } from './sibling-group.js'
import type { Turns } from './turns.js'

/**
 * Makes missing directories and gives each its owner and mode, through open descriptors only. For one batch: it remembers
 * which intermediate directories the batch has not finished. Batches of one driver share `inTurn`, so that the one that
 * makes a directory also finishes it.
 */
export function ensureVisitor(fs: PosixFs, inTurn: Turns): DirectoryVisitor<DirectorySpec, DirectoryReceipt> {
  const unfinished: UnfinishedPaths = new Set()
  return {
    // Sibling groups that are visited at the same time may share a missing ancestor.
    enter: (ancestor) =>
      toResult(ancestor.path, () => inTurn(ancestor.path, () => enterIntermediate(fs, ancestor, unfinished))),
    visit: (entry, spec, ancestors) =>
      toResult(spec.path, () =>
        inTurn(spec.path, async () => {
          checkOutsideState(spec.path).match(() => undefined, raise)
          const receipt = await ensureEntry(fs, entry, { spec, ancestors })
          unfinished.delete(spec.path)
          return receipt
        }),
      ),
    unreached: (_, error) => err(error),
  }
}

interface Wanted {
  readonly spec: DirectorySpec
  readonly ancestors: AncestorInfo
}

export async function ensureEntry(fs: PosixFs, entry: Entry, { spec, ancestors }: Wanted): Promise<DirectoryReceipt> {
  // Opens first, so that a second run writes nothing and works on a read-only mount.
  const present = await openIfPresent(fs, entry)
  // 0700 until it has its owner: no other user can write into it before that.
  const made = present === undefined ? await makeEntry(fs, entry, modeBits(PRIVATE_MODE)) : undefined
  const handle = present ?? (await openEntry(fs, entry))
  try {
    const stat = await handle.stat()
    checkDevice(stat, entry)
    const { path } = spec
    // Another user may have put a directory in its place since mkdir.
    const isNew = made === 'by-this-call' && (await isAsMade(fs, handle, { stat, spec }))
    const state: DirectoryState = isNew ? { path, exists: false } : await stateOf(fs, handle, { stat, spec })
    const receipt = planDirectory(spec, { ...state, ...ancestors }).match((planned) => planned, raise)
    if (receipt.outcome !== 'unchanged') await applyAttributes(handle, attributesOf(stat), spec)
    const isSwapped = made === 'by-this-call' && receipt.outcome === 'unchanged'
    return isSwapped ? { ...receipt, outcome: 'repaired', before: attributesOf(stat) } : receipt
  } finally {
    await handle.close()
  }
}

interface Found {
  readonly stat: FileStat
  readonly spec: DirectorySpec
}

/**
 * Recognizes a directory as `mkdir` leaves it: of root or, where the directory stays this user's, of this user; with mode
 * 0700; empty.
 */
async function isAsMade(fs: PosixFs, handle: DirectoryHandle, { stat, spec }: Found): Promise<boolean> {
  const { uid, mode } = attributesOf(stat)
  const isMaker = uid === 0 || (uid === spec.owner.uid && uid === process.geteuid?.())
  return isMaker && isModeAtCreation(mode) && (await fs.isEmpty(below(handle, '.')))
}

/** Reads the entries only where they decide. */
async function stateOf(fs: PosixFs, handle: DirectoryHandle, { stat, spec }: Found): Promise<DirectoryState> {
  const state = { path: spec.path, exists: true as const, ...attributesOf(stat) }
  const { uid, gid } = spec.owner
  const isForeign = state.uid !== uid || state.gid !== gid
  if (!isForeign || !mayBeUnfinished(state)) return state
  return { ...state, isEmpty: await fs.isEmpty(below(handle, '.')) }
}

/** Writes only what differs: over NFS a write costs more than a read. */
async function applyAttributes(handle: DirectoryHandle, before: Attributes, spec: DirectorySpec): Promise<void> {
  const { uid, gid } = spec.owner
  if (before.uid !== uid || before.gid !== gid) await handle.chown(uid, gid)
  // Reads the mode again, since chown may clear the set-group-ID bit.
  const owned = attributesOf(await handle.stat())
  if (owned.mode !== spec.mode) await handle.chmod(modeBits(spec.mode))
  // chmod may drop a set-group-ID bit, and chown does nothing on a mount that squashes users, both without an error.
  const found = owned.mode === spec.mode ? owned : attributesOf(await handle.stat())
  if (found.uid === uid && found.gid === gid && found.mode === spec.mode) return
  throw new AttributesNotKeptError({ path: spec.path, wanted: { ...spec.owner, mode: spec.mode }, found })
}

function raise(error: Error): never {
  throw error
}
