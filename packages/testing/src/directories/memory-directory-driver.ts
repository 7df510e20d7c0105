import type {
  DirectoryDriver,
  DirectoryError,
  DirectoryReceipt,
  DirectorySpec,
  DirectoryState,
  FileSystemPath,
  Obstacle,
} from '@studio-efs/core/directories'
import { inBatchOrder, planDirectory, writableParentsOf } from '@studio-efs/core/driver-kit'
import { MountPathMissingError, NotMountedError } from '@studio-efs/core/errors'
import { err, ok, type Result } from 'neverthrow'
import { createMemoryTree, type MemoryEntry, type MemoryTree } from './memory-tree.js'

export interface MemoryDirectoryDriverOptions {
  /** What the mount path is, for the messages only; `/mnt/efs` unless told otherwise. */
  readonly mountPath?: string
  /** `mounted` unless told otherwise; with the other two every item fails, as it does with the posix driver. */
  readonly mount?: 'mounted' | 'not-mounted' | 'missing'
}

/** A {@link DirectoryDriver} on a tree in memory that decides as the posix driver does, and can be looked into. */
export interface MemoryDirectoryDriver extends DirectoryDriver {
  /** Everything below the root, sorted by path. */
  entries(): readonly MemoryEntry[]
  /** Puts something that is no directory at a path, in place of what stands there; directories on the way are made. */
  plant(path: string, obstacle: Obstacle): void
  /** From now on every call about this very path fails with this error, until it is given undefined. */
  failOn(path: string, error: DirectoryError | undefined): void
}

/**
 * @example
 * const directories = memoryDirectoryDriver()
 * await provisionUserDirectory({ ...context, directories }, input)
 * assert.deepEqual(directories.entries(), [{ path: '/alice', kind: 'directory', uid: 200001, gid: 1001, mode: 0o700 }])
 */
export function memoryDirectoryDriver(options: MemoryDirectoryDriverOptions = {}): MemoryDirectoryDriver {
  const tree = createMemoryTree()
  const failures = new Map<string, DirectoryError>()
  const unavailable = unavailableBy(options)
  const guarded = async <Item extends { readonly path: FileSystemPath }, Value>(
    items: readonly Item[],
    visit: (item: Item) => Result<Value, DirectoryError>,
  ) => inOrder(items, (item) => failed(unavailable ?? failures.get(item.path)) ?? visit(item))
  return {
    name: 'memory',
    ensureDirectories: (specs) => guarded(specs, (spec) => ensure(tree, spec)),
    inspectDirectories: (paths) =>
      guarded(
        paths.map((path) => ({ path })),
        ({ path }) => inspect(tree, path),
      ),
    entries: tree.entries,
    plant: tree.plant,
    failOn(path, error) {
      if (error === undefined) failures.delete(path)
      else failures.set(path, error)
    },
  }
}

function ensure(tree: MemoryTree, spec: DirectorySpec): Result<DirectoryReceipt, DirectoryError> {
  return inspect(tree, spec.path).map((state) => {
    const receipt = planDirectory(spec, state)
    if (receipt.outcome !== 'unchanged') tree.put(spec.path, { ...spec.owner, mode: spec.mode })
    return receipt
  })
}

function inspect(tree: MemoryTree, path: FileSystemPath): Result<DirectoryState, DirectoryError> {
  const obstacle = tree.obstacleTo(path)
  if (obstacle !== undefined) return err(obstacle)
  const found = tree.attributesOf(path)
  const way = writableParentsOf(path, tree.attributesOf)
  return ok(found === undefined ? { path, exists: false, ...way } : { path, exists: true, ...found, ...way })
}

function failed(error: DirectoryError | undefined): Result<never, DirectoryError> | undefined {
  return error === undefined ? undefined : err(error)
}

function unavailableBy({ mount, mountPath = '/mnt/efs' }: MemoryDirectoryDriverOptions): DirectoryError | undefined {
  if (mount === 'missing') return new MountPathMissingError(mountPath)
  return mount === 'not-mounted' ? new NotMountedError(mountPath) : undefined
}

function inOrder<Item extends { readonly path: FileSystemPath }, Value>(
  items: readonly Item[],
  visit: (item: Item) => Value,
): readonly Value[] {
  const numbered = items.map((item, index) => ({ item, index, path: item.path }))
  const visited = inBatchOrder(numbered).map(({ item, index }) => ({ index, value: visit(item) }))
  return visited.toSorted((a, b) => a.index - b.index).map(({ value }) => value)
}
