import type { DirectoryDriver, FileSystemPath, KnownDirectory, UsageMeter } from '@studio-efs/core/directories'
import { type MemoryDirectoryDriver, memoryDirectoryDriver } from '@studio-efs/testing'
import { ok } from 'neverthrow'
// Rare verbs are loaded when they are first called; the clock of a test would run to its deadline meanwhile.
import '../../core/src/drivers/lambda/later-methods.js'
import '../../core/src/drivers/lambda/later-verbs.js'

const at = '2026-01-01T00:30:00.000Z'

/** Directories in memory with a meter: each takes a GiB for each letter of its path. */
export function meteredDirectories(): MemoryDirectoryDriver & DirectoryDriver & UsageMeter {
  const memory = memoryDirectoryDriver()
  const known = new Map<FileSystemPath, KnownDirectory>()
  return {
    ...memory,
    listKnownDirectories: async (pages) =>
      pages.map(({ path }) =>
        ok({ path, directories: [...known.values()].sort((a, b) => (a.path < b.path ? -1 : 1)) }),
      ),
    measureDirectories: async (specs) =>
      specs.map(({ path }) => {
        if (!memory.entries().some((entry) => entry.path === path)) return ok({ path, outcome: 'missing' as const })
        const totals = { bytes: path.length * 2 ** 30, entries: path.length, unreadable: 0, otherMounts: 0 }
        const usage = { ...totals, newestChangeAt: at, startedAt: at, measuredAt: at }
        known.set(path, { path, measured: usage })
        return ok({ path, outcome: 'measured' as const, usage })
      }),
  }
}
