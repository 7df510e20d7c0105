import { constants } from 'node:fs'
import type { UsageTotals } from '../../../model/usage/usage.js'
import type { FileStat } from '../fs.js'
import { billedBytes } from './billed-bytes.js'

/** Totals while a scan goes on. */
export interface RunningTotals {
  bytes: number
  entries: number
  newestChangeMs: number
  unreadable: number
  otherMounts: number
}

export function emptyTotals(): RunningTotals {
  return { bytes: 0, entries: 0, newestChangeMs: 0, unreadable: 0, otherMounts: 0 }
}

export function runningTotals({ newestChangeAt, ...totals }: UsageTotals): RunningTotals {
  const { bytes, entries, unreadable, otherMounts } = totals
  return { bytes, entries, unreadable, otherMounts, newestChangeMs: Date.parse(newestChangeAt) }
}

/** Each name of a file has its share of the file: nothing has to be remembered to count a file once. */
export function addEntry(totals: RunningTotals, { blocks, nlink, mode, ctimeMs }: FileStat): void {
  const names = (mode & constants.S_IFMT) === constants.S_IFDIR ? 1 : Math.max(1, nlink)
  totals.entries += 1
  totals.bytes += billedBytes({ blocks }) / names
  totals.newestChangeMs = Math.max(totals.newestChangeMs, ctimeMs)
}

/** Totals of a scan that goes on keep fractions of bytes; those of one that ended are rounded. */
export function usageTotals({ newestChangeMs, ...totals }: RunningTotals): UsageTotals {
  return { ...totals, newestChangeAt: new Date(newestChangeMs).toISOString() }
}
