import { readFile } from 'node:fs/promises'
import {
  type BackfillProfilesInput,
  type BackfillProfilesOutput,
  type BackfillSummary,
  backfillProfiles,
  InvalidInputError,
  type ProfileOutcome,
} from '@studio-efs/core'
import type { Connection } from './connect.js'
import type { Options } from './options.js'
import { openReport } from './report.js'

/** Runs to the end, to a Ctrl-C, or to the time limit; each outcome goes to `see` and into the report. */
export async function runBackfill(
  { context }: Connection,
  options: Options,
  input: Pick<BackfillProfilesInput, 'dryRun' | 'onProgress'>,
  see: (outcome: ProfileOutcome) => void,
): Promise<BackfillSummary> {
  const interrupt = new AbortController()
  const onInterrupt = () => interrupt.abort()
  // A second Ctrl-C ends the program as usual: nothing is lost by that either.
  process.once('SIGINT', onInterrupt)
  try {
    const run = backfillProfiles(context, { ...(await inputOf(options)), ...input, signal: interrupt.signal })
    return await follow(run, options, see)
  } finally {
    process.removeListener('SIGINT', onInterrupt)
  }
}

async function follow(
  run: BackfillProfilesOutput,
  options: Options,
  see: (outcome: ProfileOutcome) => void,
): Promise<BackfillSummary> {
  const report = await openReport(options.report)
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
  // What stopped it after it had started is in the summary too, with the token to go on with.
  if (summary.isErr() || thrown !== summary.value.stopped?.error) throw thrown
  await report.end(summary.value)
  return summary.value
}

async function inputOf(options: Options): Promise<BackfillProfilesInput> {
  const { fileSystem, domain, layout, concurrency, timeout, resume } = options
  return {
    fileSystemId: fileSystem,
    ...(domain && { domainIds: domain }),
    ...(layout !== undefined && { layout }),
    ...(concurrency !== undefined && { concurrency }),
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
    ...(resume !== undefined && { resumeToken: await tokenIn(resume) }),
  }
}

async function tokenIn(report: string): Promise<string> {
  const { summary } = JSON.parse(await readFile(report, 'utf8'))
  if (typeof summary?.resumeToken === 'string') return summary.resumeToken
  throw new InvalidInputError('--resume', 'the report of a run that ended early', report)
}
