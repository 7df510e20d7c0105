import { open, rename, rm } from 'node:fs/promises'
import { type BackfillSummary, type ProfileOutcome, StudioEfsError } from '@studio-efs/core'

/** A report that is written while the run goes on: it may be about a hundred thousand profiles. */
export interface Report {
  add(outcome: ProfileOutcome): Promise<void>
  end(summary: BackfillSummary): Promise<void>
  /** Unless it was ended, nothing is left of it. */
  close(): Promise<void>
}

/** The report is there, under its name, only when it is whole. */
export async function openReport(path: string): Promise<Report> {
  const unfinished = `${path}.unfinished`
  const file = await open(unfinished, 'w')
  await file.write('{"outcomes":[')
  let separator = '\n'
  let isWhole = false
  return {
    async add(outcome) {
      await file.write(`${separator}${json(outcome)}`)
      separator = ',\n'
    },
    async end(summary) {
      await file.write(`\n],"summary":${json(summary)}}\n`)
      isWhole = true
    },
    async close() {
      await file.close()
      await (isWhole ? rename(unfinished, path) : rm(unfinished))
    },
  }
}

function json(value: unknown): string {
  return JSON.stringify(value, (_, item) => (item instanceof StudioEfsError ? errorFields(item) : item))
}

function errorFields({ name, message, hint, retryable }: StudioEfsError) {
  return { name, message, hint, retryable }
}
