import { type Claim, decodeClaim } from '../../../model/claim.js'
import { type FileSystemPath, segmentsOf } from '../../../model/file-system-path.js'
import type { ClaimPage, ClaimPageSpec, ListedClaim } from '../../archive-store.js'
import { openBelow, statePath } from '../claims/state-directory.js'
import { unlessErrno } from '../errno.js'
import { below, obstacleIn, type PosixFs } from '../fs.js'
import { readPage, walkInOrder } from './walk-in-order.js'
import type { OpenState } from './with-state.js'

/** Reads a page of the claims, each of which is a symbolic link in `/.studio-efs/claims`. */
export async function listClaims(
  fs: PosixFs,
  { state }: OpenState,
  { after, limit, spelledLike }: ClaimPageSpec,
): Promise<ClaimPage> {
  const none = { claims: [], unreadable: [] }
  if (state === undefined) return none
  const { handle: parent, device } = state
  const tree = await openBelow(fs, { parent, path: statePath('claims'), device }, 'leave')
  if (tree === undefined) return none
  const wanted = spelledLike === undefined ? undefined : segmentsOf(spelledLike).map((name) => name.toLowerCase())
  try {
    const leaves = walkInOrder<Claim | 'unreadable'>(fs, {
      top: below(tree, '.'),
      after: namesOf(after),
      // A directory of the tree is no link; anything else is no claim of this release.
      look: async (path, names) => {
        // Names that were read with their directory cost nothing more.
        if (wanted !== undefined && names.at(-1)?.toLowerCase() !== wanted[names.length - 1]) return 'skip'
        const text = await unlessErrno(['EINVAL'], () => fs.readlink(path))
        if (text !== undefined) return decodeClaim(text).unwrapOr('unreadable' as const)
        return obstacleIn(await fs.lstat(path)) === undefined ? 'descend' : 'unreadable'
      },
    })
    const { page, next } = await readPage(leaves, limit)
    const listed = page.map(({ names, found }) => ({ path: `/${names.join('/')}` as FileSystemPath, claim: found }))
    return {
      claims: listed.filter((each): each is ListedClaim => each.claim !== 'unreadable'),
      unreadable: listed.filter(({ claim }) => claim === 'unreadable').map(({ path }) => path),
      ...(next === undefined ? {} : { next }),
    }
  } finally {
    await tree.close()
  }
}

export function namesOf(after: string | undefined): readonly string[] {
  return after === undefined ? [] : after.split('/')
}
