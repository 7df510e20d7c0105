import { readFile } from 'node:fs/promises'
import type { OutcomeCounts, ProfileOutcome } from '@studio-efs/core'
import { InvalidInputError } from '@studio-efs/core/errors'

/** Result of the runs that this run resumes. */
export interface Earlier {
  readonly resumeToken: string
  /** Outcomes in the report. */
  readonly outcomes: readonly ProfileOutcome[]
  readonly counts: OutcomeCounts
}

export const NO_COUNTS: OutcomeCounts = { onboarded: 0, unchanged: 0, skipped: 0, failed: 0 }

export async function readEarlier(report: string): Promise<Earlier> {
  const { outcomes, summary } = JSON.parse(await readFile(report, 'utf8'))
  if (typeof summary?.resumeToken === 'string' && Array.isArray(outcomes))
    return { resumeToken: summary.resumeToken, outcomes, counts: { ...NO_COUNTS, ...summary.altogether } }
  throw new InvalidInputError({
    field: '--resume',
    allowed: 'the report of a run that ended early',
    received: report,
  })
}

export function add(a: OutcomeCounts, b: OutcomeCounts): OutcomeCounts {
  return {
    onboarded: a.onboarded + b.onboarded,
    unchanged: a.unchanged + b.unchanged,
    skipped: a.skipped + b.skipped,
    failed: a.failed + b.failed,
  }
}
