import { open, rename, rm } from 'node:fs/promises'
import { type BackfillSummary, type ProfileOutcome, StudioEfsError } from '@studio-efs/core'

/** A report that is written during the run, because it may hold a hundred thousand profiles. */
export interface Report {
  add(outcome: ProfileOutcome): Promise<void>
  end(summary: BackfillSummary): Promise<void>
  /** Deletes the file if `end` was not called. */
  close(): Promise<void>
}

/** Writes to `<path>.unfinished` and renames it when it is complete. */
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
