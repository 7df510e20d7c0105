import type { Io } from '../io/io.js'
import { csvLines } from './csv.js'
import { SCHEMA_VERSION, toJson } from './json.js'
import { drawTable, type Rows, withoutEmptyColumns } from './table.js'
import { wrappedText } from './wrapped-text.js'

/** Forms of the result on standard output. */
export const OUTPUTS = ['table', 'json', 'jsonl', 'csv'] as const
export type OutputForm = (typeof OUTPUTS)[number]

/** Result of a command, in every form. */
export interface View {
  /** The first one is that of `csv`. Those without rows are left out of `table`. */
  readonly tables: readonly Rows[]
  /** Sentences below the tables. */
  readonly notes: readonly string[]
  /** Members of the document of `json`, and of the last line of `jsonl`. */
  readonly result: Readonly<Record<string, unknown>>
  /** Lines of `jsonl` before the last one, by the type that they name; a list of the document of `json`. */
  readonly items: { readonly name: string; readonly type: string; readonly list: readonly unknown[] }
}

/** Writes the result to standard output. */
export function writeView(
  io: Io,
  view: View,
  { command, output }: { readonly command: string; readonly output: OutputForm },
): void {
  const head = { schemaVersion: SCHEMA_VERSION, command }
  const { items, result } = view
  if (output === 'json') io.stdout.write(`${toJson({ ...head, ...result, [items.name]: items.list }, 2)}\n`)
  else if (output === 'csv') io.stdout.write(view.tables.slice(0, 1).map(csvLines).join(''))
  else if (output === 'table') io.stdout.write(tableText(view, io.stdout.columns))
  else {
    for (const item of items.list)
      io.stdout.write(`${toJson({ schemaVersion: SCHEMA_VERSION, type: items.type, [items.type]: item })}\n`)
    io.stdout.write(`${toJson({ ...head, type: 'result', ...result })}\n`)
  }
}

/** Tables, without the columns in which no row has anything, and sentences. */
export function tableText({ tables, notes }: Pick<View, 'tables' | 'notes'>, width: number | undefined): string {
  const drawn = tables.filter(({ rows }) => rows.length > 0).map((each) => drawTable(withoutEmptyColumns(each), width))
  return [...drawn, ...notes.map((note) => wrappedNote(note, width))].map((text) => `${text}\n`).join('')
}

/** A sentence, in lines of this width. Several lines stay as they are: commands to copy, or a list. */
function wrappedNote(note: string, width: number | undefined): string {
  return note.includes('\n') ? note : wrappedText(note, width)
}
