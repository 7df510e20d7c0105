import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'
import type { Fault } from '../src/fake-aws/exchange/fault.js'
import { apis } from '../src/fake-aws/services/apis.js'
import { defaultDelays } from '../src/fake-aws/settings/delays.js'
import { defaultChoices } from '../src/fake-aws/settings/undocumented.js'

const page = readFileSync(new URL('../../../docs/test-kit.md', import.meta.url), 'utf8')
const sections = page.split(/^##? /m).slice(1)
const examples = sections.flatMap((section) => {
  const title = section.slice(0, section.indexOf('\n'))
  const blocks = [...section.matchAll(/```ts\n(.*?)```/gs)]
  return blocks.map(([, code = ''], index) => ({ title: index === 0 ? title : `${title} (${index + 1})`, code }))
})

// Beside this file, so that the examples resolve their imports.
const folder = mkdtempSync(fileURLToPath(new URL('docs-', import.meta.url)))
afterAll(() => rmSync(folder, { recursive: true }))

/** Reads the cells of the table with this first heading, without the heading row. */
function table(heading: string): string[][] {
  const lines = page.slice(page.indexOf(`| ${heading} |`)).split('\n')
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(2, end).map((line) =>
    line
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.replaceAll('`', '')),
  )
}

it.each(examples)('the example under $title runs', { timeout: 60_000 }, async ({ title, code }) => {
  const path = join(folder, `${title.replaceAll(' ', '-')}.ts`)
  writeFileSync(path, code)
  await import(path)
})

it('the page lists every choice that the documents leave open, with its default', () => {
  const rows = page.slice(page.indexOf("## Where AWS's documents say nothing"))
  const listed = [...rows.matchAll(/^\| `(\w+)` \| `([^`]+)` \|/gm)].map(([, name, value]) => [name, value])
  expect(listed).toEqual(Object.entries(defaultChoices).map(([name, value]) => [name, String(value)]))
})

it('the page lists every delay with its default', () => {
  expect(table('delay')).toEqual(Object.entries(defaultDelays).map(([name, value]) => [name, String(value)]))
})

it('the page lists every service and operation', () => {
  const known = apis.map(({ model, operations }) => [model.service, Object.keys(operations).sort()])
  expect(table('service').map(([service, names = '']) => [service, names.split(', ').sort()])).toEqual(known)
})

it('the page lists every fault', () => {
  const kinds: Readonly<Record<Fault['kind'], true>> = {
    throttle: true,
    error: true,
    'server-error': true,
    'connection-reset': true,
    latency: true,
    'no-reply': true,
    'ends-in': true,
    'third-party': true,
  }
  expect(table('`fault.kind`').map(([kind]) => kind)).toEqual(Object.keys(kinds))
})
