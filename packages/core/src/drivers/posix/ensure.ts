import { err } from 'neverthrow'
import pLimit, { type LimitFunction } from 'p-limit'
import type { DirectoryReceipt, DirectorySpec } from '../../model/directory.js'
import { PRIVATE_MODE } from '../../model/directory-mode.js'
import type { FileSystemPath } from '../../model/file-system-path.js'
import { AttributesNotKeptError } from '../directory-error.js'
import { planDirectory } from '../directory-plan.js'
import { type Entry, makeEntry, openEntry, openIfPresent } from './entry.js'
import { toResult } from './errno.js'
import { attributesOf, type DirectoryHandle, type PosixFs } from './fs.js'
import { enterIntermediate, type UnfinishedPaths } from './intermediate.js'
import type { DirectoryVisitor } from './sibling-group.js'

/**
 * Makes missing directories and gives each its owner and mode, through open descriptors only. For one batch: it remembers
 * which intermediate directories the batch has not finished.
 */
export function ensureVisitor(fs: PosixFs): DirectoryVisitor<DirectorySpec, DirectoryReceipt> {
  const unfinished: UnfinishedPaths = new Set()
  const inTurn = createTurns()
  return {
    enter: (ancestor) =>
      toResult(ancestor.path, () => inTurn(ancestor.path, () => enterIntermediate(fs, ancestor, unfinished))),
    visit: (parent, spec, ancestors) =>
      toResult(spec.path, async () => {
        const receipt = await ensureEntry(fs, { parent, path: spec.path }, spec)
        unfinished.delete(spec.path)
        return { ...receipt, ...ancestors }
      }),
    unreached: (_, error) => err(error),
  }
}

/** Sibling groups that are visited at the same time may share a missing ancestor: they enter it one after another. */
function createTurns(): <Value>(path: FileSystemPath, work: () => Promise<Value>) => Promise<Value> {
  const turns = new Map<FileSystemPath, LimitFunction>()
  return (path, work) => {
    const turn = turns.get(path) ?? pLimit(1)
    turns.set(path, turn)
    return turn(work)
  }
}

async function ensureEntry(fs: PosixFs, entry: Entry, spec: DirectorySpec): Promise<DirectoryReceipt> {
  // Opens first, so that a second run writes nothing and works on a read-only mount.
  const present = await openIfPresent(fs, entry)
  // 0700 until it has its owner: no other user can write into it before that.
  const made = present === undefined ? await makeEntry(fs, entry, PRIVATE_MODE) : undefined
  const handle = present ?? (await openEntry(fs, entry))
  try {
    const receipt = await applyAttributes(handle, spec)
    return made === 'by-this-call' ? planDirectory(spec, { path: spec.path, exists: false }) : receipt
  } finally {
    await handle.close()
  }
}

/** Writes only what differs: over NFS a write costs more than a read. */
async function applyAttributes(handle: DirectoryHandle, spec: DirectorySpec): Promise<DirectoryReceipt> {
  const receipt = await planFor(handle, spec)
  if (receipt.before === undefined) return receipt
  const { uid, gid } = spec.owner
  if (receipt.before.uid !== uid || receipt.before.gid !== gid) await handle.chown(uid, gid)
  // Reads the mode again, since chown may clear the set-group-ID bit.
  if (attributesOf(await handle.stat()).mode !== spec.mode) await handle.chmod(spec.mode)
  // chmod may drop a set-group-ID bit, and chown does nothing on a mount that squashes users, both without an error.
  const { before: found } = await planFor(handle, spec)
  if (found === undefined) return receipt
  throw new AttributesNotKeptError({ path: spec.path, wanted: { ...spec.owner, mode: spec.mode }, found })
}

async function planFor(handle: DirectoryHandle, spec: DirectorySpec): Promise<DirectoryReceipt> {
  return planDirectory(spec, { path: spec.path, exists: true, ...attributesOf(await handle.stat()) })
}
