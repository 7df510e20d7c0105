import { openWholeFile } from '../io/whole-file.js'
import { toJson } from '../view/json.js'

/** A report that is written during the run, because it may hold a hundred thousand profiles. */
export interface Report {
  add(outcome: object): Promise<void>
  end(summary: object): Promise<void>
  /** Deletes the file if `end` was not called. */
  close(): Promise<void>
}

export async function openReport(path: string): Promise<Report> {
  const target = await openWholeFile(path)
  await target.write('{"outcomes":[')
  let separator = '\n'
  let isWhole = false
  return {
    async add(outcome) {
      await target.write(`${separator}${toJson(outcome)}`)
      separator = ',\n'
    },
    async end(summary) {
      await target.write(`\n],"summary":${toJson(summary)}}\n`)
      isWhole = true
    },
    close: () => target.close(isWhole),
  }
}
