import type { Run } from '@studio-efs/core'
import { CannotStartError, type Ending } from '../command/ending.js'
import { reportError, type Session } from '../command/session.js'
import { fileTrouble } from '../io/file-trouble.js'
import { isStudioEfsError } from '../view/error-text.js'
import { type EarlierReport, readEarlierReport } from './earlier-report.js'
import { type AnySummary, countsOf, type EndedRun, endingOf } from './ended-run.js'
import type { ItemView } from './item-view.js'
import { COMMON_WORDS, type Outcome } from './outcome.js'
import { outcomeWriter, summaryOf } from './outcome-writer.js'
import { openReport, type Report } from './report-file.js'
import { defaultReport } from './report-name.js'
import { type ShownRun, showRunProgress } from './run-progress.js'

/** Options of every run over many profiles or spaces. */
export interface RunOptions {
  readonly report?: string
  readonly resume?: string
  readonly rows: number
}

/** A run of core over many profiles or spaces, and its words. */
export interface ItemsOperation<Item extends Outcome, Summary extends AnySummary> {
  readonly view: ItemView<Item>
  /** Word for an item that was changed: `onboarded`. */
  readonly done: string
  start(given: StartOptions): Run<Item, Summary, Error>
  /** The command line names each item: one that was skipped is shown, and was not done. Default false. */
  readonly areNamed?: boolean
  /** Sentences of the summary. Default: none. */
  notes?(summary: Summary): readonly string[]
  /** True if the run did less than it was to do, although nothing failed. Default: never. */
  isPartial?(summary: Summary): boolean
}

export interface StartOptions {
  readonly dryRun: boolean
  readonly signal: AbortSignal
  readonly resumeToken?: string
  readonly onProgress: (progress: object) => void
}

/** Runs to the end, to a Ctrl-C, or to the time limit. Writes each outcome to the report, and shows what the form wants. */
export async function runItems<Item extends Outcome, Summary extends AnySummary>(
  session: Session,
  operation: ItemsOperation<Item, Summary>,
  options: RunOptions,
): Promise<Ending> {
  if (session.purpose.kind !== 'run')
    throw new CannotStartError(`plan saves no plan of ${session.command}: use its --dry-run, and --report for a file.`)
  const earlier = options.resume === undefined ? undefined : await readEarlierReport(options.resume)
  const { dryRun } = session.options
  const reportPath = options.report ?? (dryRun ? undefined : defaultReport(session.command))
  const report = reportPath === undefined ? NO_REPORT : await openReport(reportPath).catch(cannotWrite(reportPath))
  const progress = showRunProgress(session.io, { changed: dryRun ? 'would change' : 'changed' })
  try {
    for (const outcome of earlier?.outcomes ?? []) await report.add(outcome)
    const run = operation.start({
      dryRun,
      signal: session.signal,
      onProgress: (each) => progress.update(shownRun(each, operation.done)),
      ...(earlier && { resumeToken: earlier.resumeToken }),
    })
    return await follow(session, operation, { run, report, reportPath, earlier, progress, rows: options.rows })
  } finally {
    progress.end()
    await report.close()
  }
}

const NO_REPORT: Report = { add: async () => {}, end: async () => {}, close: async () => {} }

function cannotWrite(path: string) {
  return (error: Error): never => {
    const reason = fileTrouble(error, path, 'write')
    throw new CannotStartError(`The report ${path} cannot be written: ${reason}. Name another file with --report.`)
  }
}

interface Following<Item, Summary> {
  readonly run: Run<Item, Summary, Error>
  readonly report: Report
  readonly reportPath: string | undefined
  readonly earlier: EarlierReport | undefined
  readonly progress: { end(): void }
  readonly rows: number
}

async function follow<Item extends Outcome, Summary extends AnySummary>(
  session: Session,
  operation: ItemsOperation<Item, Summary>,
  { run, report, reportPath, earlier, progress, rows }: Following<Item, Summary>,
): Promise<Ending> {
  const { view, done, areNamed = false } = operation
  const writer = outcomeWriter(session, { view, done, rows, areNamed })
  let thrown: unknown
  try {
    for await (const outcome of run) {
      await writer.add(outcome)
      await report.add(outcome)
    }
  } catch (cause) {
    thrown = cause
  }
  progress.end()
  const summary = await summaryAfter(run, thrown)
  if (summary === undefined) {
    if (!isStudioEfsError(thrown)) throw thrown
    return reportError(session, thrown, 'not-started')
  }
  const ended: EndedRun = {
    summary,
    ...countsOf(summary, wordsOf(operation), earlier),
    items: view.items,
    earlier,
    reportPath,
    notes: operation.notes?.(summary) ?? [],
    isPartial: (operation.isPartial?.(summary) ?? false) || (areNamed && Number(Object(summary).skipped) > 0),
  }
  await report.end(summaryOf(ended))
  await writer.end(ended)
  return endingOf(ended, done)
}

/** In the order of the summary. */
function wordsOf({ done, view }: Pick<ItemsOperation<never, AnySummary>, 'done' | 'view'>): readonly string[] {
  const [unchanged, ...others] = COMMON_WORDS
  return [done, unchanged, ...view.words, ...others]
}

/** The summary, also of a run that an error stopped after its start; undefined for one that could not start. */
async function summaryAfter<Summary extends AnySummary>(
  run: Run<unknown, Summary, Error>,
  thrown: unknown,
): Promise<Summary | undefined> {
  return run.summary().match(
    (whole) => {
      if (thrown !== whole.stopped?.error) throw thrown
      return whole
    },
    (error) =>
      error.name === 'RunStoppedError' && 'summary' in error && error.cause === thrown ? error.summary : undefined,
  )
}

/** Reads the counts of any run's progress; a replay reads events before. */
function shownRun(progress: object, doneWord: string): ShownRun {
  const { done = 0, total, failed = 0, waiting = 0, perSecond = 0, timeLeftMs, ...counts } = Object(progress)
  return { done, total, changed: counts[doneWord] ?? 0, failed, waiting, perSecond, timeLeftMs }
}
