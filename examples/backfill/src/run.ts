import {
  type BackfillProfilesInput,
  type BackfillProfilesOutput,
  type BackfillSummary,
  backfillProfiles,
  type OutcomeCounts,
  type ProfileOutcome,
} from '@studio-efs/core'
import type { Connection } from './connect.js'
import { add, type Earlier, NO_COUNTS, readEarlier } from './earlier.js'
import type { Options } from './options.js'
import { openReport } from './report.js'

/** Summary of this run and of those that it resumes. */
export interface Ended extends BackfillSummary {
  /** Counts of this run and of the runs before it. */
  readonly altogether: OutcomeCounts
}

const INTERRUPTS = ['SIGINT', 'SIGTERM'] as const

/** How a command runs it, and what it is shown meanwhile. */
export interface Watch extends Pick<BackfillProfilesInput, 'dryRun' | 'onProgress'> {
  onOutcome(outcome: ProfileOutcome): void
}

/** Runs to the end, to a Ctrl-C, or to the time limit. Shows each outcome to `onOutcome` and writes it to the report. */
export async function runBackfill(
  { context }: Connection,
  options: Options,
  { onOutcome, ...input }: Watch,
): Promise<Ended> {
  const earlier = options.resume === undefined ? undefined : await readEarlier(options.resume)
  const interrupt = new AbortController()
  const onInterrupt = () => interrupt.abort()
  // A second Ctrl-C ends the program at once; the next run finds the finished profiles.
  for (const signal of INTERRUPTS) process.once(signal, onInterrupt)
  try {
    const run = backfillProfiles(context, { ...inputOf(options, earlier), ...input, signal: interrupt.signal })
    return await follow(run, { report: options.report, earlier, onOutcome })
  } finally {
    for (const signal of INTERRUPTS) process.removeListener(signal, onInterrupt)
  }
}

interface Following extends Pick<Watch, 'onOutcome'> {
  /** Path of the report. */
  readonly report: string
  readonly earlier: Earlier | undefined
}

async function follow(run: BackfillProfilesOutput, { report: path, earlier, onOutcome }: Following): Promise<Ended> {
  const report = await openReport(path)
  try {
    for (const outcome of earlier?.outcomes ?? []) await report.add(outcome)
    let thrown: unknown
    try {
      for await (const outcome of run) {
        onOutcome(outcome)
        await report.add(outcome)
      }
    } catch (cause) {
      thrown = cause
    }
    const summary = await run.summary().match(
      (whole) => whole,
      (error) => {
        // An error that stopped the run after its start brings the summary, with the resume token.
        if (error.name !== 'RunStoppedError' || error.cause !== thrown) throw thrown
        return error.summary
      },
    )
    if (thrown !== summary.stopped?.error) throw thrown
    const ended = { ...summary, altogether: add(earlier?.counts ?? NO_COUNTS, summary) }
    await report.end(ended)
    return ended
  } finally {
    await report.close()
  }
}

function inputOf(options: Options, earlier: Earlier | undefined): BackfillProfilesInput {
  const { fileSystem, domain, layout, concurrency, timeout } = options
  return {
    fileSystemId: fileSystem,
    ...(domain && { domainIds: domain }),
    ...(layout !== undefined && { layout }),
    ...(concurrency !== undefined && { concurrency }),
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
    ...(earlier && { resumeToken: earlier.resumeToken }),
  }
}
