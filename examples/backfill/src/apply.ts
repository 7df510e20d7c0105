import type { OnboardingProgress, ProfileOutcome } from '@studio-efs/core'
import type { Connection } from './connect.js'
import type { ExitStatus } from './main.js'
import type { Options } from './options.js'
import { showProgress } from './progress.js'
import { STANDARD_OUTPUT } from './report.js'
import { runBackfill } from './run.js'
import { failureLine, print, statusOf, summaryLines } from './summary.js'

const FAILURES_SHOWN = 20

/** Onboards the profiles and shows the progress. */
export async function apply(connection: Connection, options: Options): Promise<ExitStatus> {
  const shown = showProgress(options.report === STANDARD_OUTPUT ? process.stderr : process.stdout)
  const failures: ProfileOutcome[] = []
  const onProgress = (progress: OnboardingProgress) => shown.update(progress)
  try {
    const onOutcome = (outcome: ProfileOutcome) => {
      if (outcome.outcome === 'failed' && failures.length < FAILURES_SHOWN) failures.push(outcome)
    }
    const summary = await runBackfill(connection, options, { onProgress, onOutcome })
    shown.end()
    print([...failures.map(failureLine), ...summaryLines(summary, options)], options)
    return statusOf(summary)
  } finally {
    shown.end()
  }
}
