import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import * as directories from '../src/directories.js'
import * as core from '../src/index.js'

const source = fileURLToPath(new URL('../src', import.meta.url))

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
      from: from.startsWith('.') ? relative(source, join(source, dirname(path), from)) : from,
      typeOnly: how === 'type ',
    }))
    return { path, room: path.includes('/') ? path.slice(0, path.indexOf('/')) : '', text, imports }
  })

const roomOf = (from: string) => (from.includes('/') ? from.slice(0, from.indexOf('/')) : '')
const offenders = (rooms: readonly string[], forbidden: (from: string, file: SourceFile) => boolean) =>
  files
    .filter(({ room }) => rooms.includes(room))
    .flatMap((file) =>
      file.imports.filter(({ from }) => forbidden(from, file)).map(({ from }) => `${file.path} → ${from}`),
    )

const rooms = ['', 'model', 'policy', 'aws', 'drivers', 'cloudtrail', 'operations']

test('every file is in a room that the architecture names', () => {
  expect([...new Set(files.map(({ room }) => room))].filter((room) => !rooms.includes(room))).toEqual([])
  expect(files.length).toBeGreaterThan(30)
})

const page = readFileSync(new URL('../../../docs/architecture.md', import.meta.url), 'utf8')
const table = [...page.matchAll(/^\| `(\w+)\/` \|.*\| ([^|]+) \|$/gm)].map(
  ([, room = '', mayImport = '']) => [room, mayImport.split(', ')] as const,
)

test('the page of the architecture has every room in its table', () => {
  expect(table.map(([room]) => room)).toEqual(rooms.filter((room) => room !== ''))
})

test.each(table)('%s imports only %j of ours, as the page of the architecture says', (room, mayImport) => {
  const allowed = (from: string) => {
    const place = roomOf(from) === '' ? from.replace(/\.js$/, '') : roomOf(from)
    return place === room || mayImport.includes(place)
  }
  expect(offenders([room], (from) => from.endsWith('.js') && !allowed(from))).toEqual([])
})

test('policy never promises anything', () => {
  expect(
    files
      .filter(({ room, text }) => room === 'policy' && /\basync\b|Promise|ResultAsync/.test(text))
      .map(({ path }) => path),
  ).toEqual([])
})

test('only aws/ imports an AWS SDK client', () => {
  const others = rooms.filter((room) => room !== 'aws')
  expect(offenders(others, (from) => from.startsWith('@aws-sdk/') || from.startsWith('@smithy/'))).toEqual([])
})

test('node:fs is only in drivers and in the source of log files', () => {
  const others = rooms.filter((room) => room !== 'drivers')
  expect(
    offenders(others, (from, { path }) => /^(node:)?fs(\/|$)/.test(from) && !path.startsWith('cloudtrail/log-files')),
  ).toEqual([])
})

test('time, timers and randomness are only behind the clock', () => {
  const reaching =
    /\b(Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|AbortSignal\.timeout|performance\.now)\b/
  expect(files.filter(({ path, text }) => path !== 'clock.ts' && reaching.test(text)).map(({ path }) => path)).toEqual(
    [],
  )
})

test('the public names are these', () => {
  expect(Object.keys(core).sort()).toMatchSnapshot()
})

test('the public names of the entry point for directories are these', () => {
  expect(Object.keys(directories).sort()).toEqual([
    'DEFAULT_POSIX_OWNER',
    'InvalidInputError',
    'MountPathMissingError',
    'NotADirectoryError',
    'NotMountedError',
    'ROOT_PATH',
    'StudioEfsError',
    'answerDirectoryRequest',
    'inBatchOrder',
    'parseDirectoryMode',
    'parseFileSystemPath',
    'parsePosixOwner',
    'planDirectory',
    'posixDirectoryDriver',
    'showValue',
    'stepsTo',
    'systemClock',
    'writableParentsOf',
  ])
})

test('the entry point for directories reaches nothing that needs an AWS SDK', () => {
  const reached = new Set(['directories.ts'])
  for (const path of reached) {
    const { imports } = files.find((file) => file.path === path) ?? { imports: [] }
    for (const { from, typeOnly } of imports) if (!typeOnly) reached.add(from.replace(/\.js$/, '.ts'))
  }
  const outside = [...reached].filter((from) => !from.endsWith('.ts')).sort()
  expect(outside).toEqual(['neverthrow', 'node:fs', 'node:fs/promises', 'node:os', 'p-limit'])
})
