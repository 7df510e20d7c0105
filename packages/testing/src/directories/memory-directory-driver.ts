import {
  type ArchiveStore,
  type Claim,
  type ClaimStore,
  type Clock,
  type DirectoryDriver,
  type DirectoryError,
  type DirectoryReceipt,
  type DirectorySpec,
  type DirectoryState,
  type FileSystemPath,
  type IdentityLedger,
  type Obstacle,
  ROOT_PATH,
  systemClock,
  type UsageMeter,
} from '@studio-efs/core/directories'
import {
  ancestorInfoOf,
  checkClaimable,
  checkOutsideState,
  inBatchOrder,
  mayBeUnfinished,
  planDirectory,
} from '@studio-efs/core/driver-kit'
import { MountPathMissingError, NotMountedError } from '@studio-efs/core/errors'
import { err, ok, type Result } from 'neverthrow'
import { createMemoryArchives, type MemoryArchive } from './memory-archives.js'
import { backUpTree, type MemoryRestoration } from './memory-backup.js'
import { createMemoryClaims } from './memory-claims.js'
import { createMemoryIdentities, type MemoryIdentity } from './memory-identities.js'
import { createMemoryTree, type DirectoryAttributes, type MemoryEntry, type MemoryTree } from './memory-tree.js'
import { budgetOf, createMemoryUsage } from './memory-usage.js'

/** Options of {@link memoryDirectoryDriver}. */
export interface MemoryDirectoryDriverOptions {
  /** Mount path in the errors' messages. Default `/mnt/efs`. */
  readonly mountPath?: string
  /** With `not-mounted` or `missing` every item fails, as with the POSIX driver. Default `mounted`. */
  readonly mount?: 'mounted' | 'not-mounted' | 'missing'
  /** Dates archives and measurements, and goes on as the operations of a measurement or a purge take. Default: the computer's own clock. */
  readonly clock?: Clock
}

/** A {@link DirectoryDriver} on a tree in memory, which decides as the POSIX driver does. */
export interface MemoryDirectoryDriver extends DirectoryDriver, ClaimStore, ArchiveStore, IdentityLedger, UsageMeter {
  /** All entries below the root, sorted by path. */
  entries(): readonly MemoryEntry[]
  /** Creates a directory, or changes the owner and the mode of one; creates missing parent directories as root, 0755. */
  put(path: string, attributes: DirectoryAttributes): void
  /** Removes the entry at a path and everything below it. */
  remove(path: string): void
  /** Replaces the entry at a path by an obstacle; creates missing parent directories. */
  plant(path: string, obstacle: Obstacle): void
  /**
   * Backs up all entries as they are now. The function that it returns puts some of them below a recovery folder, as a restore job
   * of AWS Backup does: give it to `seed.recoveryPoint` as `restore`. `owners: 'root'` makes all of them root's. Default `kept`.
   */
  backUp(options?: { readonly owners?: 'kept' | 'root' }): (restored: MemoryRestoration) => void
  /** The claim of each claimed path. */
  claims(): ReadonlyMap<string, Claim>
  /** Directories that were archived, the oldest first. */
  archives(): readonly MemoryArchive[]
  /** The uids that the ledger gave or recorded, in ascending order. */
  identities(): readonly MemoryIdentity[]
  /** Fails every later request for this path with the error; `undefined` ends that. */
  failOn(path: string, error: DirectoryError | undefined): void
}

/**
 * Keeps directories in memory, for tests without a mount.
 *
 * @example
 * const directories = memoryDirectoryDriver()
 * const provisioned = await provisionUserDirectory({ ...context, directories }, { domainId, userProfileName: 'alice' })
 * assert.ok(provisioned.isOk())
 * assert.deepEqual(directories.entries(), [{ path: '/alice', kind: 'directory', uid: 200001, gid: 1001, mode: '0700' }])
 */
export function memoryDirectoryDriver(options: MemoryDirectoryDriverOptions = {}): MemoryDirectoryDriver {
  const { clock = systemClock } = options
  const tree = createMemoryTree(clock)
  const failures = new Map<string, DirectoryError>()
  const claimed = new Map<FileSystemPath, Claim>()
  const archives = createMemoryArchives(claimed, tree, clock)
  const claims = createMemoryClaims(tree, (path) => inspect(tree, path), { claims: claimed, archives })
  const usage = createMemoryUsage({ tree, claims: claims.claims, clock })
  const unavailable = unavailableBy(options)
  const forEach = async <Item extends { readonly path: FileSystemPath }, Value>(
    items: readonly Item[],
    visit: (item: Item) => Result<Value, DirectoryError>,
  ) => inOrder(items, (item) => failed(unavailable ?? failures.get(item.path)) ?? visit(item))
  return {
    name: 'memory',
    ensureDirectories: (specs) =>
      forEach(specs, (spec) => checkOutsideState(spec.path).andThen(() => ensure(tree, spec))),
    claimDirectories: (specs) => forEach(specs, (spec) => checkClaimable(spec.path).andThen(() => claims.claim(spec))),
    inspectClaims: (paths) =>
      forEach(
        paths.map((path) => ({ path })),
        ({ path }) => claims.inspect(path),
      ),
    releaseDirectories: (specs) =>
      forEach(specs, (spec) => checkClaimable(spec.path).andThen(() => claims.release(spec))),
    listClaims: (pages) => forEach(atRoot(pages), (page) => ok(archives.listClaims(page))),
    readServerTime: async () => failed(unavailable) ?? ok(archives.serverTime()),
    listArchives: (pages) => forEach(atRoot(pages), (page) => ok(archives.listArchives(page))),
    noteAbsences: (specs) => forEach(specs, (spec) => ok(archives.noteAbsence(spec))),
    purgeArchives: (specs) =>
      inTurn(specs, async (spec) => failed(unavailable ?? failures.get(ROOT_PATH)) ?? ok(await archives.purge(spec))),
    restoreDirectories: (specs) =>
      inTurn(
        specs,
        async (spec) =>
          failed(unavailable ?? failures.get(spec.path)) ??
          checkClaimable(spec.path).match(
            () => archives.restore(spec),
            async (error) => err(error),
          ),
      ),
    measureDirectories(specs, limits) {
      const budget = budgetOf(limits)
      return inTurn(specs, async ({ path }) => failed(unavailable ?? failures.get(path)) ?? usage.measure(path, budget))
    },
    listKnownDirectories: (pages) => forEach(pages, (page) => ok(usage.list(page))),
    claims: claims.claims,
    archives: archives.archives,
    inspectDirectories: (paths) =>
      forEach(
        paths.map((path) => ({ path })),
        ({ path }) => inspect(tree, path),
      ),
    ...createMemoryIdentities({ unavailable: failed(unavailable), archives: archives.everArchived }),
    entries: tree.entries,
    put: (path, attributes) => tree.put(path as FileSystemPath, attributes),
    remove: tree.remove,
    plant: tree.plant,
    backUp: ({ owners = 'kept' } = {}) => backUpTree(tree, owners),
    failOn(path, error) {
      if (error === undefined) failures.delete(path)
      else failures.set(path, error)
    },
  }
}

function ensure(tree: MemoryTree, spec: DirectorySpec): Result<DirectoryReceipt, DirectoryError> {
  return inspect(tree, spec.path)
    .andThen((state): Result<DirectoryReceipt, DirectoryError> => planDirectory(spec, state))
    .map((receipt) => {
      if (receipt.outcome !== 'unchanged') tree.put(spec.path, { ...spec.owner, mode: spec.mode })
      return receipt
    })
}

function inspect(tree: MemoryTree, path: FileSystemPath): Result<DirectoryState, DirectoryError> {
  const obstacle = tree.obstacleTo(path)
  if (obstacle !== undefined) return err(obstacle)
  const found = tree.attributesOf(path)
  const parents = ancestorInfoOf(path, tree.attributesOf)
  if (found === undefined) return ok({ path, exists: false, ...parents })
  const emptiness = mayBeUnfinished(found) ? { isEmpty: tree.isEmpty(path) } : {}
  return ok({ path, exists: true, ...found, ...emptiness, ...parents })
}

/** Items that name no path fail with the root. */
function atRoot<Item>(items: readonly Item[]): readonly (Item & { readonly path: FileSystemPath })[] {
  return items.map((item) => ({ ...item, path: ROOT_PATH }))
}

function failed(error: DirectoryError | undefined): Result<never, DirectoryError> | undefined {
  return error === undefined ? undefined : err(error)
}

function unavailableBy({ mount, mountPath = '/mnt/efs' }: MemoryDirectoryDriverOptions): DirectoryError | undefined {
  if (mount === 'missing') return new MountPathMissingError({ mountPath })
  return mount === 'not-mounted' ? new NotMountedError({ mountPath }) : undefined
}

/** One after another: the clock goes on meanwhile. */
async function inTurn<Item, Value>(
  items: readonly Item[],
  visit: (item: Item) => Promise<Value>,
): Promise<readonly Value[]> {
  const values: Value[] = []
  for (const item of items) values.push(await visit(item))
  return values
}

function inOrder<Item extends { readonly path: FileSystemPath }, Value>(
  items: readonly Item[],
  visit: (item: Item) => Value,
): readonly Value[] {
  const indexed = items.map((item, index) => ({ item, index, path: item.path }))
  const visited = inBatchOrder(indexed).map(({ item, index }) => ({ index, value: visit(item) }))
  return visited.toSorted((a, b) => a.index - b.index).map(({ value }) => value)
}
