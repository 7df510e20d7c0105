import { type Session, say } from '../command/session.js'
import { csvLine } from '../view/csv.js'
import { SCHEMA_VERSION, toJson } from '../view/json.js'
import { withoutEmptyColumns } from '../view/table.js'
import { tableText } from '../view/view.js'
import { type EndedRun, summaryNotes } from './ended-run.js'
import { changesText, type Outcome, planCells, profileName, reasonText } from './outcome.js'

/** Writes outcomes as they come, because there may be a hundred thousand of them. */
export interface OutcomeWriter {
  add(outcome: Outcome): Promise<void>
  end(ended: EndedRun): Promise<void>
}

export interface WriterSpec {
  /** Word of the run for a profile that was changed. */
  readonly done: string
  /** Most rows of a table. */
  readonly rows: number
}

export function outcomeWriter(session: Session, spec: WriterSpec): OutcomeWriter {
  switch (session.options.output) {
    case 'table':
      return tableWriter(session, spec)
    case 'csv':
      return csvWriter(session)
    case 'json':
      return jsonWriter(session)
    case 'jsonl':
      return jsonLinesWriter(session)
  }
}

/** Sorts `user-2` before `user-10`. */
const collator = new Intl.Collator('en', { numeric: true })

/** The first rows by name, out of any number. */
function firstRows(most: number) {
  let rows: (readonly string[])[] = []
  let count = 0
  const sorted = () => rows.toSorted(([a = ''], [b = '']) => collator.compare(a, b)).slice(0, most)
  return {
    add(row: readonly string[]) {
      count += 1
      rows.push(row)
      if (rows.length >= 2 * most + 100) rows = sorted()
    },
    rows: sorted,
    more: () => Math.max(0, count - most),
  }
}

/** A plan shows what would change; both show what was skipped and what failed. */
function tableWriter(session: Session, { done, rows }: WriterSpec): OutcomeWriter {
  const { io, names, options } = session
  const changed = firstRows(rows)
  const others = firstRows(rows)
  return {
    async add(outcome) {
      if (outcome.outcome === done && options.dryRun) changed.add(planCells(outcome))
      if (outcome.outcome === 'failed' || (outcome.outcome === 'skipped' && options.dryRun))
        others.add([profileName(outcome.profile), outcome.outcome, reasonText(outcome, names)])
    },
    async end(ended) {
      const tables = [
        { columns: ['profile', 'directory', 'file systems'], rows: changed.rows() },
        { columns: ['profile', 'outcome', 'reason'], rows: others.rows() },
      ].map(withoutEmptyColumns)
      const more = [
        ...(changed.more() > 0 ? [`… and ${changed.more()} more to be changed (--rows shows more)`] : []),
        ...(others.more() > 0 ? [`… and ${others.more()} more that were skipped or failed (--rows shows more)`] : []),
      ]
      await io.stdout.write(tableText({ tables, notes: [...more, ...summaryNotes(session, ended)] }, io.stdout.columns))
    },
  }
}

function csvWriter(session: Session): OutcomeWriter {
  const { io, names } = session
  let isBegun = false
  const begin = async () => {
    if (!isBegun) await io.stdout.write(csvLine(['domain', 'user profile', 'outcome', 'reason', 'changes']))
    isBegun = true
  }
  return {
    async add(outcome) {
      await begin()
      const { domainId, userProfileName } = outcome.profile
      const cells = [domainId, userProfileName, outcome.outcome, reasonText(outcome, names), changesText(outcome)]
      await io.stdout.write(csvLine(cells))
    },
    async end(ended) {
      await begin()
      sayNotes(session, ended)
    },
  }
}

function jsonWriter(session: Session): OutcomeWriter {
  const { io, command } = session
  const head = toJson({ schemaVersion: SCHEMA_VERSION, command }).slice(0, -1)
  let before = `${head},"outcomes":[\n`
  return {
    async add(outcome) {
      await io.stdout.write(`${before}${toJson(outcome)}`)
      before = ',\n'
    },
    async end(ended) {
      const opening = before === ',\n' ? '' : before
      await io.stdout.write(`${opening}\n],"summary":${toJson(summaryOf(ended))}}\n`)
      sayNotes(session, ended)
    },
  }
}

function jsonLinesWriter(session: Session): OutcomeWriter {
  const { io, command } = session
  return {
    async add(outcome) {
      await io.stdout.write(`${toJson({ schemaVersion: SCHEMA_VERSION, type: 'outcome', outcome })}\n`)
    },
    async end(ended) {
      const line = { schemaVersion: SCHEMA_VERSION, type: 'result', command, summary: summaryOf(ended) }
      await io.stdout.write(`${toJson(line)}\n`)
      sayNotes(session, ended)
    },
  }
}

/** Summary for JSON, which holds the counts of the runs before it as well. */
export function summaryOf({ summary, total }: EndedRun): object {
  return { ...summary, total }
}

function sayNotes(session: Session, ended: EndedRun): void {
  for (const note of summaryNotes(session, ended)) say(session, note)
}
