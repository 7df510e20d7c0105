import { type Session, say } from '../command/session.js'
import { csvLine } from '../view/csv.js'
import { SCHEMA_VERSION, toJson } from '../view/json.js'
import { tableText } from '../view/view.js'
import { type EndedRun, summaryNotes } from './ended-run.js'
import type { ItemView } from './item-view.js'
import type { Outcome } from './outcome.js'

/** Writes outcomes as they come, because there may be a hundred thousand of them. */
export interface OutcomeWriter<Item extends Outcome> {
  add(outcome: Item): Promise<void>
  end(ended: EndedRun): Promise<void>
}

export interface WriterSpec<Item extends Outcome> {
  readonly view: ItemView<Item>
  /** Word of the run for an item that was changed. */
  readonly done: string
  /** Most rows of a table. */
  readonly rows: number
  /** The command line names each item. */
  readonly areNamed: boolean
}

export function outcomeWriter<Item extends Outcome>(session: Session, spec: WriterSpec<Item>): OutcomeWriter<Item> {
  switch (session.options.output) {
    case 'table':
      return tableWriter(session, spec)
    case 'csv':
      return csvWriter(session, spec)
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

function tableWriter<Item extends Outcome>(
  session: Session,
  { done, rows, view, areNamed }: WriterSpec<Item>,
): OutcomeWriter<Item> {
  const { io, names, options } = session
  const tables = view.tables.map((table) => ({ ...table, first: firstRows(rows) }))
  return {
    async add(item) {
      for (const { row, first } of tables) {
        const cells = row(item, { done, names, dryRun: options.dryRun, areNamed })
        if (cells !== undefined) first.add(cells)
      }
    },
    async end(ended) {
      const drawn = tables.map(({ columns, first }) => ({ columns, rows: first.rows() }))
      const more = tables
        .filter(({ first }) => first.more() > 0)
        .map(({ first, of }) => `… and ${first.more()} more ${of} (--rows shows more)`)
      const notes = [...more, ...summaryNotes(session, ended)]
      await io.stdout.write(tableText({ tables: drawn, notes }, io.stdout.columns))
    },
  }
}

function csvWriter<Item extends Outcome>(session: Session, { view }: WriterSpec<Item>): OutcomeWriter<Item> {
  const { io, names } = session
  let isBegun = false
  const begin = async () => {
    if (!isBegun) await io.stdout.write(csvLine(view.csvColumns))
    isBegun = true
  }
  return {
    async add(item) {
      await begin()
      await io.stdout.write(csvLine(view.csvCells(item, names)))
    },
    async end(ended) {
      await begin()
      sayNotes(session, ended)
    },
  }
}

function jsonWriter(session: Session): OutcomeWriter<Outcome> {
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

function jsonLinesWriter(session: Session): OutcomeWriter<Outcome> {
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
