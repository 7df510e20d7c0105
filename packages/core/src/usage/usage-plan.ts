import type { FileSystemPath } from '../model/file-system-path.js'
import { relationOf } from '../model/path-overlap.js'
import {
  type KnownDirectory,
  METERED_BYTES_PER_OPERATION,
  MIN_ENTRY_BYTES,
  type Usage,
  type UsageRecord,
} from '../model/usage/usage.js'

/** Estimate of the work, before it is done. */
export interface UsageEstimate {
  readonly directories: number
  /** Entries to look at; with the basis `file-system-size`, the most that there can be. */
  readonly entries: number
  /** Time that they take at the given pace. */
  readonly seconds: number
  /** Bytes that EFS meters as throughput, at 4 KiB for each operation. */
  readonly meteredBytes: number
  /** `last-measurements`: all of them were measured before. `file-system-size`: from the size of the whole file system. */
  readonly basis: 'last-measurements' | 'file-system-size'
}

/** The sum of the directories beside the size that EFS gives. Neither is a snapshot. */
export interface UsageComparison {
  /** Of all measured directories; one that lies inside another is counted once. */
  readonly measuredBytes: number
  readonly directories: number
  /** The oldest and the newest of their measurements, in ISO 8601. */
  readonly oldestMeasuredAt: string
  readonly newestMeasuredAt: string
  /** `SizeInBytes` of EFS, and the time at which EFS took it. */
  readonly fileSystemBytes: number
  readonly fileSystemBytesAt: string | undefined
  /** Bytes that no measured directory accounts for, archives included; negative when the size is older than the measurements. */
  readonly otherBytes: number
}

/** Directories to measure, the longest unmeasured first: never, then by the time of the last try. */
export function planUsage(directories: readonly KnownDirectory[], since: Date | undefined): readonly KnownDirectory[] {
  const from = since?.toISOString()
  return directories
    .filter(({ measured }) => measured === undefined || from === undefined || measured.measuredAt < from)
    .map((directory) => ({ directory, tried: lastTried(directory) }))
    .sort((a, b) => compare(a.tried, b.tried) || compare(a.directory.path, b.directory.path))
    .map(({ directory }) => directory)
}

function lastTried({ measured, partial }: UsageRecord): string {
  const times = [measured?.measuredAt ?? '', partial?.triedAt ?? '']
  return times.toSorted().at(-1) ?? ''
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** Undefined where nothing is known: some directory is new, and the size of the file system was not read. */
export function estimateUsage(
  due: readonly KnownDirectory[],
  { fileSystemBytes, operationsPerSecond }: { fileSystemBytes: number | undefined; operationsPerSecond: number },
): UsageEstimate | undefined {
  const known = due.flatMap(({ measured }) => (measured === undefined ? [] : [measured.entries]))
  const areAllKnown = known.length === due.length
  if (!areAllKnown && fileSystemBytes === undefined) return undefined
  const most = Math.ceil((fileSystemBytes ?? 0) / MIN_ENTRY_BYTES)
  const entries = areAllKnown ? known.reduce((sum, each) => sum + each, 0) : most
  return {
    directories: due.length,
    entries,
    seconds: Math.ceil(entries / operationsPerSecond),
    meteredBytes: entries * METERED_BYTES_PER_OPERATION,
    basis: areAllKnown ? 'last-measurements' : 'file-system-size',
  }
}

/** Undefined when nothing was measured yet. */
export function compareUsage(
  directories: readonly { readonly path: FileSystemPath; readonly usage?: Usage }[],
  fileSystem: { readonly sizeInBytes: number; readonly sizeTakenAt?: string },
): UsageComparison | undefined {
  const measured = directories.flatMap(({ path, usage }) => (usage === undefined ? [] : [{ path, usage }]))
  const times = measured.map(({ usage }) => usage.measuredAt).sort()
  const [oldestMeasuredAt] = times
  const newestMeasuredAt = times.at(-1)
  if (oldestMeasuredAt === undefined || newestMeasuredAt === undefined) return undefined
  const measuredBytes = outermost(measured).reduce((sum, { usage }) => sum + usage.bytes, 0)
  return {
    measuredBytes,
    directories: measured.length,
    oldestMeasuredAt,
    newestMeasuredAt,
    fileSystemBytes: fileSystem.sizeInBytes,
    fileSystemBytesAt: fileSystem.sizeTakenAt,
    otherBytes: fileSystem.sizeInBytes - measuredBytes,
  }
}

/** Leaves out directories that lie inside another one of the list. */
export function outermost<Item extends { readonly path: FileSystemPath }>(items: readonly Item[]): readonly Item[] {
  const kept: Item[] = []
  // With a slash at its end, a directory sorts before all that it holds, and nothing else comes between.
  for (const item of items.toSorted((a, b) => compare(`${a.path}/`, `${b.path}/`))) {
    const last = kept.at(-1)
    const relation = last === undefined ? undefined : relationOf(item.path, last.path)
    if (relation !== 'lies inside' && relation !== 'is') kept.push(item)
  }
  return kept
}
