import { type Claim, encodeClaim, type Generation, isSameGeneration } from '../../../model/claim.js'
import type { FileSystemPath } from '../../../model/file-system-path.js'
import { ArchiveFullError } from '../../claim-error.js'
import { checkDevice, type Entry, pathOf, refresh } from '../entry.js'
import { errnoOf, unlessErrno } from '../errno.js'
import { type FileStat, obstacleIn, type PosixFs } from '../fs.js'
import { type ArchiveSlot, openProfileArchive, type Seized, seizeSlot, slotNames } from './archive-slot.js'
import type { ClaimTree } from './claim-tree.js'
import type { StateDirectory } from './state-directory.js'

export interface EndContext {
  readonly fs: PosixFs
  readonly state: StateDirectory
  readonly claims: ClaimTree
  readonly holdExpiresMs: number
}

export interface EndSpec {
  readonly generation: Generation
  readonly path: FileSystemPath
  /** Its directory. Undefined where the parent of the path is missing. */
  readonly entry: Entry | undefined
  /** `archive` moves the directory; `hand-on` leaves it for the next claim. */
  readonly directory: 'archive' | 'hand-on'
  /** The claim that takes its place; undefined frees the path. */
  readonly next: Claim | undefined
}

/**
 * Ended by this call: `archived` with its directory, `ended` without one, or handed on. `moved-on`: the path has another claim
 * by now. `busy`: another process is at it, or was interrupted a short time ago.
 */
export type Ending = 'archived' | 'ended' | 'moved-on' | 'busy'

/**
 * Ends a generation: its directory moves to `/.studio-efs/archive/<domain>/<profile>/<generation>/kept-…/data` with one
 * rename, then the next claim takes its place. Whoever dies in between leaves a hold, from which another run goes on. The
 * slot of an ended generation stays, so that it cannot be ended a second time by a process that saw an old claim.
 */
export async function endGeneration(context: EndContext, spec: EndSpec): Promise<Ending> {
  const { fs, state, claims } = context
  const archive = await openProfileArchive(fs, state, spec.generation)
  if (archive === undefined) return 'busy'
  try {
    for (const name of slotNames(spec.generation)) {
      const seized: Seized = await seizeSlot(fs, archive, { name, expiresMs: context.holdExpiresMs })
      if (seized.kind === 'busy') return 'busy'
      const isHeld = await isClaimedFor(claims, spec)
      if (seized.kind === 'held') {
        const { slot } = seized
        const isOther = (await isOfArchive(slot)) || (isHeld && (await isMadeAgain(fs, slot, spec)))
        if (!isOther) return await endIn(slot, context, { ...spec, isHeld })
        // What it has is not the directory that this call ends.
        await slot.settle()
        continue
      }
      if (!isHeld) return 'moved-on'
      if (seized.isRecent) return 'busy'
    }
    throw new ArchiveFullError(spec)
  } catch (error) {
    // The hold is gone: another process took it over.
    if (errnoOf(error) === 'ENOENT') return 'busy'
    throw error
  } finally {
    await archive.close()
  }
}

/** A restoration or a purge was interrupted in it. */
async function isOfArchive(slot: ArchiveSlot): Promise<boolean> {
  return (await slot.has('restoring')) || (await slot.has('purging'))
}

/** The directory was moved into the slot, and another one was made before the claim was freed. */
async function isMadeAgain(fs: PosixFs, slot: ArchiveSlot, { entry, directory }: EndSpec): Promise<boolean> {
  const isMoved = entry !== undefined && directory === 'archive' && (await slot.has('data'))
  return isMoved && (await directoryAt(fs, entry)) !== undefined
}

async function endIn(
  slot: ArchiveSlot,
  { fs, claims }: EndContext,
  { generation, path, entry, directory, next, isHeld }: EndSpec & { readonly isHeld: boolean },
): Promise<Ending> {
  if (isHeld) {
    if (!(await slot.has('claim')))
      await fs.symlink(encodeClaim({ kind: 'private', ...generation }), slot.pathOf('claim'))
    if (entry !== undefined && directory === 'archive' && !(await slot.has('data')))
      await moveDirectory(fs, entry, slot)
    await replaceClaim(fs, claims, { slot, path, next })
  }
  const hasData = await slot.has('data')
  if (isHeld || hasData || (await slot.has('claim'))) await slot.settle()
  else await slot.release()
  if (!isHeld) return 'moved-on'
  return hasData ? 'archived' : 'ended'
}

/** Moves the directory into the slot. Leaves anything else that has its name. */
async function moveDirectory(fs: PosixFs, entry: Entry, slot: ArchiveSlot): Promise<void> {
  const stat = await directoryAt(fs, entry)
  if (stat === undefined) return
  checkDevice(stat, entry)
  await fs.rename(pathOf(entry), slot.pathOf('data'))
}

/** The directory as the file server has it now. Undefined for anything else. */
async function directoryAt(fs: PosixFs, entry: Entry): Promise<FileStat | undefined> {
  if (!(await refresh(fs, entry))) return undefined
  const stat = await unlessErrno(['ENOENT'], () => fs.lstat(pathOf(entry)))
  return stat === undefined || obstacleIn(stat) !== undefined ? undefined : stat
}

async function replaceClaim(
  fs: PosixFs,
  claims: ClaimTree,
  { slot, path, next }: { readonly slot: ArchiveSlot } & Pick<EndSpec, 'path' | 'next'>,
): Promise<void> {
  const claim = await claims.realPathOf(path)
  if (claim === undefined) return
  if (next === undefined) return fs.rename(claim, slot.pathOf('claim'))
  if (await slot.has('next')) await fs.unlink(slot.pathOf('next'))
  await fs.symlink(encodeClaim(next), slot.pathOf('next'))
  await fs.rename(slot.pathOf('next'), claim)
}

export async function isClaimedFor(
  claims: ClaimTree,
  { path, generation }: { readonly path: FileSystemPath; readonly generation: Generation },
): Promise<boolean> {
  const found = await claims.read(path)
  return found.kind === 'claimed' && found.claim.kind === 'private' && isSameGeneration(found.claim, generation)
}
