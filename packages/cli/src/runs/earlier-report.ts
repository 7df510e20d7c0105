import { readFile } from 'node:fs/promises'
import { CannotStartError } from '../command/ending.js'
import { fileTrouble } from '../io/file-trouble.js'

/** Result of the runs that this run resumes. */
export interface EarlierReport {
  readonly resumeToken: string
  /** Outcomes in the report. */
  readonly outcomes: readonly object[]
  readonly counts: Counts
}

/** Number of profiles by outcome. */
export type Counts = Readonly<Record<string, number>>

/** Reads the report of a run that ended early. */
export async function readEarlierReport(path: string): Promise<EarlierReport> {
  const { outcomes, summary } = Object(parse(path, await textOf(path)))
  const { resumeToken, total } = Object(summary)
  if (typeof resumeToken === 'string' && Array.isArray(outcomes) && isCounts(total))
    return { resumeToken, outcomes, counts: total }
  throw new CannotStartError(`${path} is not the report of a run that ended early: start without --resume.`)
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const reason = fileTrouble(error as Error, path, 'read')
    throw new CannotStartError(
      `The report ${path} cannot be read: ${reason}. Name the report of the run, or start without --resume.`,
    )
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new CannotStartError(`${path} is no JSON, and so not the report of a run: start without --resume.`)
  }
}

function isCounts(value: unknown): value is Counts {
  return typeof value === 'object' && value !== null && Object.values(value).every(Number.isSafeInteger)
}

/** Adds the counts of two runs, by the names of the second one. */
export function addCounts(earlier: Counts | undefined, counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, count + (earlier?.[name] ?? 0)]))
}
