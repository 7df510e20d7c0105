import Table from 'cli-table3'
import wrapAnsi from 'wrap-ansi'
import { shownText } from '../io/shown-text.js'

/** Rows with the same columns. */
export interface Rows {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const MIN_COLUMN = 6
/** Border and padding of a column. */
const FRAME = 3

/** Draws a table that fits into the width; cells that are too long continue on further lines. */
export function drawTable({ columns, rows }: Rows, width: number | undefined): string {
  const cells = rows.map((row) => row.map(shownText))
  const widths = columnWidths([columns, ...cells], width)
  const head = columns.map((name, at) => wrapAnsi(name, widths[at] ?? 1, { hard: true }))
  const table = new Table({ head, style: { head: [], border: [], compact: true } })
  table.push(...cells.map((row) => row.map((cell, at) => wrapAnsi(cell, widths[at] ?? 1, { hard: true }))))
  return table.toString()
}

/** Widths without padding. Takes from the widest column that can spare it without breaking a word, then from any, until all fit. */
export function columnWidths(lines: readonly (readonly string[])[], width: number | undefined): number[] {
  const longest = (measure: (text: string) => number) =>
    (lines[0] ?? []).map((_, at) => Math.max(...lines.map((line) => measure(line[at] ?? ''))))
  const widths = longest(longestLine)
  const words = longest(longestWord).map((each) => Math.max(MIN_COLUMN, each))
  const room = width === undefined ? Number.POSITIVE_INFINITY : width - FRAME * widths.length - 1
  const widestAbove = (least: (at: number) => number) =>
    widths.reduce((found, each, at) => (each > least(at) && each > (widths[found] ?? 0) ? at : found), -1)
  while (widths.reduce((sum, each) => sum + each, 0) > room) {
    const sparing = widestAbove((at) => words[at] ?? 0)
    const widest = sparing === -1 ? widestAbove(() => MIN_COLUMN) : sparing
    if (widest === -1) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

/** Room that a further column has beside these; undefined where lines may be of any length. */
export function columnRoom(lines: readonly (readonly string[])[], width: number | undefined): number | undefined {
  if (width === undefined) return undefined
  const widths = columnWidths(lines, undefined)
  return width - 1 - FRAME * (widths.length + 1) - widths.reduce((sum, each) => sum + each, 0)
}

function longestWord(text: string): number {
  return Math.max(...text.split(/\s+/).map((word) => word.length))
}

function longestLine(text: string): number {
  return Math.max(...text.split('\n').map((line) => line.length))
}

/** Leaves out the columns in which no row has anything. */
export function withoutEmptyColumns({ columns, rows }: Rows): Rows {
  const kept = columns.map((_, at) => rows.some((row) => row[at] !== ''))
  const keep = (cells: readonly string[]) => cells.filter((_, at) => kept[at])
  return { columns: keep(columns), rows: rows.map(keep) }
}
