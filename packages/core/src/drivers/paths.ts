import { type FileSystemPath, ROOT_PATH, segmentsOf } from '../model/file-system-path.js'

/**
 * Sorts items into the order in which a driver works on them: shallower paths first, so that a requested directory is
 * never made as an intermediate directory of another one; equal depths as given, so that the last of several specs of
 * one path wins.
 */
export function inBatchOrder<Item extends { readonly path: FileSystemPath }>(items: readonly Item[]): readonly Item[] {
  return items.toSorted((a, b) => depthOf(a.path) - depthOf(b.path))
}

/** Counts the names of a path, without making them. */
export function depthOf(path: FileSystemPath): number {
  let depth = path === ROOT_PATH ? 0 : 1
  for (let at = path.indexOf('/', 1); at !== -1; at = path.indexOf('/', at + 1)) depth += 1
  return depth
}

/** The root is its own parent. */
export function parentOf(path: FileSystemPath): FileSystemPath {
  const end = path.lastIndexOf('/')
  return end <= 0 ? ROOT_PATH : (path.slice(0, end) as FileSystemPath)
}

/** Ancestors of `path`, the root first. */
export function ancestorsOf(path: FileSystemPath): readonly FileSystemPath[] {
  return path === ROOT_PATH ? [] : [ROOT_PATH, ...stepsTo(path).slice(0, -1)]
}

/** The directories from the root (excluded) down to `path` (included). */
export function stepsTo(path: FileSystemPath): readonly FileSystemPath[] {
  const names = segmentsOf(path)
  return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}` as FileSystemPath)
}

/** The last name of `path`; `.` for the root. */
export function nameOf(path: FileSystemPath): string {
  return path === ROOT_PATH ? '.' : path.slice(path.lastIndexOf('/') + 1)
}
