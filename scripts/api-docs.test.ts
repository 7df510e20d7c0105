import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { errorsPage, errorsText } from './api-docs.js'
import { readExports } from './api-exports.js'

test('the page of errors is what the sources say now (npx tsx scripts/api-docs.ts)', () => {
  expect(readFileSync(errorsPage, 'utf8')).toBe(errorsText())
}, 60_000)

test('the page of all operations has a row for each', () => {
  const page = readFileSync(new URL('../docs/reference.md', import.meta.url), 'utf8')
  const rows = page.match(/^\| \[.*$/gm)?.join('\n')
  const { operations } = readExports()
  expect(operations.filter(({ name }) => rows?.includes(`\`${name}\``) !== true).map(({ name }) => name)).toEqual([])
}, 60_000)

test('every error that an operation returns is exported', () => {
  const { operations, errors } = readExports()
  const names = errors.map(({ name }) => name)
  const missing = operations.flatMap((operation) => operation.errors.filter((error) => !names.includes(error)))
  expect([...new Set(missing)]).toEqual([])
}, 60_000)

test('every operation and error says what it is, and every operation what it takes', () => {
  const { operations, errors } = readExports()
  expect(operations.length).toBeGreaterThanOrEqual(14)
  expect([...operations, ...errors].filter(({ doc }) => doc === '').map(({ name }) => name)).toEqual([])
  expect(operations.filter(({ input }) => input.length === 0).map(({ name }) => name)).toEqual([])
}, 60_000)
