import type {
  Claim,
  Clock,
  DirectoryError,
  FileSystemPath,
  KnownDirectories,
  KnownDirectoriesPage,
  MeasureLimits,
  MeasureReceipt,
  Usage,
  UsageTotals,
} from '@studio-efs/core/directories'
import { MIN_ENTRY_BYTES } from '@studio-efs/core/driver-kit'
import { err, ok, type Result } from 'neverthrow'
import type { MemoryTree } from './memory-tree.js'

/** The usage of a memory driver. */
export interface MemoryUsage {
  /** Measures one directory with the operations that are left of the call. */
  measure(path: FileSystemPath, budget: MemoryBudget): Promise<Result<MeasureReceipt, DirectoryError>>
  list(page: KnownDirectoriesPage): KnownDirectories
}

/** Operations that one call may still make. */
export interface MemoryBudget {
  left: number
  readonly msPerOperation: number
}

export function budgetOf({ operationsPerSecond, maxMs }: MeasureLimits): MemoryBudget {
  return {
    left: Math.max(1, Math.floor((operationsPerSecond * maxMs) / 1000)),
    msPerOperation: 1000 / operationsPerSecond,
  }
}

interface Progress {
  readonly startedAt: string
  readonly counted: number
}

/** Every entry has the least size that EFS bills, since the tree has no contents. The clock goes on as the operations take. */
export function createMemoryUsage({
  tree,
  claims,
  clock,
}: {
  readonly tree: MemoryTree
  readonly claims: () => ReadonlyMap<string, Claim>
  readonly clock: Clock
}): MemoryUsage {
  const measured = new Map<FileSystemPath, Usage>()
  const started = new Map<FileSystemPath, Progress>()
  const now = () => new Date(clock.wallTime?.() ?? clock.now()).toISOString()
  const totalsOf = (entries: number): UsageTotals => ({
    bytes: entries * MIN_ENTRY_BYTES,
    entries,
    newestChangeAt: now(),
    unreadable: 0,
    otherMounts: 0,
  })

  return {
    async measure(path, budget) {
      const obstacle = tree.obstacleTo(path)
      if (obstacle !== undefined) return err(obstacle)
      if (tree.attributesOf(path) === undefined) {
        measured.delete(path)
        return ok({ path, outcome: 'missing' })
      }
      if (budget.left <= 0) return ok({ path, outcome: 'waiting' })
      const inside = path === '/' ? path : `${path}/`
      const all = 1 + tree.entries().filter((entry) => entry.path.startsWith(inside)).length
      const { startedAt, counted } = started.get(path) ?? { startedAt: now(), counted: 0 }
      const operations = Math.min(budget.left, all - counted)
      budget.left -= operations
      await clock.sleep(operations * budget.msPerOperation)
      if (counted + operations < all) {
        started.set(path, { startedAt, counted: counted + operations })
        return ok({ path, outcome: 'unfinished', soFar: totalsOf(counted + operations) })
      }
      const usage: Usage = { ...totalsOf(all), startedAt, measuredAt: now() }
      started.delete(path)
      measured.set(path, usage)
      return ok({ path, outcome: 'measured', usage })
    },
    list({ path, limit }) {
      const paths = [...new Set([...claims().keys(), ...measured.keys(), ...started.keys()])] as FileSystemPath[]
      const after = paths.filter((each) => each > path || (path === '/' && each === '/')).sort()
      const directories = after.slice(0, limit).map((each) => {
        const [claim, usage, progress] = [claims().get(each), measured.get(each), started.get(each)]
        const position = { names: [], counted: progress?.counted ?? 0 }
        return {
          path: each,
          ...(claim && { claim }),
          ...(usage && { measured: usage }),
          ...(progress && {
            partial: { ...totalsOf(progress.counted), startedAt: progress.startedAt, triedAt: now(), position },
          }),
        }
      })
      const next = directories.at(-1)?.path
      return { path, directories, ...(after.length > limit && next !== undefined && { next }) }
    },
  }
}
