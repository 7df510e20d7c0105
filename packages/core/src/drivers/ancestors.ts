import type { AncestorInfo, ParentDirectory } from '../model/directory.js'
import { modeBits } from '../model/directory-mode.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import type { PosixOwner } from '../model/posix-owner.js'
import type { Attributes } from './attributes.js'
import { ancestorsOf } from './paths.js'

const SEARCH = 0o111

/**
 * Ancestors of `path` in which other users than root can replace entries, and those that not everybody can pass, root
 * first; no field when there are none. `attributesOf` returns undefined for an ancestor that does not exist.
 */
export function ancestorInfoOf(
  path: FileSystemPath,
  attributesOf: (parent: FileSystemPath) => Attributes | undefined,
): AncestorInfo {
  const parents = ancestorsOf(path).flatMap((parent): readonly ParentDirectory[] => {
    const found = attributesOf(parent)
    return found === undefined ? [] : [{ path: parent, ...found }]
  })
  const writableParents = parents.filter(othersCanReplaceEntries)
  const closedParents = parents.filter(({ mode }) => (modeBits(mode) & SEARCH) !== SEARCH)
  return {
    ...(writableParents.length === 0 ? {} : { writableParents }),
    ...(closedParents.length === 0 ? {} : { closedParents }),
  }
}

/** The user has no search permission on the directory, as far as its mode says: POSIX looks at one of the three classes. */
export function closedTo({ uid, gid }: PosixOwner, directory: Attributes): boolean {
  if (uid === 0) return false
  const bits = modeBits(directory.mode)
  if (uid === directory.uid) return (bits & 0o100) === 0
  return (bits & (gid === directory.gid ? 0o010 : 0o001)) === 0
}

/** In a sticky directory only its owner and the entry's owner can. */
function othersCanReplaceEntries({ uid, mode }: Attributes): boolean {
  const bits = modeBits(mode)
  const isSticky = (bits & 0o1000) !== 0
  return uid !== 0 || ((bits & 0o022) !== 0 && !isSticky)
}
