import type { RunEnd, UnlistedDomain } from '@studio-efs/core'
import type { Ending } from '../command/ending.js'
import type { Session } from '../command/session.js'
import { commandLine, withOption } from '../command/words.js'
import { errorText, inWordsOf } from '../view/error-text.js'
import { addCounts, type Counts, type EarlierReport } from './earlier-report.js'
import { COMMON_WORDS } from './outcome.js'

/** Fields that the summaries of all runs share. */
export type AnySummary = Pick<RunEnd<never, unknown>, 'stopped' | 'dryRun' | 'durationMs'> & {
  readonly unlisted?: readonly UnlistedDomain[]
  readonly resumeToken?: string | undefined
}

/** A run that ended, with the runs that it resumed. */
export interface EndedRun {
  readonly summary: AnySummary
  /** Counts of this run. */
  readonly counts: Counts
  /** Counts of this run and of the runs before it. */
  readonly total: Counts
  readonly earlier: EarlierReport | undefined
  readonly reportPath: string | undefined
  /** Plural noun for what the run is over. */
  readonly items: string
  /** Further sentences of the summary, and a reason to call the run failed. */
  readonly notes: readonly string[]
  readonly isPartial: boolean
}

/** Counts by these words, the first of which is that for a change. */
export function countsOf(summary: AnySummary, words: readonly string[], earlier: EarlierReport | undefined) {
  const counts = Object.fromEntries(words.map((word) => [word, Number(Object(summary)[word] ?? 0)]))
  return { counts, total: addCounts(earlier?.counts, counts) }
}

export function endingOf({ summary, total, isPartial }: EndedRun, done: string): Ending {
  const isFailed = (total['failed'] ?? 0) > 0 || (summary.unlisted ?? []).length > 0 || summary.stopped !== undefined
  if (isFailed || isPartial) return { kind: 'failed' }
  return { kind: (total[done] ?? 0) > 0 ? 'changed' : 'unchanged' }
}

/** Counts, report and, for a run that ended early, the command that goes on. */
export function summaryNotes(session: Session, ended: EndedRun): readonly string[] {
  const { summary, counts, total, earlier, reportPath } = ended
  const { durationMs, dryRun, stopped, unlisted = [] } = summary
  const notes = [
    `${countsText(counts, dryRun)}, in ${(durationMs / 1000).toFixed(1)} s`,
    ...(earlier === undefined ? [] : [`in total, with the earlier runs: ${countsText(total, dryRun)}`]),
    ...unlisted.map(
      ({ domainId, error }) => `${ended.items} not listed: domain ${domainId}: ${errorText(error, session.names)}`,
    ),
    ...ended.notes.map((note) => inWordsOf(session.names, note)),
    ...(reportPath === undefined ? [] : [`report: ${reportPath}`]),
  ]
  if (stopped === undefined) return notes
  const reason = stopped.error === undefined ? '' : `: ${errorText(stopped.error, session.names)}`
  return [
    ...notes,
    `The run ended early (${stopped.because})${reason}`,
    'To go on:',
    `  ${nextCommand(session, ended)}`,
  ]
}

function nextCommand({ words }: Session, { summary, reportPath }: EndedRun): string {
  const canResume = summary.resumeToken !== undefined && reportPath !== undefined
  return commandLine(canResume ? withOption(words, '--resume', reportPath) : words)
}

/** Names the common outcomes always, and those that only some runs have where there are any. */
function countsText(counts: Counts, dryRun: boolean): string {
  const [changed, ...others] = Object.entries(counts)
  const common: readonly string[] = COMMON_WORDS
  return [
    `${changed?.[1]} ${dryRun ? 'to be changed' : 'changed'}`,
    ...others.filter(([word, count]) => count > 0 || common.includes(word)).map(([word, count]) => `${count} ${word}`),
  ].join(', ')
}
