import type { BackfillSummary, ProfileOutcome, UserProfileRef } from '@studio-efs/core'
import type { ExitStatus } from './main.js'
import type { Options } from './options.js'

export function nameOf({ domainId, userProfileName }: UserProfileRef): string {
  return `${domainId}/${userProfileName}`
}

/** Why a profile was not onboarded, in one line. */
export function failureLine(outcome: ProfileOutcome): string {
  const name = nameOf(outcome.profile)
  if (outcome.outcome === 'failed') return `failed: ${name}: ${outcome.error.message}`
  return outcome.outcome === 'skipped' ? `skipped: ${name}: ${outcome.detail}` : name
}

export function statusOf({ failed, stopped }: BackfillSummary): ExitStatus {
  return failed === 0 && stopped === undefined ? 0 : 1
}

/** What the run came to, and if it ended early, the command that goes on. */
export function summaryLines(summary: BackfillSummary, options: Options): readonly string[] {
  const { onboarded, unchanged, skipped, failed, durationMs, stopped, dryRun, resumeToken } = summary
  const changed = dryRun ? 'to be changed' : 'changed'
  const lines = [
    `${onboarded} ${changed}, ${unchanged} as they should be, ${skipped} skipped, ${failed} failed, in ${(durationMs / 1000).toFixed(1)} s`,
    `report: ${options.report}`,
  ]
  if (stopped === undefined) return lines
  lines.push(`It ended early (${stopped.because})${stopped.error === undefined ? '' : `: ${stopped.error.message}`}`)
  return resumeToken === undefined ? lines : [...lines, 'To go on where it stopped:', `  ${resumeCommand(options)}`]
}

/** The command that was given, with `--resume`, fit for a shell. */
export function resumeCommand(options: Options, argv: readonly string[] = process.argv): string {
  const given = argv.slice(2).filter((word, n, words) => !isResume(word) && !isResume(words[n - 1]))
  return ['npm run backfill --', ...given, '--resume', options.report].map(quoted).join(' ')
}

function isResume(word: string | undefined): boolean {
  return word === '--resume'
}

function quoted(word: string): string {
  return /^[-\w./:=@ ]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
