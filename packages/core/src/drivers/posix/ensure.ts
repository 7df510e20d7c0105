import { err } from 'neverthrow'
import type { AncestorInfo, DirectoryReceipt, DirectorySpec, DirectoryState } from '../../model/directory.js'
import { modeBits, PRIVATE_MODE } from '../../model/directory-mode.js'
import { checkOutsideState } from '../../model/state/state-path.js'
import { isModeAtCreation, mayBeUnfinished, planDirectory } from '../directory-plan.js'
import { parentOf } from '../paths.js'
import { applyAttributes, hasOwner, isRight } from './apply-attributes.js'
import { checkDevice, type Entry, type Made, makeEntry, openEntry, statIfPresent } from './entry.js'
import { toResult } from './errno.js'
import { attributesOf, below, type DirectoryHandle, type FileStat, type PosixFs } from './fs.js'
import { enterIntermediate, type UnfinishedPaths } from './intermediate.js'
import { createMissingStreaks, type MissingStreaks } from './missing-streaks.js'
import type { DirectoryVisitor } from './sibling-group.js'
import type { Turns } from './turns.js'

/**
 * Makes missing directories and gives each its owner and mode, through open descriptors only. For one batch: it remembers
 * which intermediate directories the batch has not finished. Batches of one driver share `inTurn`, so that the one that
 * makes a directory also finishes it.
 */
export function ensureVisitor(fs: PosixFs, inTurn: Turns): DirectoryVisitor<DirectorySpec, DirectoryReceipt> {
  const unfinished: UnfinishedPaths = new Set()
  const streaks = createMissingStreaks()
  return {
    // Sibling groups that are visited at the same time may share a missing ancestor.
    enter: (ancestor) =>
      toResult(ancestor.path, () => inTurn(ancestor.path, () => enterIntermediate(fs, ancestor, unfinished))),
    visit: (entry, spec, ancestors) =>
      toResult(spec.path, () =>
        inTurn(spec.path, async () => {
          checkOutsideState(spec.path).match(() => undefined, raise)
          const receipt = await ensureEntry(fs, entry, { spec, ancestors, streaks })
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
  readonly streaks: MissingStreaks
}

export async function ensureEntry(fs: PosixFs, entry: Entry, wanted: Wanted): Promise<DirectoryReceipt> {
  const { spec, streaks } = wanted
  const { path } = spec
  // 0700 until it has its owner: no other user can write into it before that.
  let made = streaks.expectsMissing(path) ? await makeEntry(fs, entry, modeBits(PRIVATE_MODE)) : undefined
  if (made !== 'by-this-call') {
    // Looks first, so that a second run writes nothing and works on a read-only mount.
    const stat = await statIfPresent(fs, entry)
    if (stat !== undefined) streaks.note(path, 'present')
    if (stat !== undefined && isRight(stat, spec)) return receiptFor(wanted, existing(stat, path))
    made = stat === undefined ? await makeEntry(fs, entry, modeBits(PRIVATE_MODE)) : undefined
  }
  if (made === 'by-this-call') streaks.note(path, 'missing')
  const handle = await openEntry(fs, entry)
  try {
    const stat = await handle.stat()
    checkDevice(stat, entry)
    return await ensureOpened(fs, { handle, stat, made }, wanted)
  } finally {
    await handle.close()
  }
}

interface Opened {
  readonly handle: DirectoryHandle
  readonly stat: FileStat
  readonly made: Made | undefined
}

async function ensureOpened(fs: PosixFs, opened: Opened, wanted: Wanted): Promise<DirectoryReceipt> {
  const { handle, stat, made } = opened
  const { spec } = wanted
  // Another user may have put a directory in its place since mkdir.
  const isNew = made === 'by-this-call' && (await isAsMade(fs, opened, wanted))
  const receipt = receiptFor(wanted, isNew ? { path: spec.path, exists: false } : await stateOf(fs, opened, spec))
  if (receipt.outcome !== 'unchanged') await applyAttributes(handle, stat, spec)
  const isSwapped = made === 'by-this-call' && receipt.outcome === 'unchanged'
  return isSwapped ? { ...receipt, outcome: 'repaired', before: attributesOf(stat) } : receipt
}

function receiptFor({ spec, ancestors }: Wanted, state: DirectoryState): DirectoryReceipt {
  return planDirectory(spec, { ...state, ...ancestors }).match((planned) => planned, raise)
}

/**
 * Recognizes a directory as `mkdir` leaves it: of root or, where the directory stays this user's, of this user; with mode
 * 0700; empty. Where only root can replace entries of the parent, it is the directory of `mkdir` and need not be read.
 */
async function isAsMade(fs: PosixFs, { handle, stat }: Opened, { spec, ancestors }: Wanted): Promise<boolean> {
  const { uid, mode } = attributesOf(stat)
  const isMaker = uid === 0 || (uid === spec.owner.uid && uid === process.geteuid?.())
  if (!isMaker || !isModeAtCreation(mode)) return false
  const parent = parentOf(spec.path)
  const othersCanReplace = ancestors.writableParents?.some(({ path }) => path === parent) ?? false
  return !othersCanReplace || (await fs.isEmpty(below(handle, '.')))
}

/** Reads the entries only where they decide. */
async function stateOf(fs: PosixFs, { handle, stat }: Opened, spec: DirectorySpec): Promise<DirectoryState> {
  const state = existing(stat, spec.path)
  if (hasOwner(stat, spec) || !mayBeUnfinished(state)) return state
  return { ...state, isEmpty: await fs.isEmpty(below(handle, '.')) }
}

function existing(stat: FileStat, path: DirectorySpec['path']) {
  return { path, exists: true as const, ...attributesOf(stat) }
}

function raise(error: Error): never {
  throw error
}
