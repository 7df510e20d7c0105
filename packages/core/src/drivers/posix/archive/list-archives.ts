import { decodeClaim, type Generation } from '../../../model/claim.js'
import { type ArchiveName, parseArchiveName } from '../../../model/state/archive-name.js'
import type { ArchivedDirectory, ArchivePage, PageSpec } from '../../archive-store.js'
import { openBelow, statePath } from '../claims/state-directory.js'
import { unlessErrno } from '../errno.js'
import { below, obstacleIn, type PosixFs } from '../fs.js'
import { slotStateIn } from './kept-slot.js'
import { namesOf } from './list-claims.js'
import { readPage, walkInOrder } from './walk-in-order.js'
import type { OpenState } from './with-state.js'

/** Domain, profile, generation. */
const DEPTH = 3

/** Reads a page of the archive. A directory that an interrupted run left in its hold is archived, too. */
export async function listArchives(
  fs: PosixFs,
  { state }: OpenState,
  { after, limit }: PageSpec,
): Promise<ArchivePage> {
  if (state === undefined) return { archives: [] }
  const { handle: parent, device } = state
  const archive = await openBelow(fs, { parent, path: statePath('archive'), device }, 'leave')
  if (archive === undefined) return { archives: [] }
  try {
    const leaves = walkInOrder(fs, {
      top: below(archive, '.'),
      after: namesOf(after),
      look: async (path, names) => {
        const name = names.length < DEPTH ? undefined : parseArchiveName(names.join('/')).unwrapOr(undefined)
        // A profile may be called `tmp-alice`: only beside slots is that the name of an unfinished one.
        if (name === undefined && names.length === DEPTH) return 'skip'
        // What a link leads to is no archive.
        if (obstacleIn(await fs.lstat(path)) !== undefined) return 'skip'
        if (name === undefined) return 'descend'
        return (await archivedAt(fs, path, name)) ?? 'skip'
      },
    })
    const { page, next } = await readPage(leaves, limit)
    return { archives: page.map(({ found }) => found), ...(next === undefined ? {} : { next }) }
  } finally {
    await archive.close()
  }
}

/** Undefined for a slot whose directory was missing, was handed on, or was purged. */
async function archivedAt(fs: PosixFs, slot: string, archive: ArchiveName): Promise<ArchivedDirectory | undefined> {
  const found = await slotStateIn(fs, slot, archive)
  if (found === undefined) return undefined
  const { holder, state } = found
  const data = await fs.lstat(`${holder}/${state === 'purging' ? 'purging' : 'data'}`)
  const { mtimeMs } = await fs.lstat(holder)
  const generation = await generationIn(fs, holder)
  return {
    archive,
    ...(generation && { generation }),
    archivedAt: new Date(mtimeMs).toISOString(),
    owner: { uid: data.uid, gid: data.gid },
    state,
  }
}

async function generationIn(fs: PosixFs, holder: string): Promise<Generation | undefined> {
  const text = await unlessErrno(['ENOENT', 'EINVAL'], () => fs.readlink(`${holder}/claim`))
  const claim = text === undefined ? undefined : decodeClaim(text).unwrapOr(undefined)
  if (claim?.kind !== 'private') return undefined
  const { kind: _, ...generation } = claim
  return generation
}
