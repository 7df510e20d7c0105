import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { type CallEndedError, untilCallEnds } from '../call.js'
import type { DirectoryError } from '../drivers/directory-error.js'
import type { UsageCall } from '../drivers/known-directories.js'
import type { MeasureReceipt } from '../drivers/usage-meter.js'
import type { KnownDirectory } from '../model/usage/usage.js'
import { type OnProgress, safeProgress } from '../wait-progress.js'
import type { UsageOutcome } from './usage-outcome.js'

/** After each batch. `done` of `total` directories are measured, missing or failed; `entries` were counted in this run. */
export interface MeasuringProgress {
  readonly step: 'measuring'
  readonly done: number
  readonly total: number
  readonly entries: number
}

export interface MeasureDueSpec {
  readonly operationsPerSecond: number
  readonly timeoutMs: number
  readonly onProgress: OnProgress<never> | undefined
}

/** Time for which the driver measures at a stretch: an abort waits no longer, and a function in Lambda ends well before its limit. */
const STRETCH_MS = 20_000
const MAX_DIRECTORIES_AT_ONCE = 100
/** Part of the time limit that is left for the last replies. */
const MARGIN = 0.05
const MAX_MARGIN_MS = 10_000

/** Measures directories in their order until all are done or the time is nearly over. */
export function measureDue(
  call: UsageCall,
  due: readonly KnownDirectory[],
  spec: MeasureDueSpec,
): ResultAsync<readonly UsageOutcome[], CallEndedError> {
  return new ResultAsync(measureInStretches(call, due, spec))
}

async function measureInStretches(
  call: UsageCall,
  due: readonly KnownDirectory[],
  { operationsPerSecond, timeoutMs, onProgress }: MeasureDueSpec,
): Promise<Result<readonly UsageOutcome[], CallEndedError>> {
  const { clock, meter, deadline, logger } = call
  const report = safeProgress<MeasuringProgress>(logger, onProgress)
  const stopAt = deadline - Math.min(timeoutMs * MARGIN, MAX_MARGIN_MS)
  const outcomes = new Map<string, UsageOutcome>()
  const begun = new Map<string, number>()
  let queue = due
  while (queue.length > 0) {
    const left = Math.floor(stopAt - clock.now())
    if (left < 1) break
    const batch = queue.slice(0, MAX_DIRECTORIES_AT_ONCE)
    const limits = { operationsPerSecond, maxMs: Math.min(STRETCH_MS, left) }
    const paths = batch.map(({ path }) => ({ path }))
    const work = meter.measureDirectories(paths, limits).then((results) => ok(results))
    const done = await untilCallEnds(call, 'measuring directories', work)
    if (done.isErr()) return err(done.error)
    const again: KnownDirectory[] = []
    for (const [index, directory] of batch.entries()) {
      const result = done.value[index] ?? bug()
      outcomes.set(directory.path, outcomeOf(directory, result))
      if (goesOn(result, begun)) again.push(directory)
    }
    queue = [...again, ...queue.slice(batch.length)]
    report({ step: 'measuring', done: due.length - queue.length, total: due.length, entries: entriesIn(begun) })
  }
  return ok(due.map((directory) => outcomes.get(directory.path) ?? outcomeOf(directory, ok(waitingAt(directory)))))
}

/** A directory in which two stretches counted nothing more is left to the next run, so that it holds up no other one. */
function goesOn(result: Result<MeasureReceipt, DirectoryError>, begun: Map<string, number>): boolean {
  if (result.isErr()) return false
  const receipt = result.value
  if (receipt.outcome === 'measured') begun.set(receipt.path, receipt.usage.entries)
  if (receipt.outcome !== 'unfinished') return receipt.outcome === 'waiting'
  const before = begun.get(receipt.path)
  begun.set(receipt.path, receipt.soFar.entries)
  return receipt.soFar.entries !== before
}

function entriesIn(begun: ReadonlyMap<string, number>): number {
  let sum = 0
  for (const entries of begun.values()) sum += entries
  return sum
}

function outcomeOf(
  { path, claim, measured }: KnownDirectory,
  result: Result<MeasureReceipt, DirectoryError>,
): UsageOutcome {
  const known = { path, ...(claim && { claim }) }
  const earlier = measured && { usage: measured }
  if (result.isErr()) return { ...known, ...earlier, outcome: 'failed', error: result.error }
  const receipt = result.value
  if (receipt.outcome === 'measured') return { ...known, outcome: 'measured', usage: receipt.usage }
  return { ...known, ...(receipt.outcome !== 'missing' && earlier), outcome: receipt.outcome }
}

const waitingAt = ({ path }: KnownDirectory): MeasureReceipt => ({ path, outcome: 'waiting' })

function bug(): never {
  throw new Error('The directory driver gave fewer results than there were items.')
}
