import type { RestoreReceipt, RestoreSpec } from '../../archive-store.js'
import { ArchiveBusyError } from '../../claim-error.js'
import { applyAttributes } from '../apply-attributes.js'
import { reopenSlot, slotStateIn } from '../archive/kept-slot.js'
import { openArchiveOf } from '../archive/open-archive-of.js'
import { type ArchiveSlot, slotNameOf } from '../claims/archive-slot.js'
import type { OpenClaims } from '../claims/claim-session.js'
import type { ClaimContext } from '../claims/claim-visitors.js'
import { isClaimedFor } from '../claims/end-generation.js'
import { statePath } from '../claims/state-directory.js'
import type { Entry } from '../entry.js'
import { errnoOf, unlessErrno } from '../errno.js'
import { below, DIRECTORY_NOT_LINK, type DirectoryHandle } from '../fs.js'
import { holdGeneration } from './hold-generation.js'
import { type Destination, moveIntoPlace, withDestination } from './move-into-place.js'
import { type Reowned, reownTree } from './reown-tree.js'
import { type RestoreNote, readNote, withFormer, writeNote } from './restore-note.js'

export interface RestoreContext extends ClaimContext {
  /** Milliseconds of the clock. */
  now(): number
}

type Context = RestoreContext & OpenClaims

const NOTHING_CHANGED = { entries: 0, hardLinks: 0 }

/**
 * Restores in steps, each of which a later call goes on with: the slot of the archive is held, its tree gets the new owner where
 * only root can enter, and one rename moves it. Undefined: there is no such archive.
 */
export async function restoreArchive(
  context: Context,
  entry: Entry,
  spec: RestoreSpec,
): Promise<RestoreReceipt | undefined> {
  const { fs, state, holdExpiresMs } = context
  const archive = await openArchiveOf(fs, state, spec.archive)
  if (archive === undefined) return undefined
  try {
    const reopened = await reopenSlot(fs, archive, { archive: spec.archive, expiresMs: holdExpiresMs })
    if (reopened.kind === 'busy') throw busy(spec)
    if (reopened.kind === 'not-found') return undefined
    if (reopened.kind === 'ended') return restoredBefore(spec, await readNote(fs, `${reopened.holder}/restoring`))
    return await restoreHeld({ ...context, slot: reopened.slot }, entry, spec)
  } catch (error) {
    // The hold is gone: another process took it over.
    if (errnoOf(error) === 'ENOENT') throw busy(spec)
    throw error
  } finally {
    await archive.close()
  }
}

type Held = Context & { readonly slot: ArchiveSlot }

async function restoreHeld(held: Held, entry: Entry, spec: RestoreSpec): Promise<RestoreReceipt | undefined> {
  const { fs, claims, slot } = held
  const note = await readNote(fs, slot.pathOf('restoring'))
  try {
    // A purge may have begun right before it was held.
    if (await slot.has('purging')) return undefined
    if (!(await slot.has('data'))) return restoredBefore(spec, note)
    if (!(await isClaimedFor(claims, spec)))
      return { archive: spec.archive, outcome: 'not-claimed', ...NOTHING_CHANGED }
    const data = await fs.open(slot.pathOf('data'), DIRECTORY_NOT_LINK)
    try {
      return await restoreData(held, { entry, data }, { spec, note })
    } finally {
      await data.close()
    }
  } finally {
    // Others may go on with it at once. What cannot be settled now is taken over later.
    await slot.settle().catch((error: unknown) => {
      if (errnoOf(error) === undefined) throw error
    })
  }
}

async function restoreData(
  held: Held,
  { entry, data }: { readonly entry: Entry; readonly data: DirectoryHandle },
  { spec, note }: { readonly spec: RestoreSpec; readonly note: RestoreNote | undefined },
): Promise<RestoreReceipt> {
  const { fs, slot } = held
  const { archive, owner, mode, generation } = spec
  const before = await data.stat()
  const isSame = note?.owner.uid === owner.uid && note.owner.gid === owner.gid
  const begun: RestoreNote = {
    ...{ path: spec.path, generation, owner },
    former: withFormer(
      note === undefined || isSame ? (note?.former ?? []) : withFormer(note.former, note.owner),
      before,
    ),
    ...(isSame && note.position !== undefined && { position: note.position }),
  }
  await writeNote(fs, slot, begun)
  const { position, ...count } = await reown(held, { data, begun }, spec)
  if (position !== undefined) {
    await writeNote(fs, slot, { ...begun, position })
    return { archive, outcome: 'unfinished', ...count }
  }
  await checkHeld(held, spec)
  await applyAttributes(data, before, { path: statePath('archive', archive), owner, mode })
  const moved = await holdGeneration(held, spec, (own) =>
    moveIntoPlace(fs, entry, { spec, move: (to) => move(held, { own, to, note: begun }) }),
  )
  if (moved === 'busy') throw busy(spec)
  if (moved === 'not-claimed') return { archive, outcome: 'not-claimed', ...count }
  return { archive, outcome: 'restored', restoredTo: moved, restoredFor: generation, ...count }
}

async function reown(
  held: Held,
  { data, begun }: { readonly data: DirectoryHandle; readonly begun: RestoreNote },
  spec: RestoreSpec,
): Promise<Reowned> {
  const { owner, former, position: from } = begun
  if (former.every(({ uid, gid }) => uid === owner.uid && gid === owner.gid))
    return { position: undefined, ...NOTHING_CHANGED }
  const until = held.now() + spec.budgetMs
  return reownTree({
    ...{ fs: held.fs, path: statePath('archive', spec.archive), top: data, owner, former, from },
    hardLinks: spec.hardLinks,
    // A backup that did not keep owners gave all of it to root.
    rootFiles: spec.recovery !== undefined && former.some(({ uid }) => uid === 0) ? 'change' : 'keep',
    isOver: () => held.now() >= until,
    checkHeld: () => checkHeld(held, spec),
  })
}

/**
 * One rename, whose source path leads through both holds: a process that lost either of them moves nothing. So nobody can have
 * ended the generation and given the path to another one meanwhile.
 */
async function move(
  { fs, slot }: Held,
  { own, to, note }: { readonly own: ArchiveSlot; readonly to: Destination; readonly note: RestoreNote },
): Promise<void> {
  const { position: _, ...rest } = note
  await writeNote(fs, slot, { ...rest, path: to.path })
  await unlessErrno(['ENOENT'], () => fs.unlink(own.pathOf('restoring')))
  await fs.symlink(holdOf(slot), own.pathOf('restoring'))
  try {
    await fs.rename(`${own.pathOf('restoring')}/data`, to.realPath)
  } catch (error) {
    // The reply was lost, and the kernel sent the request again.
    const isMoved = errnoOf(error) === 'ENOENT' && (await isHeld(fs, slot)) && !(await slot.has('data'))
    if (!isMoved) throw error
  }
}

/** Says what restoring would do. `entry` is undefined where the parent directory is missing. */
export async function inspectRestoration(
  { fs, state }: Context,
  entry: Entry | undefined,
  spec: RestoreSpec,
): Promise<RestoreReceipt | undefined> {
  const { archive } = spec
  const opened = await openArchiveOf(fs, state, archive)
  if (opened === undefined) return undefined
  try {
    const slot = below(opened, slotNameOf(archive))
    const found = await unlessErrno(['ENOENT'], () => slotStateIn(fs, slot, archive))
    if (found?.state === 'purging') return undefined
    if (found === undefined) return restoredBefore(spec, await noteIn(fs, slot))
    return { archive, outcome: 'restored', restoredTo: await destinationOf(fs, entry, spec), ...NOTHING_CHANGED }
  } finally {
    await opened.close()
  }
}

/** Says where a directory would go that is not recovered yet. */
export async function inspectRecovery(
  { fs }: Pick<Context, 'fs'>,
  entry: Entry | undefined,
  spec: RestoreSpec,
): Promise<RestoreReceipt> {
  const restoredTo = await destinationOf(fs, entry, spec)
  return { archive: spec.archive, outcome: 'not-recovered', restoredTo, ...NOTHING_CHANGED }
}

async function destinationOf(fs: Context['fs'], entry: Entry | undefined, spec: RestoreSpec) {
  return entry === undefined ? spec.path : withDestination(fs, entry, spec, async ({ path }) => path)
}

async function noteIn(fs: Context['fs'], slot: string): Promise<RestoreNote | undefined> {
  for (const name of (await unlessErrno(['ENOENT'], () => fs.readdir(slot))) ?? []) {
    const note = await readNote(fs, `${slot}/${name}/restoring`)
    if (note !== undefined) return note
  }
  return undefined
}

function restoredBefore({ archive }: RestoreSpec, note: RestoreNote | undefined): RestoreReceipt | undefined {
  if (note === undefined) return undefined
  const { path: restoredTo, generation: restoredFor } = note
  return { archive, outcome: 'restored-before', restoredTo, restoredFor, ...NOTHING_CHANGED }
}

async function checkHeld({ fs, slot }: Held, spec: RestoreSpec): Promise<void> {
  if (!(await isHeld(fs, slot))) throw busy(spec)
}

/** False once another process took it over. */
async function isHeld(fs: Held['fs'], slot: ArchiveSlot): Promise<boolean> {
  return (await unlessErrno(['ENOENT'], () => fs.lstat(holdOf(slot)))) !== undefined
}

function holdOf(slot: ArchiveSlot): string {
  return slot.pathOf('data').slice(0, -'/data'.length)
}

function busy({ archive }: RestoreSpec): ArchiveBusyError {
  return new ArchiveBusyError({ archive })
}
