import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const source = fileURLToPath(new URL('../src', import.meta.url))
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')

interface SourceFile {
  readonly path: string
  readonly folder: string
  /** Paths of imported files of this package, type imports and `import()` included. */
  readonly imports: readonly string[]
}

const files: readonly SourceFile[] = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => {
    const specifiers = specifiersIn(readFileSync(join(source, path), 'utf8')).filter((name) => name.startsWith('.'))
    const imports = specifiers.map((name) => join(dirname(path), name).replace(/\.js$/, '.ts'))
    return { path, folder: dirname(path), imports }
  })

function specifiersIn(text: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier)
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0])
    ts.forEachChild(node, visit)
  }
  const add = (node: ts.Node | undefined): void => {
    if (node !== undefined && ts.isStringLiteral(node)) found.push(node.text)
  }
  visit(ts.createSourceFile('file.ts', text, ts.ScriptTarget.Latest))
  return found
}

/** Reads the README's table with this first heading: names, and the names that each may import. */
function table(heading: string): readonly (readonly [name: string, mayImport: readonly string[]])[] {
  const lines = readme.slice(readme.search(new RegExp(`^\\| ${heading} +\\|`, 'm'))).split('\n')
  const rows = lines.slice(2, lines.indexOf(''))
  return rows.map((row) => {
    const cells = row.split('|').map((cell) => cell.trim())
    const name = /`([^`]+?)\/?`/.exec(cells[1] ?? '')?.[1] ?? ''
    const allowed = cells.at(-2) ?? ''
    return [name, allowed === 'nothing' ? [] : allowed.split(', ')]
  })
}

const rooms = table('folder')
const services = table('service')

/** Finds the innermost room that holds the file; a file beside the rooms is a room of its own. */
function roomOf(path: string): string {
  const inside = rooms.map(([room]) => room).filter((room) => path.startsWith(`${room}/`))
  const [innermost] = inside.toSorted((a, b) => b.length - a.length)
  return innermost ?? basename(path, '.ts')
}

test('every folder is in a room of the table, and every room has files', () => {
  const found = new Set(files.map(({ path }) => roomOf(path)))
  expect([...found].sort()).toEqual([...rooms.map(([room]) => room), 'assert-result', 'index'].sort())
  expect(files.length).toBeGreaterThan(100)
})

test('the layers of the fake are in this order', () => {
  const layers = rooms.map(([room]) => room).filter((room) => room.startsWith('fake-aws/'))
  expect(layers.map((room) => basename(room))).toEqual([
    'settings',
    'state',
    'wire',
    'world',
    'services',
    'exchange',
    'transports',
    'delivery',
  ])
})

test('a room may import earlier rooms only', () => {
  const earlier = new Set(['assert-result'])
  for (const [room, mayImport] of rooms) {
    expect(mayImport.filter((name) => !earlier.has(name))).toEqual([])
    earlier.add(basename(room))
  }
})

test.each(rooms)('%s imports exactly %j, as the table says', (room, mayImport) => {
  const imported = files
    .filter(({ path }) => roomOf(path) === room)
    .flatMap(({ path, imports }) => imports.map((to) => ({ path, to, room: basename(roomOf(to)) })))
    .filter((one) => one.room !== basename(room))
  const offenders = imported.filter((one) => !mayImport.includes(one.room)).map(({ path, to }) => `${path} → ${to}`)
  expect(offenders).toEqual([])
  expect([...new Set(imported.map((one) => one.room))].sort()).toEqual([...mayImport].sort())
})

test('a service imports no other service than the table says', () => {
  const serviceOf = (path: string) => /^fake-aws\/services\/(\w+)\//.exec(path)?.[1]
  const allowed = new Map(services)
  const offenders = files.flatMap(({ path, imports }) => {
    const service = serviceOf(path)
    if (service === undefined) return []
    const others = imports.filter((imported) => (serviceOf(imported) ?? service) !== service)
    return others
      .filter((imported) => !allowed.get(service)?.includes(serviceOf(imported) ?? ''))
      .map((imported) => `${path} → ${imported}`)
  })
  expect(offenders).toEqual([])
})

test('no imports go in a circle, types included', () => {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports]))
  const finished = new Set<string>()
  const circles: string[] = []
  function visit(path: string, route: readonly string[]): void {
    if (route.includes(path)) circles.push([...route.slice(route.indexOf(path)), path].join(' → '))
    if (finished.has(path) || route.includes(path)) return
    for (const imported of importsOf.get(path) ?? []) visit(imported, [...route, path])
    finished.add(path)
  }
  for (const { path } of files) visit(path, [])
  expect(circles).toEqual([])
})

test('no folder has more than 20 source files', () => {
  const sizes = new Map<string, number>()
  for (const { folder } of files) sizes.set(folder, (sizes.get(folder) ?? 0) + 1)
  expect([...sizes].filter(([, size]) => size > 20)).toEqual([])
})

test('every import leads to a source file, and never to a test', () => {
  const known = new Set(files.map(({ path }) => path))
  const imported = files.flatMap(({ imports }) => imports).filter((path) => !path.endsWith('.model.json'))
  expect(imported.filter((path) => !known.has(path))).toEqual([])
})
