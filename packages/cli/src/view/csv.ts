import type { Rows } from './table.js'

/** Comma-separated values as in RFC 4180 but with bare line feeds, with the columns as the first line. */
export function csvLines({ columns, rows }: Rows): string {
  return [columns, ...rows].map(csvLine).join('')
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\n`
}

/** Quotes where needed. A leading `=`, `+`, `-` or `@` gets an apostrophe, since spreadsheets take it for a formula. */
function csvCell(text: string): string {
  const safe = /^[=+@\t\r-]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
