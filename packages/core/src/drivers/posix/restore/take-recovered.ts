import { encodeClaim } from '../../../model/claim.js'
import type { DomainId, UserProfileName } from '../../../model/ids.js'
import { isRecoveryFolder } from '../../../model/state/recovery-folder.js'
import type { RecoverySource, RestoreReceipt, RestoreSpec } from '../../archive-store.js'
import { ArchiveBusyError } from '../../claim-error.js'
import { nameOf } from '../../paths.js'
import { type ArchiveSlot, ENDED, HOLD, KEPT, openProfileArchive, seizeSlot } from '../claims/archive-slot.js'
import type { OpenClaims } from '../claims/claim-session.js'
import type { ClaimContext } from '../claims/claim-visitors.js'
import { unlessErrno } from '../errno.js'
import { below, type DirectoryHandle } from '../fs.js'
import { findFolders, type OpenRoot, type RecoveredItem, removeEmptyFolder, withItem } from './recovery-folders.js'

export interface RecoveryContext extends ClaimContext, OpenClaims {
  readonly root: DirectoryHandle
}

/** A spec whose directory AWS Backup restored. */
export type RecoverySpec = RestoreSpec & { readonly recovery: RecoverySource }

export function isOfRecovery(spec: RestoreSpec): spec is RecoverySpec {
  return spec.recovery !== undefined
}

/** Reason for which the directory is not in the archive. */
type Refusal = Pick<RestoreReceipt, 'outcome' | 'folders' | 'foundOwner'>

/**
 * Moves the recovered directory into its slot of the archive, by one rename from the recovery folder. Undefined: it is there, or an
 * earlier call restored it from there. Killed at any instant and called again, it goes on.
 */
export async function takeRecovered(context: RecoveryContext, spec: RecoverySpec): Promise<Refusal | undefined> {
  const { fs, root, state, holdExpiresMs } = context
  const open: OpenRoot = { fs, root, device: state.device }
  const [domainId, userProfileName, name = ''] = spec.archive.split('/')
  const profile = { domainId: domainId as DomainId, userProfileName: userProfileName as UserProfileName }
  const archive = await openProfileArchive(fs, state, profile)
  if (archive === undefined) throw new ArchiveBusyError(spec)
  try {
    const present = await look(fs, below(archive, name))
    if (present.kind === 'settled') {
      await removeNoted(open, `${below(archive, name)}/${present.holder}/recovered`, spec)
      return undefined
    }
    const found = present.kind === 'missing' ? await findItem(open, spec) : undefined
    if (found !== undefined && found.kind === 'refused') return found.refusal
    const seized = await seizeSlot(fs, archive, { name, expiresMs: holdExpiresMs })
    // Another run settled it meanwhile: the next call finds what it left.
    if (seized.kind !== 'held') throw new ArchiveBusyError(spec)
    return await fill(open, seized.slot, spec)
  } finally {
    await archive.close()
  }
}

type Present = { readonly kind: 'missing' | 'held' } | { readonly kind: 'settled'; readonly holder: string }

async function look(fs: OpenRoot['fs'], slot: string): Promise<Present> {
  const names = (await unlessErrno(['ENOENT'], () => fs.readdir(slot))) ?? []
  const holder = names.find((entry) => entry.startsWith(KEPT) || entry.startsWith(ENDED))
  if (holder !== undefined) return { kind: 'settled', holder }
  return { kind: names.some((entry) => entry.startsWith(HOLD)) ? 'held' : 'missing' }
}

type Found =
  | { readonly kind: 'item'; readonly folder: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

async function findItem(open: OpenRoot, spec: RecoverySpec): Promise<Found> {
  const { recovery } = spec
  const folders = await findFolders(open, recovery)
  const [folder] = folders
  if (folder === undefined) return { kind: 'refused', refusal: { outcome: 'not-recovered' } }
  if (folders.length > 1) return { kind: 'refused', refusal: { outcome: 'several-folders', folders } }
  const owner = await withItem(open, { folder, recovery }, async ({ stat: { uid, gid } }) => ({ uid, gid }))
  if (owner === undefined) return { kind: 'refused', refusal: { outcome: 'not-recovered' } }
  const isKnown = owner.uid === 0 || owner.uid === spec.owner.uid
  if (recovery.otherOwner === 'refuse' && !isKnown)
    return { kind: 'refused', refusal: { outcome: 'other-owner', foundOwner: owner } }
  return { kind: 'item', folder }
}

/** Goes on with a slot that another process left, or with a new one. */
async function fill(open: OpenRoot, slot: ArchiveSlot, spec: RecoverySpec): Promise<Refusal | undefined> {
  const { fs } = open
  // Restored, and interrupted right after.
  const isRestored = (await slot.has('restoring')) && !(await slot.has('data'))
  if (!isRestored && !(await slot.has('purging')) && !(await slot.has('data'))) {
    const found = await findItem(open, spec)
    const taken = found.kind === 'item' ? await take(open, slot, { spec, folder: found.folder }) : found.refusal
    if (taken !== undefined) {
      for (const entry of ['claim', 'recovered'] as const)
        await unlessErrno(['ENOENT'], () => fs.unlink(slot.pathOf(entry)))
      await slot.release()
      return taken
    }
  }
  await removeNoted(open, slot.pathOf('recovered'), spec)
  await slot.settle()
  return undefined
}

async function take(
  open: OpenRoot,
  slot: ArchiveSlot,
  { spec, folder }: { readonly spec: RecoverySpec; readonly folder: string },
): Promise<Refusal | undefined> {
  const { fs } = open
  const { recovery, generation } = spec
  for (const entry of ['claim', 'recovered'] as const)
    await unlessErrno(['ENOENT'], () => fs.unlink(slot.pathOf(entry)))
  await fs.symlink(encodeClaim({ kind: 'private', ...generation }), slot.pathOf('claim'))
  await fs.symlink(folder, slot.pathOf('recovered'))
  const moved = await withItem(open, { folder, recovery }, (item) => move(open, slot, { item, spec }))
  return moved === 'moved' ? undefined : { outcome: 'not-recovered' }
}

/** One rename. A directory that took the place of the one that was looked at goes back. */
async function move(
  { fs }: OpenRoot,
  slot: ArchiveSlot,
  { item, spec }: { readonly item: RecoveredItem; readonly spec: RecoverySpec },
): Promise<'moved' | 'gone'> {
  const from = below(item.parent, nameOf(spec.recovery.item))
  const renamed = await unlessErrno(['ENOENT'], () => fs.rename(from, slot.pathOf('data')).then(() => true))
  // The reply was lost, and the kernel sent the request again.
  if (renamed === undefined && !(await slot.has('data'))) return 'gone'
  const { dev, ino, uid } = await fs.lstat(slot.pathOf('data'))
  if (dev === item.stat.dev && ino === item.stat.ino && uid === item.stat.uid) return 'moved'
  await fs.rename(slot.pathOf('data'), from)
  throw new ArchiveBusyError(spec)
}

/** Removes the recovery folder that the note in the slot names, as far as it is empty, and then the note. */
async function removeNoted(open: OpenRoot, note: string, { recovery }: RecoverySpec): Promise<void> {
  const { fs } = open
  const folder = await unlessErrno(['ENOENT', 'EINVAL'], () => fs.readlink(note))
  if (folder === undefined) return
  if (isRecoveryFolder(folder)) await removeEmptyFolder(open, folder, recovery)
  await unlessErrno(['ENOENT'], () => fs.unlink(note))
}
