import type { FileSystemPath } from '../../model/file-system-path.js'
import { parentOf } from '../paths.js'

/** Directories made one after another in a parent, after which the next one is expected to be missing, too. */
const STREAK = 8

/**
 * Guesses for one batch if a directory is missing, from those before it in the same parent: a request to the file server
 * less for each directory of a batch of new ones. A wrong guess costs one.
 */
export interface MissingStreaks {
  expectsMissing(path: FileSystemPath): boolean
  note(path: FileSystemPath, found: 'missing' | 'present'): void
}

export function createMissingStreaks(): MissingStreaks {
  const lengths = new Map<FileSystemPath, number>()
  return {
    expectsMissing: (path) => (lengths.get(parentOf(path)) ?? 0) >= STREAK,
    note(path, found) {
      const parent = parentOf(path)
      lengths.set(parent, found === 'missing' ? (lengths.get(parent) ?? 0) + 1 : 0)
    },
  }
}
