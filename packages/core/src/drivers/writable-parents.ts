import type { DirectoryState, WritableParent } from '../model/directory.js'
import { type FileSystemPath, ROOT_PATH } from '../model/file-system-path.js'
import { stepsTo } from './paths.js'

type Attributes = Omit<WritableParent, 'path'>

/**
 * The field of a {@link DirectoryState} that names the directories on the way to `path` in which others than root can
 * replace entries; no field when there are none. `attributesOf` knows those that exist.
 */
export function writableParentsOf(
  path: FileSystemPath,
  attributesOf: (parent: FileSystemPath) => Attributes | undefined,
): Pick<DirectoryState, 'writableParents'> {
  const writableParents = parentsOf(path).flatMap((parent): readonly WritableParent[] => {
    const found = attributesOf(parent)
    if (found === undefined || !othersCanReplaceIn(found)) return []
    const { uid, gid, mode } = found
    return [{ path: parent, uid, gid, mode }]
  })
  return writableParents.length === 0 ? {} : { writableParents }
}

/** Every directory on the way to `path`, the root first, itself excluded. */
export function parentsOf(path: FileSystemPath): readonly FileSystemPath[] {
  return path === ROOT_PATH ? [] : [ROOT_PATH, ...stepsTo(path).slice(0, -1)]
}

/** The sticky bit keeps everybody but the owners from it: that of the entry, and that of the directory. */
function othersCanReplaceIn({ uid, mode }: Attributes): boolean {
  const isSticky = (mode & 0o1000) !== 0
  return uid !== 0 || ((mode & 0o022) !== 0 && !isSticky)
}
