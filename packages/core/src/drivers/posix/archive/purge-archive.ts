import type { FileSystemPath } from '../../../model/file-system-path.js'
import type { PurgeReceipt, PurgeSpec } from '../../archive-store.js'
import { ClaimBusyError } from '../../claim-error.js'
import { seizeSlot, slotNameOf } from '../claims/archive-slot.js'
import { statePath } from '../claims/state-directory.js'
import { openEntry } from '../entry.js'
import { errnoOf, unlessErrno } from '../errno.js'
import { below, DIRECTORY_NOT_LINK, type DirectoryHandle, type PosixFs } from '../fs.js'
import { mountIdOf } from '../mount.js'
import { endedHolder, type SlotState, slotStateIn } from './kept-slot.js'
import { openArchiveOf } from './open-archive-of.js'
import { emptyTree, measureTree } from './remove-tree.js'
import { timeOf } from './server-time.js'
import type { OpenState } from './with-state.js'

export interface PurgeContext {
  readonly fs: PosixFs
  readonly holdExpiresMs: number
  /** Milliseconds of the clock. */
  now(): number
}

/**
 * Deletes the directory of a slot: renames it to `purging`, so that nobody restores half of it, deletes what is in it, and
 * leaves the claim and the slot, which say that this generation ended. Whoever is interrupted is continued by the next.
 */
export async function purgeArchive(
  context: PurgeContext,
  { state, root }: OpenState,
  spec: PurgeSpec,
): Promise<PurgeReceipt> {
  const nothing = { archive: spec.archive, outcome: 'not-found', entries: 0, bytes: 0 } as const
  const parent = state && (await openArchiveOf(context.fs, state, spec.archive))
  if (state === undefined || parent === undefined) return nothing
  try {
    const found = await settledIn(context, { parent, state: state.handle, slot: slotIn(parent, spec), spec })
    if (found === undefined) return nothing
    if (found === 'too-young') return { ...nothing, outcome: 'too-young' }
    const mountId = await mountIdOf(context.fs, root)
    return await purgeIn(context, found, { spec, device: state.device, mountId })
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error
    // Another purge was faster, or another run took it up.
    const left = await unlessErrno(['ENOENT'], () => slotStateIn(context.fs, slotIn(parent, spec), spec.archive))
    if (left === undefined) return nothing
    throw busy(spec)
  } finally {
    await parent.close()
  }
}

interface Candidate {
  readonly parent: DirectoryHandle
  /** `/.studio-efs`. */
  readonly state: DirectoryHandle
  readonly slot: string
  readonly spec: PurgeSpec
}

/** The directory that is to go, if it is the one that was listed. Ends for good what an interrupted run left. */
async function settledIn(
  { fs, holdExpiresMs }: PurgeContext,
  { parent, state, slot, spec }: Candidate,
): Promise<SlotState | 'too-young' | undefined> {
  const found = await unlessErrno(['ENOENT'], () => slotStateIn(fs, slot, spec.archive))
  if (found === undefined || found.state === 'purging') return found
  const { mtimeMs } = await fs.lstat(found.holder)
  if (new Date(mtimeMs).toISOString() !== spec.archivedAt) return undefined
  if (spec.minAgeMs !== undefined && (await timeOf(fs, state)) - mtimeMs < spec.minAgeMs) return 'too-young'
  if (found.state === 'kept' || spec.action === 'measure') return found
  const seized = await seizeSlot(fs, parent, { name: slotNameOf(spec.archive), expiresMs: holdExpiresMs })
  if (seized.kind !== 'held') throw busy(spec)
  await seized.slot.settle()
  const settled = await slotStateIn(fs, slot, spec.archive)
  // A restoration took it up since.
  if (settled?.state === 'unsettled') throw busy(spec)
  return settled
}

function slotIn(parent: DirectoryHandle, { archive }: PurgeSpec): string {
  return below(parent, slotNameOf(archive))
}

function busy({ archive }: PurgeSpec): ClaimBusyError {
  return new ClaimBusyError({ path: statePath('archive', archive) })
}

interface Purge {
  readonly spec: PurgeSpec
  readonly device: number
  readonly mountId: string | undefined
}

async function purgeIn(
  { fs, now }: PurgeContext,
  { holder, state }: SlotState,
  { spec: { archive, action, budgetMs }, device, mountId }: Purge,
): Promise<PurgeReceipt> {
  const until = now() + budgetMs
  const path = statePath('archive', archive)
  const count = { entries: 0, bytes: 0 }
  const isDeleted = action === 'delete'
  // Deletes something each time, however long the way down to it is: the next run begins at the top again.
  const mayStop = () => !isDeleted || budgetMs === 0 || count.entries > 0
  const isOver = () => mayStop() && now() >= until
  const work = { fs, path, device, mountId, count, isOver }
  if (isDeleted && state !== 'purging') await fs.rename(`${holder}/data`, `${holder}/purging`)
  // A restoration that was begun has ended, too: without the note nobody takes the deleted directory for a restored one.
  if (isDeleted) await unlessErrno(['ENOENT'], () => fs.unlink(`${holder}/restoring`))
  const name = isDeleted || state === 'purging' ? 'purging' : 'data'
  const opened = await fs.open(holder, DIRECTORY_NOT_LINK)
  try {
    const entry = { parent: opened, path: `${path}/${name}` as FileSystemPath, device }
    const top = await openEntry(fs, entry)
    const isDone = await (isDeleted ? emptyTree(work, top) : measureTree(work, top)).finally(() => top.close())
    if (isDone) {
      count.entries += 1
      count.bytes += 2048
    }
    if (isDone && isDeleted) {
      await fs.rmdir(below(opened, name))
      await fs.rename(holder, endedHolder(holder))
    }
    return { archive, outcome: isDone ? 'done' : 'unfinished', ...count }
  } finally {
    await opened.close()
  }
}
