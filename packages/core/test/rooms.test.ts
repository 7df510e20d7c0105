import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { parseDomainId } from '../src/model/ids.js'
import type { FieldParser } from '../src/model/parse/parse-input.js'

const source = fileURLToPath(new URL('../src', import.meta.url))
const page = readFileSync(new URL('../../../docs/architecture.md', import.meta.url), 'utf8')

interface SourceFile {
  readonly path: string
  readonly room: string
  readonly text: string
  readonly imports: readonly { readonly from: string; readonly typeOnly: boolean }[]
}

const files: readonly SourceFile[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => {
    const text = readFileSync(join(source, path), 'utf8')
    const statics = [...text.matchAll(/^(?:import|export) (type )?(?:[^'"]*?from )?'([^']+)'/gm)]
    const dynamics = [...text.matchAll(/\bimport(\()\s*['"`]?([^'"`)]*)/g)]
    const imports = [...statics, ...dynamics].map(([, how, from = '']) => ({
      from: from.startsWith('.') ? relative(source, join(source, dirname(path), from)).replace(/\.js$/, '.ts') : from,
      typeOnly: how === 'type ',
    }))
    return { path, room: roomOf(path), text, imports }
  })

function roomOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : ''
}

const filesOf = (room: string) => files.filter((file) => file.room === room)
const offenders = (of: readonly SourceFile[], forbidden: (from: string) => boolean) =>
  of.flatMap(({ path, imports }) =>
    imports.filter(({ from }) => forbidden(from)).map(({ from }) => `${path} → ${from}`),
  )

const table = [...page.matchAll(/^\| `([\w-]+)\/` \|.*\| ([^|]+) \|$/gm)].map(
  ([, room = '', mayImport = '']) => [room, mayImport.split(', ')] as const,
)
const rootValues = (/^Root values that any room may import: ([^.]+)\./m.exec(page)?.[1] ?? '')
  .split(', ')
  .map((name) => name.replaceAll('`', '').trim())

test('every file is in a room that the page of the architecture names', () => {
  const rooms = ['', ...table.map(([room]) => room)]
  expect([...new Set(files.map(({ room }) => room))].filter((room) => !rooms.includes(room))).toEqual([])
  expect(rooms.filter((room) => filesOf(room).length === 0)).toEqual([])
  expect(rootValues.length).toBeGreaterThan(3)
})

test.each(table)('%s/ imports only %j and the root values, types included', (room, mayImport) => {
  const allowed = (from: string) =>
    roomOf(from) === '' ? rootValues.includes(from.replace(/\.ts$/, '')) : [room, ...mayImport].includes(roomOf(from))
  expect(offenders(filesOf(room), (from) => from.endsWith('.ts') && !allowed(from))).toEqual([])
})

test('no file imports itself through others, types included', () => {
  const importsOf = new Map(
    files.map(({ path, imports }) => [path, imports.map(({ from }) => from).filter((from) => from.endsWith('.ts'))]),
  )
  const circles: string[] = []
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
    if (trail.includes(path) || done.has(path)) return
    for (const next of importsOf.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const { path } of files) visit(path, [])
  expect(circles).toEqual([])
})

test('plans are pure and synchronous', () => {
  const plans = files.filter(({ path }) => /(^|\/)plan\/|-plan\.ts$/.test(path))
  expect(plans.length).toBeGreaterThan(10)
  expect(
    plans
      .filter(({ text }) => /\basync\b|Promise|ResultAsync|\b(Clock|Call|\w+Client)\b/.test(text))
      .map(({ path }) => path),
  ).toEqual([])
})

test('a folder holds no more files than one look takes in', () => {
  const counts = new Map<string, number>()
  for (const { path } of files) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1)
  expect([...counts].filter(([, count]) => count > 20)).toEqual([])
})

test('only aws/ imports an AWS SDK client', () => {
  const others = files.filter(({ room }) => room !== 'aws')
  expect(offenders(others, (from) => from.startsWith('@aws-sdk/') || from.startsWith('@smithy/'))).toEqual([])
})

test('node:fs is only in the POSIX driver and in the source of log files', () => {
  const others = files.filter(({ path }) => !/^(drivers\/posix|cloudtrail\/log-files)\//.test(path))
  expect(offenders(others, (from) => /^(node:)?fs(\/|$)/.test(from))).toEqual([])
})

test('time, timers and randomness are only behind the clock', () => {
  const reaching =
    /\b(Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|AbortSignal\.timeout|performance\.now)\b/
  expect(
    files.filter(({ path, text }) => path !== 'time/clock.ts' && reaching.test(text)).map(({ path }) => path),
  ).toEqual([])
})

test('every input has a table of parsers for exactly its fields, which the type checker compares', () => {
  const declared = files.flatMap(({ text }) =>
    [...text.matchAll(/^export interface (\w+Input)\b/gm)].map(([, name]) => name),
  )
  const tied = /satisfies Record<\s*keyof Required<(\w+)>,\s*FieldParser<unknown>\s*>/g
  const compared = files.flatMap(({ text }) => [...text.matchAll(tied)].map(([, name]) => name))
  expect(declared.length).toBeGreaterThan(10)
  expect(declared.filter((name) => !compared.includes(name))).toEqual([])
})

test('a field without a parser does not compile', () => {
  interface Input {
    readonly domainId: string
    readonly dryRun?: boolean
  }
  // @ts-expect-error: `dryRun` has no parser.
  const fields = { domainId: parseDomainId } satisfies Record<keyof Required<Input>, FieldParser<unknown>>
  expect(Object.keys(fields)).toEqual(['domainId'])
})

/** Entry points, and the clients that importing them may load. */
const entries: readonly (readonly [string, readonly string[]])[] = [
  ['index', ['@aws-sdk/client-sagemaker']],
  ['errors', []],
  ['directories', []],
  ['posix', []],
  ['lambda', []],
  ['cloudtrail', []],
  ['iam', []],
  ['driver-kit', []],
]

test('the page of the architecture lists the entry points', () => {
  const listed = [
    ...page.matchAll(/^\| `@studio-efs\/core(?:\/([\w-]+))?` \| .* \| (?:yes|no|at .*|SageMaker.*) \|$/gm),
  ].map(([, name]) => name ?? 'index')
  expect(listed).toEqual(entries.map(([name]) => name))
})

test.each(entries)('the public names of %s are these', async (name) => {
  expect(Object.keys(await import(`../src/${name}.ts`)).sort()).toMatchSnapshot()
})

test.each(entries)('importing %s loads no AWS SDK client but %j', (name, clients) => {
  const reached = new Set([`${name}.ts`])
  for (const path of reached) {
    const file = files.find((each) => each.path === path)
    const lazily = new Set([...(file?.text.matchAll(/\bimport\(\s*'([^']+)'/g) ?? [])].map(([, from]) => from))
    for (const { from, typeOnly } of file?.imports ?? []) if (!typeOnly && !lazily.has(from)) reached.add(from)
  }
  expect([...reached].filter((from) => from.startsWith('@aws-sdk/')).sort()).toEqual(clients)
})
