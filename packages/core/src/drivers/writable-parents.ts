import type { AncestorInfo, WritableParent } from '../model/directory.js'
import type { FileSystemPath } from '../model/file-system-path.js'
import type { Attributes } from './attributes.js'
import { ancestorsOf } from './paths.js'

/**
 * Ancestors of `path` in which other users than root can replace entries, root first; no field when there are none.
 * `attributesOf` returns undefined for an ancestor that does not exist.
 */
export function writableParentsOf(
  path: FileSystemPath,
  attributesOf: (parent: FileSystemPath) => Attributes | undefined,
): AncestorInfo {
  const writableParents = ancestorsOf(path).flatMap((parent): readonly WritableParent[] => {
    const found = attributesOf(parent)
    if (found === undefined || !othersCanReplaceEntries(found)) return []
    const { uid, gid, mode } = found
    return [{ path: parent, uid, gid, mode }]
  })
  return writableParents.length === 0 ? {} : { writableParents }
}

/** In a sticky directory only its owner and the entry's owner can. */
function othersCanReplaceEntries({ uid, mode }: Attributes): boolean {
  const isSticky = (mode & 0o1000) !== 0
  return uid !== 0 || ((mode & 0o022) !== 0 && !isSticky)
}
