import type { Generation } from '../../../model/claim.js'
import type { FileSystemPath } from '../../../model/file-system-path.js'
import type { ArchiveName } from '../../../model/state/archive-name.js'
import { ArchiveFullError } from '../../claim-error.js'
import { type ArchiveSlot, openProfileArchive, seizeSlot, slotNames } from '../claims/archive-slot.js'
import { type EndContext, isClaimedFor } from '../claims/end-generation.js'
import { unlessErrno } from '../errno.js'
import type { PosixFs } from '../fs.js'
import { readNote } from './restore-note.js'

interface HeldPath {
  readonly path: FileSystemPath
  readonly generation: Generation
  /** The slot that the caller holds already. */
  readonly archive: ArchiveName
}

/**
 * Runs `work` while nobody can end the generation: who ends it takes hold of the same slot first. `not-claimed`: the path has
 * no claim of this generation. `busy`: another process ends it, or was interrupted a short time ago.
 */
export async function holdGeneration<Value>(
  context: EndContext,
  { path, generation, archive: held }: HeldPath,
  work: (slot: ArchiveSlot) => Promise<Value>,
): Promise<Value | 'busy' | 'not-claimed'> {
  const { fs, state, claims, holdExpiresMs } = context
  const profile = [generation.domainId, generation.userProfileName.toLowerCase()].join('/')
  const archive = await openProfileArchive(fs, state, generation)
  if (archive === undefined) return 'busy'
  try {
    for (const name of slotNames(generation)) {
      if (`${profile}/${name}` === held) continue
      const seized = await seizeSlot(fs, archive, { name, expiresMs: holdExpiresMs })
      if (seized.kind === 'busy') return 'busy'
      if (seized.kind === 'ended') continue
      const { slot } = seized
      if (await isInUse(fs, slot)) {
        await slot.settle()
        continue
      }
      await removeLink(fs, slot)
      try {
        return (await isClaimedFor(claims, { path, generation })) ? await work(slot) : 'not-claimed'
      } finally {
        await removeLink(fs, slot)
        await unlessErrno(['ENOENT'], () => slot.release())
      }
    }
    throw new ArchiveFullError({ path, generation })
  } finally {
    await archive.close()
  }
}

/** An end, a restoration or a purge was interrupted in it. What it has is an archive of its own, and the claim of the path is in force. */
async function isInUse(fs: PosixFs, slot: ArchiveSlot): Promise<boolean> {
  for (const entry of ['data', 'claim', 'purging'] as const) if (await slot.has(entry)) return true
  return (await readNote(fs, slot.pathOf('restoring'))) !== undefined
}

async function removeLink(fs: PosixFs, slot: ArchiveSlot): Promise<void> {
  await unlessErrno(['ENOENT'], () => fs.unlink(slot.pathOf('restoring')))
}
