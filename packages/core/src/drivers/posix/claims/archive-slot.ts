import { type Generation, generationId } from '../../../model/claim.js'
import { type ArchiveName, MAX_ENDS } from '../../../model/state/archive-name.js'
import { unlessErrno } from '../errno.js'
import { below, type DirectoryHandle, type PosixFs } from '../fs.js'
import { openBelow, STATE_MODE, type StateDirectory, statePath } from './state-directory.js'

/** Time after which work of an interrupted process is taken over: NFS clients see each other's changes within a minute. */
export const HOLD_EXPIRES_MS = 120_000

export const HOLD = 'hold-'
const TEMPORARY = 'tmp-'
/** Ended; the directory is inside, as `data`. Without it, a purge was cut off after its last deletion: it counts as `ENDED`. */
export const KEPT = 'kept-'
/** Ended; the directory was missing, or the next generation took it over. */
export const ENDED = 'ended-'

/**
 * The slots of one generation, in the order in which its ends take them. It ends more than once when it gets its directory
 * back, or a new one, after an end.
 */
export function slotNames({ createdAt }: Generation): readonly string[] {
  const first = generationId({ createdAt })
  return Array.from({ length: MAX_ENDS }, (_, index) => (index === 0 ? first : `${first}.${index + 1}`))
}

/** Last part of an archive's name: the slot among those of its profile. */
export function slotNameOf(archive: ArchiveName): string {
  return archive.slice(archive.lastIndexOf('/') + 1)
}

/**
 * Names in a slot. `next`: the claim that will replace the present one. `restoring`: the note of a restoration, or, in the slot
 * of the life that gets the directory, the link that leads to it. `purging`: the directory, while it is deleted. `recovered`: the
 * name of the recovery folder that the directory came from, until that is removed.
 */
export type SlotEntry = 'data' | 'claim' | 'next' | 'restoring' | 'purging' | 'recovered'

/**
 * The archive directory of one generation, held by this process. Each step of the end of a generation is a rename into or
 * out of it, so that a process that was overtaken, whose hold is gone, cannot complete a step late.
 */
export interface ArchiveSlot {
  pathOf(entry: SlotEntry): string
  has(entry: SlotEntry): Promise<boolean>
  /** Marks the generation as ended, for good. */
  settle(): Promise<void>
  /** Removes the slot, which is empty. */
  release(): Promise<void>
}

export type Seized =
  | { readonly kind: 'held'; readonly slot: ArchiveSlot }
  | { readonly kind: 'ended'; readonly isRecent: boolean }
  /** Another process holds it, or was interrupted a short time ago. */
  | { readonly kind: 'busy' }

/**
 * Opens the directory with the archived generations of a profile, and makes it when it is missing. Undefined when it is
 * being removed by hand.
 */
export async function openProfileArchive(
  fs: PosixFs,
  { handle, device }: StateDirectory,
  { domainId, userProfileName }: Pick<Generation, 'domainId' | 'userProfileName'>,
): Promise<DirectoryHandle | undefined> {
  const names = ['archive', domainId, userProfileName.toLowerCase()]
  let parent = handle
  for (const [index] of names.entries()) {
    const path = statePath(...names.slice(0, index + 1))
    const next = await openBelow(fs, { parent, path, device }, 'make').finally(() =>
      parent === handle ? undefined : parent.close(),
    )
    if (next === undefined) return undefined
    parent = next
  }
  return parent
}

/** Takes hold of the slot `name`, which nobody holds, or whose holder is older than `expiresMs`. */
export async function seizeSlot(
  fs: PosixFs,
  archive: DirectoryHandle,
  { name, expiresMs }: { readonly name: string; readonly expiresMs: number },
): Promise<Seized> {
  // The global one loads node:crypto with its first use, which few processes have.
  const me = crypto.randomUUID()
  const at = below(archive, name)
  const temporary = below(archive, `${TEMPORARY}${me}`)
  await fs.mkdir(temporary, STATE_MODE)
  try {
    await fs.mkdir(`${temporary}/${HOLD}${me}`, STATE_MODE)
    // The file server's own clock: that of this computer may differ.
    const now = (await fs.lstat(`${temporary}/${HOLD}${me}`)).mtimeMs
    await removeLeftTemporaries(fs, archive, { me, before: now - expiresMs })
    // A rename replaces an empty directory only, and a slot that is held or ended has an entry.
    if (await unlessNotEmpty(() => fs.rename(temporary, at))) return { kind: 'held', slot: slotAt(fs, at, me) }
    const names = await fs.readdir(at)
    const isRecent = async (entry: string) => now - (await fs.lstat(`${at}/${entry}`)).mtimeMs < expiresMs
    const end = names.find((entry) => entry.startsWith(KEPT) || entry.startsWith(ENDED))
    if (end !== undefined) return { kind: 'ended', isRecent: await isRecent(end) }
    const holds = names.filter((entry) => entry.startsWith(HOLD))
    for (const hold of holds) if (await isRecent(hold)) return { kind: 'busy' }
    await fs.rename(`${temporary}/${HOLD}${me}`, `${at}/${HOLD}${me}`)
    for (const hold of holds) await drain(fs, `${at}/${hold}`, `${at}/${HOLD}${me}`)
    return { kind: 'held', slot: slotAt(fs, at, me) }
  } finally {
    await removeTemporary(fs, temporary, me)
  }
}

/** Moves everything out of a hold and removes it, which ends all that its process may still try. */
async function drain(fs: PosixFs, from: string, to: string): Promise<void> {
  for (let emptied = false; !emptied; ) {
    for (const name of await fs.readdir(from)) await fs.rename(`${from}/${name}`, `${to}/${name}`)
    emptied = await unlessNotEmpty(() => fs.rmdir(from))
  }
}

export function slotAt(fs: PosixFs, at: string, me: string): ArchiveSlot {
  const hold = `${at}/${HOLD}${me}`
  const has = (entry: SlotEntry) => exists(fs, `${hold}/${entry}`)
  return {
    has,
    pathOf: (entry) => `${hold}/${entry}`,
    settle: async () => fs.rename(hold, `${at}/${(await has('data')) || (await has('purging')) ? KEPT : ENDED}${me}`),
    async release() {
      await fs.rmdir(hold)
      await unlessNotEmpty(() => fs.rmdir(at))
    },
  }
}

export async function exists(fs: PosixFs, path: string): Promise<boolean> {
  return (await unlessErrno(['ENOENT'], () => fs.lstat(path))) !== undefined
}

const NOT_EMPTY = ['ENOTEMPTY', 'EEXIST']

/** False when the work fails because a directory is not empty. */
async function unlessNotEmpty(work: () => Promise<unknown>): Promise<boolean> {
  const done = await unlessErrno(NOT_EMPTY, () => work().then(() => true))
  return done === true
}

/** It is gone when it became the slot. */
async function removeTemporary(fs: PosixFs, temporary: string, me: string): Promise<void> {
  for (const path of [`${temporary}/${HOLD}${me}`, temporary])
    await unlessErrno(['ENOENT', 'ENOTDIR', ...NOT_EMPTY], () => fs.rmdir(path))
}

/** Removes what processes left that were killed before they had a slot. */
async function removeLeftTemporaries(
  fs: PosixFs,
  archive: DirectoryHandle,
  { me, before }: { readonly me: string; readonly before: number },
): Promise<void> {
  for await (const name of leftNames(fs, archive, { prefix: TEMPORARY, before }))
    if (name !== `${TEMPORARY}${me}`) await removeTemporary(fs, below(archive, name), name.slice(TEMPORARY.length))
}

/** Names with a prefix that last changed at `before` or earlier, in milliseconds since the epoch: of processes that were killed. */
export async function* leftNames(
  fs: PosixFs,
  directory: DirectoryHandle,
  { prefix, before }: { readonly prefix: string; readonly before: number },
): AsyncGenerator<string, void, undefined> {
  for (const name of await fs.readdir(below(directory, '.'))) {
    if (!name.startsWith(prefix)) continue
    const stat = await unlessErrno(['ENOENT'], () => fs.lstat(below(directory, name)))
    if (stat !== undefined && stat.mtimeMs <= before) yield name
  }
}
