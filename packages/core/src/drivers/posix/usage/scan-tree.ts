import { constants } from 'node:fs'
import type { ScanPosition } from '../../../model/usage/usage.js'
import { belowBytes, streamOf } from '../entry-stream.js'
import { errnoOf, unlessErrno } from '../errno.js'
import { DIRECTORY_NOT_LINK, type DirectoryHandle, type FileStat, type PosixFs } from '../fs.js'
import { mountIdOf } from '../mount.js'
import type { ScanPace } from './scan-pace.js'
import { addEntry, type RunningTotals } from './scan-totals.js'

/** A directory to scan: open, on a device, with the mount that it belongs to. */
export interface ScanRoot {
  readonly handle: DirectoryHandle
  readonly stat: FileStat
}

export interface Scan {
  readonly fs: PosixFs
  readonly root: ScanRoot
  readonly pace: ScanPace
  /** Undefined: from the beginning. */
  readonly from: ScanPosition | undefined
  readonly totals: RunningTotals
  /** Acts on the entries of a batch after they were counted, those of other mounts left out. Default: nothing. */
  onEntries?(parent: DirectoryHandle, entries: readonly ScannedEntry[]): Promise<void>
}

/** An entry of a directory, its name one byte a character. */
export interface ScannedEntry {
  readonly name: string
  readonly stat: FileStat
}

/** Undefined when the scan came to its end. */
export type ScanStop = { readonly position: ScanPosition; readonly totals: RunningTotals } | undefined

/** A directory between the root and the present one, with its subdirectories that are still to be scanned. */
interface Frame {
  readonly name: string
  readonly stat: FileStat
  /** Sorted backwards, so that the next one is the last. */
  readonly pending: string[]
}

/** A position is kept in a symbolic link, whose target has at most 4095 bytes. */
const MAX_POSITION_BYTES = 2000
/** Entries vanish, change their kind or move while a scan goes on. */
const VANISHED = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ESTALE'] as const
const CLOSED = ['EACCES', 'EPERM']
const GONE = [...VANISHED, ...CLOSED]

/**
 * Counts a tree, the directories of one parent in the order of their names. At most three descriptors are open, whatever the
 * depth: the way up is `..`, believed only when it leads to the directory that the scan came from. A directory that was moved
 * meanwhile is looked for by its names from the root; no link is followed in either case.
 */
export async function scanTree({ fs, root, pace, from, totals, onEntries }: Scan): Promise<ScanStop> {
  const mountId = await mountIdOf(fs, root.handle)
  const frames: Frame[] = [{ name: '', stat: root.stat, pending: [] }]
  let current = { handle: root.handle, depth: 0 }
  let stop: ScanStop = { position: from ?? { names: [], counted: 0 }, totals: { ...totals } }

  let hasCounted = false
  /** Every call goes on by one batch at least, however long it took to return to the position. */
  const isOver = () => hasCounted && pace.isOver()

  function keepPosition(counted: number): void {
    const names = frames.slice(1).map(({ name }) => name)
    if (Buffer.byteLength(JSON.stringify(names)) <= MAX_POSITION_BYTES)
      stop = { position: { names, counted }, totals: { ...totals } }
  }

  async function leaveFor(next: DirectoryHandle, depth: number): Promise<void> {
    const left = current.handle
    current = { handle: next, depth }
    if (left !== root.handle) await left.close()
  }

  /** Opens a subdirectory of the present directory. Undefined for anything else, another mount included. */
  async function openChild(parent: DirectoryHandle, name: string): Promise<DirectoryHandle | undefined> {
    return unlessErrno(GONE, () => fs.open(belowBytes(parent, name), DIRECTORY_NOT_LINK))
  }

  async function isAt(handle: DirectoryHandle, { stat }: Frame): Promise<boolean> {
    const found = await handle.stat()
    return found.dev === stat.dev && found.ino === stat.ino
  }

  /** Makes the directory of the last frame the present one. False when it is no longer there. */
  async function returnToLast(): Promise<boolean> {
    const depth = frames.length - 1
    const frame = frames[depth]
    if (frame === undefined || current.depth === depth) return frame !== undefined
    if (current.depth - depth <= depth) {
      while (current.depth > depth) {
        const above = await unlessErrno(GONE, () => fs.open(belowBytes(current.handle, '..'), DIRECTORY_NOT_LINK))
        if (above === undefined) break
        await leaveFor(above, current.depth - 1)
      }
      if (current.depth === depth && (await isAt(current.handle, frame))) return true
    }
    await leaveFor(root.handle, 0)
    for (const { name } of frames.slice(1)) {
      const next = await openChild(current.handle, name)
      if (next === undefined) return false
      await leaveFor(next, current.depth + 1)
    }
    return isAt(current.handle, frame)
  }

  /** Undefined for the root of another mount. */
  async function statHere(handle: DirectoryHandle): Promise<FileStat | undefined> {
    try {
      const stat = await handle.stat()
      return stat.dev === root.stat.dev && (await mountIdOf(fs, handle)) === mountId ? stat : undefined
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /** Enters a subdirectory; false for one that is gone, or that belongs to another mount. */
  async function enter(name: string): Promise<boolean> {
    await pace.take(2)
    const handle = await openChild(current.handle, name)
    if (handle === undefined) return false
    const stat = await statHere(handle)
    if (stat === undefined) {
      await handle.close()
      totals.otherMounts += 1
      return false
    }
    await leaveFor(handle, current.depth + 1)
    frames.push({ name, stat, pending: [] })
    return true
  }

  /** Counts the entries of the present directory after the first `counted`. False when the time is over. */
  async function readEntries(pending: string[], counted: number): Promise<boolean> {
    let seen = 0
    for await (const batch of streamOf(fs, current.handle)) {
      const isCounted = seen + batch.length <= counted
      if (!isCounted) {
        keepPosition(Math.max(seen, counted))
        if (isOver()) return false
        await pace.take(batch.length)
        hasCounted = true
      }
      const stats = isCounted ? [] : await Promise.all(batch.map(({ name }) => lookAt(current.handle, name)))
      const scanned: ScannedEntry[] = []
      for (const [index, { name, isDirectory }] of batch.entries()) {
        seen += 1
        if (seen <= counted) {
          if (isDirectory) pending.push(name)
          continue
        }
        const stat = stats[index]
        if (stat === undefined) continue
        if (stat.dev !== root.stat.dev) totals.otherMounts += 1
        else {
          addEntry(totals, stat)
          scanned.push({ name, stat })
          if ((stat.mode & constants.S_IFMT) === constants.S_IFDIR) pending.push(name)
        }
      }
      await onEntries?.(current.handle, scanned)
    }
    return true
  }

  function lookAt(parent: DirectoryHandle, name: string): Promise<FileStat | undefined> {
    return unlessErrno(VANISHED, () => fs.lstat(belowBytes(parent, name)))
  }

  /** The subdirectories of the present directory that come after `name`. */
  async function readPending(pending: string[], name: string): Promise<void> {
    for await (const batch of streamOf(fs, current.handle))
      for (const entry of batch) if (entry.isDirectory && entry.name > name) pending.push(entry.name)
    sortBackwards(pending)
  }

  /** Goes down to the position; where a directory is gone, on to the next one. Returns false when nothing is left to read. */
  async function goTo({ names }: ScanPosition): Promise<boolean> {
    for (const name of names) {
      await pace.take(2)
      await unlessErrno(GONE, () => readPending(frames.at(-1)?.pending ?? [], name))
      if (!(await enter(name))) return false
    }
    return true
  }

  async function readCurrent(counted: number): Promise<boolean> {
    const pending = frames.at(-1)?.pending ?? []
    try {
      if (!(await readEntries(pending, counted))) return false
    } catch (error) {
      const code = errnoOf(error) ?? ''
      if (CLOSED.includes(code)) totals.unreadable += 1
      else if (!VANISHED.some((vanished) => vanished === code)) throw error
    }
    sortBackwards(pending)
    return true
  }

  try {
    const isThere = from === undefined || (await goTo(from))
    if (isThere && !(await readCurrent(from?.counted ?? 0))) return stop
    while (frames.length > 0) {
      const pending = frames.at(-1)?.pending ?? []
      const next = pending.pop()
      if (next === undefined || !(await returnToLast())) frames.pop()
      else if (await enter(next)) {
        keepPosition(0)
        if (isOver() || !(await readCurrent(0))) return stop
      }
    }
    return undefined
  } finally {
    await leaveFor(root.handle, 0)
  }
}

function sortBackwards(names: string[]): void {
  names.sort().reverse()
}
