import type { OutcomeCounts, ProfileOutcome, UserProfileRef } from '@studio-efs/core'
import type { ExitStatus } from './main.js'
import type { Options } from './options.js'
import { STANDARD_OUTPUT } from './report.js'
import type { Ended } from './run.js'

export function nameOf({ domainId, userProfileName }: UserProfileRef): string {
  return `${domainId}/${userProfileName}`
}

/** Reason why a profile was not onboarded, in one line. */
export function failureLine(outcome: ProfileOutcome): string {
  const name = nameOf(outcome.profile)
  if (outcome.outcome === 'failed') return `failed: ${name}: ${outcome.error.message}`
  return outcome.outcome === 'skipped' ? `skipped: ${name}: ${outcome.detail}` : name
}

export function statusOf({ altogether, stopped, unlisted }: Ended): ExitStatus {
  return altogether.failed === 0 && unlisted.length === 0 && stopped === undefined ? 0 : 1
}

/** Counts, report and, for a run that ended early, the command that resumes it. */
export function summaryLines(ended: Ended, options: Options): readonly string[] {
  const { durationMs, stopped, dryRun, resumeToken, unlisted, altogether } = ended
  const lines = [
    `${countsLine(ended, dryRun)}, in ${(durationMs / 1000).toFixed(1)} s`,
    ...(options.resume === undefined ? [] : [`in total, with the earlier runs: ${countsLine(altogether, dryRun)}`]),
    ...unlisted.map(({ domainId, error }) => `profiles not listed: domain ${domainId}: ${error.message}`),
    `report: ${options.report === STANDARD_OUTPUT ? 'on standard output' : options.report}`,
  ]
  if (stopped === undefined) return lines
  lines.push(
    `The run ended early (${stopped.because})${stopped.error === undefined ? '' : `: ${stopped.error.message}`}`,
  )
  return resumeToken === undefined ? lines : [...lines, 'To resume it:', `  ${resumeCommand(options)}`]
}

function countsLine({ onboarded, unchanged, skipped, failed }: OutcomeCounts, dryRun: boolean): string {
  const changed = dryRun ? 'to be changed' : 'changed'
  return `${onboarded} ${changed}, ${unchanged} unchanged, ${skipped} skipped, ${failed} failed`
}

/** The given command with `--resume`, quoted for a shell. */
export function resumeCommand(options: Pick<Options, 'report'>, argv: readonly string[] = process.argv): string {
  const given = argv.slice(2).filter((word, n, words) => !/^--resume(=|$)/.test(word) && words[n - 1] !== '--resume')
  const report = options.report === STANDARD_OUTPUT ? 'report.json' : options.report
  return ['npm run backfill --', ...[...given, '--resume', report].map(quoted)].join(' ')
}

/** Prints for people: beside the report, when that goes to standard output. */
export function print(lines: readonly string[], { report }: Pick<Options, 'report'>): void {
  for (const line of lines) (report === STANDARD_OUTPUT ? console.error : console.log)(line)
}

function quoted(word: string): string {
  return /^[-\w./:=@]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
