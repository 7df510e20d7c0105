import { randomUUID } from 'node:crypto'
import type { ArchiveName } from '../../../model/state/archive-name.js'
import { NotADirectoryError } from '../../directory-error.js'
import { type ArchiveSlot, ENDED, exists, HOLD, KEPT, seizeSlot, slotAt, slotNameOf } from '../claims/archive-slot.js'
import { statePath } from '../claims/state-directory.js'
import { unlessErrno } from '../errno.js'
import { below, type DirectoryHandle, obstacleIn, type PosixFs } from '../fs.js'

/** The directory in a slot. `holder`: the real path of what it lies in, beside its claim. */
export interface SlotState {
  readonly holder: string
  readonly state: 'kept' | 'unsettled' | 'purging'
}

/**
 * Throws for a link in the place of a slot, as a copy of the file system may have: what it leads to is no archive. The error
 * names the archive, which says whose it is.
 */
export async function checkSlot(fs: PosixFs, slot: string, archive: ArchiveName): Promise<void> {
  const found = obstacleIn(await fs.lstat(slot))
  if (found === undefined) return
  const path = statePath('archive', archive)
  throw new NotADirectoryError({ path, component: path, found })
}

/** Undefined when the slot holds no directory: it was missing when its generation ended, or is purged. */
export async function slotStateIn(fs: PosixFs, slot: string, archive: ArchiveName): Promise<SlotState | undefined> {
  await checkSlot(fs, slot, archive)
  for (const name of await fs.readdir(slot)) {
    const holder = `${slot}/${name}`
    const state = name.startsWith(KEPT) ? 'kept' : name.startsWith(HOLD) ? 'unsettled' : undefined
    if (state === undefined) continue
    // Also in a hold: a restoration may have begun together with the purge.
    if (await exists(fs, `${holder}/purging`)) return { holder, state: 'purging' }
    if (await exists(fs, `${holder}/data`)) return { holder, state }
  }
  return undefined
}

/** The name of a slot that keeps no directory any more; the slot stays, so that its generation cannot end again. */
export function endedHolder(holder: string): string {
  const at = holder.lastIndexOf('/') + 1
  const name = holder.slice(at)
  return `${holder.slice(0, at)}${ENDED}${name.slice(name.indexOf('-') + 1)}`
}

export type Reopened =
  | { readonly kind: 'held'; readonly slot: ArchiveSlot }
  /** It keeps no directory. */
  | { readonly kind: 'ended'; readonly holder: string }
  | { readonly kind: 'busy' }
  /** There is no such slot, or its directory is partly deleted. */
  | { readonly kind: 'not-found' }

/** Takes hold of a slot that keeps a directory. Its holder gives it back with `settle`. */
export async function reopenSlot(
  fs: PosixFs,
  parent: DirectoryHandle,
  { archive, expiresMs }: { readonly archive: ArchiveName; readonly expiresMs: number },
): Promise<Reopened> {
  const name = slotNameOf(archive)
  const at = below(parent, name)
  const names = (await unlessErrno(['ENOENT'], () => checkSlot(fs, at, archive).then(() => fs.readdir(at)))) ?? []
  const holder = names.find((entry) => entry.startsWith(KEPT) || entry.startsWith(ENDED))
  if (holder === undefined) {
    if (names.length === 0) return { kind: 'not-found' }
    const seized = await seizeSlot(fs, parent, { name, expiresMs })
    return seized.kind === 'held' ? seized : { kind: 'busy' }
  }
  if (!holder.startsWith(KEPT)) return { kind: 'ended', holder: `${at}/${holder}` }
  if (await exists(fs, `${at}/${holder}/purging`)) return { kind: 'not-found' }
  const me = randomUUID()
  // Of several processes one finds it under this name.
  const taken = await unlessErrno(['ENOENT'], () => fs.rename(`${at}/${holder}`, `${at}/${HOLD}${me}`).then(() => true))
  return taken === undefined ? { kind: 'busy' } : { kind: 'held', slot: slotAt(fs, at, me) }
}
