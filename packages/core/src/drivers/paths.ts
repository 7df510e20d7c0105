import { type FileSystemPath, ROOT_PATH, segmentsOf } from '../model/file-system-path.js'

interface HasPath {
  readonly path: FileSystemPath
}

/**
 * The items in the order in which a driver makes them, whatever order they are given in: shallower paths first, so that
 * a directory that is asked for is never made as somebody's intermediate directory; the same path as given, so that
 * the last one of several wins.
 */
export function inBatchOrder<Item extends HasPath>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => segmentsOf(a.path).length - segmentsOf(b.path).length)
}

/** The directory that holds `path`; the root holds itself. */
export function parentOf(path: FileSystemPath): FileSystemPath {
  const end = path.lastIndexOf('/')
  return end <= 0 ? ROOT_PATH : (path.slice(0, end) as FileSystemPath)
}

/** Every directory on the way from the root to `path`, itself included, the root excluded. */
export function stepsTo(path: FileSystemPath): readonly FileSystemPath[] {
  const names = segmentsOf(path)
  return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}` as FileSystemPath)
}

/** The path's last name; `.` for the root, which is how a directory names itself. */
export function nameOf(path: FileSystemPath): string {
  return segmentsOf(path).at(-1) ?? '.'
}

/** Neighbours in order of first appearance, items of a group in the order given. */
export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
