import type { FileSystemPath } from '@studio-efs/core/directories'
import type { MemoryTree } from './memory-tree.js'

/** Entries of a backup that are put below a directory at the root. */
export interface MemoryRestoration {
  /** Paths; undefined for all of it. */
  readonly items: readonly string[] | undefined
  /** Such as `/aws-backup-restore_2026-11-26T10-15-30-123Z`. */
  readonly folder: string
  /** In milliseconds of the clock. Default: now. */
  readonly completedAt?: number
}

/** Keeps the entries of a tree as they are. Restoring an item that it does not have throws. */
export function backUpTree(tree: MemoryTree, owners: 'kept' | 'root'): (restored: MemoryRestoration) => void {
  const entries = tree.entries()
  return ({ items, folder, completedAt }) => {
    const missing = items?.find((item) => !entries.some(({ path }) => path === item))
    if (missing !== undefined) throw new Error(`The backup does not have ${missing}.`)
    const isWanted = (path: string) =>
      items === undefined || items.some((item) => path === item || path.startsWith(`${item}/`))
    tree.put(folder as FileSystemPath, { uid: 0, gid: 0, mode: '0755' })
    for (const entry of entries.filter(({ path }) => isWanted(path))) {
      const path = `${folder}${entry.path}` as FileSystemPath
      if (entry.kind !== 'directory') tree.plant(path, entry.kind)
      else tree.put(path, { ...entry, ...(owners === 'root' && { uid: 0, gid: 0 }) })
    }
    if (completedAt !== undefined) tree.dateChange(folder, completedAt)
  }
}
