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

/** Runs to the end, to a Ctrl-C, or to the time limit. Passes each outcome to `see` and writes it to the report. */
export async function runBackfill(
  { context }: Connection,
  options: Options,
  input: Pick<BackfillProfilesInput, 'dryRun' | 'onProgress'>,
  see: (outcome: ProfileOutcome) => void,
): Promise<Ended> {
  const earlier = options.resume === undefined ? undefined : await readEarlier(options.resume)
  const interrupt = new AbortController()
  const onInterrupt = () => interrupt.abort()
  // A second Ctrl-C ends the program at once; the next run finds the finished profiles.
  for (const signal of INTERRUPTS) process.once(signal, onInterrupt)
  try {
    const run = backfillProfiles(context, { ...inputOf(options, earlier), ...input, signal: interrupt.signal })
    return await follow(run, options, earlier, see)
  } finally {
    for (const signal of INTERRUPTS) process.removeListener(signal, onInterrupt)
  }
}

async function follow(
  run: BackfillProfilesOutput,
  options: Options,
  earlier: Earlier | undefined,
  see: (outcome: ProfileOutcome) => void,
): Promise<Ended> {
  const report = await openReport(options.report)
  try {
    for (const outcome of earlier?.outcomes ?? []) await report.add(outcome)
    let thrown: unknown
    try {
      for await (const outcome of run) {
        see(outcome)
        await report.add(outcome)
      }
    } catch (cause) {
      thrown = cause
    }
    const summary = await run.summary()
    // An error that stopped the run after its start is in the summary too, with the resume token.
    if (summary.isErr() || thrown !== summary.value.stopped?.error) throw thrown
    const ended = { ...summary.value, altogether: add(earlier?.counts ?? NO_COUNTS, summary.value) }
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
