import { err, ok, type Result } from 'neverthrow'
import type { PartialUsage, UsageRecord } from '../../../model/usage/usage.js'
import { type Clock, wallTimeOf } from '../../../time/clock.js'
import type { DirectoryError } from '../../directory-error.js'
import type { MeasureLimits, MeasureReceipt, MeasureSpec } from '../../usage-meter.js'
import { openStateDirectory } from '../claims/state-directory.js'
import { type Entry, openEntry, statIfPresent } from '../entry.js'
import { toResult } from '../errno.js'
import type { DirectoryHandle, PosixFs } from '../fs.js'
import { inspectVisitor } from '../inspect.js'
import { type BatchContext, runBatch } from '../run-batch.js'
import type { DirectoryVisitor } from '../sibling-group.js'
import { createScanPace, type ScanPace } from './scan-pace.js'
import { addEntry, emptyTotals, type RunningTotals, runningTotals, usageTotals } from './scan-totals.js'
import { scanTree } from './scan-tree.js'
import { openUsageStore, type UsageStore } from './usage-store.js'

export interface MeasureContext extends BatchContext {
  readonly fs: PosixFs
  readonly clock: Clock
}

/** A scan that rested for longer than this begins anew: too much has changed since. */
const PARTIAL_EXPIRES_MS = 7 * 86_400_000

/** Measures one directory after another. Each has its result kept before the next one begins. */
export async function measureDirectories(
  context: MeasureContext,
  specs: readonly MeasureSpec[],
  limits: MeasureLimits,
): Promise<readonly Result<MeasureReceipt, DirectoryError>[]> {
  const pace = createScanPace(context.clock, limits)
  const results: Result<MeasureReceipt, DirectoryError>[] = []
  for (const { path } of specs) {
    const batch = [{ path }]
    results.push(
      ...(pace.isOver() ? batch.map(waiting) : await runBatch(context, batch, measureVisitor(context, pace))),
    )
  }
  return results
}

function waiting({ path }: MeasureSpec): Result<MeasureReceipt, never> {
  return ok({ path, outcome: 'waiting' })
}

function measureVisitor({ fs, clock }: MeasureContext, pace: ScanPace): DirectoryVisitor<MeasureSpec, MeasureReceipt> {
  let root: DirectoryHandle | undefined
  return {
    begin(opened) {
      root = opened
    },
    enter: inspectVisitor(fs).enter,
    visit: async (entry, { path }) =>
      missingAsOutcome(
        path,
        await toResult(path, async () => {
          if (root === undefined) throw new Error('A batch opens its root first.')
          const state = await openStateDirectory(fs, root, 'make')
          if (state === undefined) return { path, outcome: 'waiting' as const }
          try {
            const store = await openUsageStore(fs, state, 'make')
            if (store === undefined) return { path, outcome: 'waiting' as const }
            return await measureEntry({ fs, clock, pace, store }, entry).finally(store.close)
          } finally {
            await state.handle.close()
          }
        }),
      ),
    unreached: ({ path }, error) => missingAsOutcome(path, err(error)),
  }
}

/** A missing directory, or one below a missing directory, is an outcome and not an error. */
function missingAsOutcome(
  path: MeasureSpec['path'],
  result: Result<MeasureReceipt, DirectoryError>,
): Result<MeasureReceipt, DirectoryError> {
  return result.orElse(
    (error): Result<MeasureReceipt, DirectoryError> =>
      error.name === 'DirectoryIoError' && error.code === 'ENOENT'
        ? ok({ path, outcome: 'missing' as const })
        : err(error),
  )
}

interface Measuring {
  readonly fs: PosixFs
  readonly clock: Clock
  readonly pace: ScanPace
  readonly store: UsageStore
}

async function measureEntry({ fs, clock, pace, store }: Measuring, entry: Entry): Promise<MeasureReceipt> {
  const { path } = entry
  if ((await statIfPresent(fs, entry)) === undefined) {
    await store.remove(path)
    return { path, outcome: 'missing' }
  }
  const record = (await store.read(path)) ?? { path }
  const now = () => new Date(wallTimeOf(clock)).toISOString()
  const handle = await openEntry(fs, entry)
  try {
    const stat = await handle.stat()
    const partial = freshPartial(record, wallTimeOf(clock))
    const startedAt = partial?.startedAt ?? now()
    const totals: RunningTotals = partial === undefined ? emptyTotals() : runningTotals(partial)
    if (partial === undefined) addEntry(totals, stat)
    const stop = await scanTree({ fs, root: { handle, stat }, pace, from: partial?.position, totals })
    if (stop !== undefined) {
      const soFar = usageTotals(stop.totals)
      await store.write({ ...record, partial: { ...soFar, startedAt, triedAt: now(), position: stop.position } })
      return { path, outcome: 'unfinished', soFar }
    }
    const usage = { ...usageTotals({ ...totals, bytes: Math.round(totals.bytes) }), startedAt, measuredAt: now() }
    await store.write({ path, measured: usage })
    return { path, outcome: 'measured', usage }
  } finally {
    await handle.close()
  }
}

function freshPartial({ partial }: UsageRecord, nowMs: number): PartialUsage | undefined {
  if (partial === undefined) return undefined
  return nowMs - Date.parse(partial.triedAt) < PARTIAL_EXPIRES_MS ? partial : undefined
}
