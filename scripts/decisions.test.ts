import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const folder = new URL('../docs/decisions/', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8')
const pages = readdirSync(folder)
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .sort()

test('decisions are numbered from 0001 without a hole, and no number is there twice', () => {
  const numbers = pages.map((_, index) => String(index + 1).padStart(4, '0'))
  expect(pages.map((name) => name.slice(0, 4))).toEqual(numbers)
})

test.each(pages)('%s begins with its number and has a context and a choice', (name) => {
  expect(read(name)).toMatch(new RegExp(`^# ${name.slice(0, 4)}: \\S`))
  expect(read(name)).toContain('**Context.**')
  expect(read(name)).toContain('**Choice.**')
})

test('the index lists every decision by number and title, in order, each in one line', () => {
  const rows = [...read('README.md').matchAll(/^\| (\d{4}) \| \[(.+)\]\((\S+)\) \| \S.* \|$/gm)]
  expect(rows.map(([, number, title, name]) => ({ heading: `# ${number}: ${title}`, name }))).toEqual(
    pages.map((name) => ({ heading: read(name).split('\n')[0], name })),
  )
})
