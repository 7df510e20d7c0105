import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { afterAll, expect, it } from 'vitest'
import { addServe } from '../src/cli/command.js'
import { readStudioFile, SECTION_NAMES } from '../src/server/studio-file.js'

const page = readFileSync(new URL('../../../docs/test-server.md', import.meta.url), 'utf8')
const folder = mkdtempSync(fileURLToPath(new URL('docs-', import.meta.url)))
afterAll(() => rmSync(folder, { recursive: true }))

/** The first cell of each row of the table with this first heading, its names only. */
function names(heading: string): string[] {
  const lines = page.slice(page.indexOf(`| ${heading} |`)).split('\n')
  const rows = lines.slice(
    2,
    lines.findIndex((line) => !line.startsWith('|')),
  )
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
}

it('the page lists every option with its default', () => {
  const [serve] = addServe(new Command(), async () => {}).commands
  const options = serve?.options.filter(({ long }) => long !== '--help') ?? []
  expect(names('option')).toEqual(options.map(({ long }) => long))
  for (const { long, defaultValue } of options) {
    if (defaultValue !== undefined) expect(page).toContain(`| \`${long}\` | \`${[defaultValue].flat().join(', ')}\` |`)
  }
})

it('the page lists every section of a studio file', () => {
  expect(names('section').sort()).toEqual([...SECTION_NAMES].sort())
})

it('the example of a studio file is one', () => {
  const example = /```json\n(.*?)```/s.exec(page)?.[1] ?? ''
  expect(readStudioFile(JSON.parse(example))).toHaveLength(1)
})

it('the example for Node.js runs', { timeout: 60_000 }, async () => {
  const path = join(folder, 'example.ts')
  writeFileSync(path, /```ts\n(.*?)```/s.exec(page)?.[1] ?? '')
  await import(path)
})
