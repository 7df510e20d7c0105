import { type Clock, type FileSystemPath, type Obstacle, ROOT_PATH } from '@studio-efs/core/directories'
import { stepsTo } from '@studio-efs/core/driver-kit'
import { NotADirectoryError } from '@studio-efs/core/errors'

/** Owner and mode, in four octal digits: `0700`. */
export interface DirectoryAttributes {
  readonly uid: number
  readonly gid: number
  readonly mode: string
}

/** Entry of the memory driver's tree. */
export type MemoryEntry =
  | ({ readonly path: string; readonly kind: 'directory' } & DirectoryAttributes)
  | { readonly path: string; readonly kind: Obstacle }

/** A file system of directories and obstacles. */
export interface MemoryTree {
  entries(): readonly MemoryEntry[]
  attributesOf(path: FileSystemPath): DirectoryAttributes | undefined
  /** Last change of a directory or of its list of entries, in milliseconds of the clock. */
  changedAt(path: string): number
  /** Sets the time of the last change. */
  dateChange(path: string, ms: number): void
  obstacleTo(path: FileSystemPath): NotADirectoryError | undefined
  isEmpty(path: FileSystemPath): boolean
  /** Creates or changes a directory; creates missing parents as root, 0755. */
  put(path: FileSystemPath, attributes: DirectoryAttributes): void
  /** Removes the entry at a path and everything below it. */
  remove(path: string): void
  /** Replaces the entry at a path and everything below it. */
  plant(path: string, obstacle: Obstacle): void
}

const ROOT_ATTRIBUTES: DirectoryAttributes = { uid: 0, gid: 0, mode: '0755' }

export function createMemoryTree({ now }: Pick<Clock, 'now'>): MemoryTree {
  const nodes = new Map<string, DirectoryAttributes | Obstacle>([[ROOT_PATH, ROOT_ATTRIBUTES]])
  const changes = new Map<string, number>()
  const noteChange = (path: string) => {
    changes.set(path, now())
    changes.set(path.slice(0, path.lastIndexOf('/')) || ROOT_PATH, now())
  }
  const makeParents = (path: FileSystemPath) => {
    for (const step of stepsTo(path).slice(0, -1)) {
      if (nodes.has(step)) continue
      nodes.set(step, ROOT_ATTRIBUTES)
      noteChange(step)
    }
  }
  const remove = (path: string) => {
    for (const at of nodes.keys()) {
      if (at !== path && !at.startsWith(`${path}/`)) continue
      nodes.delete(at)
      changes.delete(at)
    }
    noteChange(path)
  }
  return {
    entries: () =>
      [...nodes]
        .filter(([path]) => path !== ROOT_PATH)
        .map(([path, node]) => entryOf(path, node))
        .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    attributesOf(path) {
      const node = nodes.get(path)
      return typeof node === 'object' ? node : undefined
    },
    changedAt: (path) => changes.get(path) ?? 0,
    dateChange: (path, ms) => void changes.set(path, ms),
    obstacleTo(path) {
      for (const step of stepsTo(path)) {
        const node = nodes.get(step)
        if (typeof node === 'string') return new NotADirectoryError({ path, component: step, found: node })
      }
      return undefined
    },
    isEmpty(path) {
      const prefix = path === ROOT_PATH ? path : `${path}/`
      return ![...nodes.keys()].some((at) => at !== path && at.startsWith(prefix))
    },
    put(path, { uid, gid, mode }) {
      makeParents(path)
      nodes.set(path, { uid, gid, mode })
      noteChange(path)
    },
    remove,
    plant(path, obstacle) {
      makeParents(path as FileSystemPath)
      remove(path)
      nodes.set(path, obstacle)
    },
  }
}

function entryOf(path: string, node: DirectoryAttributes | Obstacle): MemoryEntry {
  return typeof node === 'string' ? { path, kind: node } : { path, kind: 'directory', ...node }
}
