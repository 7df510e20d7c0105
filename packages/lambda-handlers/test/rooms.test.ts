import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const source = join(import.meta.dirname, '../src')

interface Import {
  /** Names between the braces. */
  readonly names: readonly string[]
  /** Path in `src`, or the name of a package. */
  readonly from: string
  readonly typeOnly: boolean
}

interface SourceFile {
  readonly path: string
  readonly imports: readonly Import[]
}

const files: readonly SourceFile[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => {
    const text = readFileSync(join(source, path), 'utf8')
    const statics = [...text.matchAll(/^(?:import|export) (type )?(?:\{([^}]*)\} from |\* from )?'([^']+)'/gm)]
    const imports = statics.map(([, type, names = '', from = '']) => ({
      names: names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
      from: from.startsWith('.') ? relative(source, join(source, dirname(path), from)).replace(/\.js$/, '.ts') : from,
      typeOnly: type !== undefined,
    }))
    return { path, imports }
  })

/** The folder of a file; the handlers themselves are in none. */
const roomOf = (path: string) => (path.includes('/') ? dirname(path) : 'handlers')

/** The rooms that each room may import from, besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  handlers: ['batch', 'custom-resource', 'handler', 'settings', 'spaces'],
  batch: ['handler', 'settings'],
  'custom-resource': ['handler', 'settings'],
  deploy: ['custom-resource'],
  handler: ['settings'],
  settings: [],
  spaces: ['handler', 'settings'],
}

test('every file is in a room with a direction', () => {
  expect([...new Set(files.map(({ path }) => roomOf(path)))].sort()).toEqual(Object.keys(mayImport).sort())
  expect(files.length).toBeGreaterThan(20)
})

describe('imports point down', () => {
  test.each(Object.entries(mayImport))('%s imports only from %j and itself', (room, below) => {
    const allowed = (from: string) => below.includes(roomOf(from)) || (roomOf(from) === room && room !== 'handlers')
    const offenders = files
      .filter(({ path }) => roomOf(path) === room)
      .flatMap(({ path, imports }) => imports.map(({ from }) => ({ path, from })))
      .filter(({ from }) => from.endsWith('.ts') && !allowed(from))
    expect(offenders).toEqual([])
  })
})

test('no file imports itself by way of others, types included', () => {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports.map(({ from }) => from)]))
  const circles = files.flatMap(({ path }) => {
    const reached = new Set(importsOf.get(path))
    for (const next of reached) for (const from of importsOf.get(next) ?? []) reached.add(from)
    return reached.has(path) ? [path] : []
  })
  expect(circles).toEqual([])
})

test('AWS clients are only made here, by the drop-in handlers: calls and their rules are in core', () => {
  const offenders = files.flatMap(({ path, imports }) =>
    imports
      .filter(({ from, typeOnly }) => from.startsWith('@aws-sdk/') && !typeOnly)
      .flatMap(({ names }) => names.filter((name) => !name.endsWith('Client')))
      .map((name) => `${path}: ${name}`),
  )
  expect(offenders).toEqual([])
  const making = files.filter(({ imports }) => imports.some(({ from }) => from.startsWith('@aws-sdk/')))
  expect(making.map(({ path }) => roomOf(path)).filter((room) => !['handlers', 'handler'].includes(room))).toEqual([])
})

test('the directory function reaches only entry points of core that load no AWS SDK', () => {
  const reached = new Set(['provision-directories.ts'])
  for (const path of reached)
    for (const { from } of files.find((file) => file.path === path)?.imports ?? []) reached.add(from)
  expect([...reached].filter((from) => !from.endsWith('.ts')).sort()).toEqual([
    '@studio-efs/core/directories',
    '@studio-efs/core/driver-kit',
    '@studio-efs/core/errors',
    '@studio-efs/core/lambda',
    '@studio-efs/core/posix',
    'neverthrow',
  ])
})
