import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...['.github', 'docs', 'packages', 'examples'].flatMap(below),
]

// Texts of changes end up in the packages' changelogs, and link as from there.
const changes = below('.changeset').filter((page) => !page.endsWith('README.md'))

function below(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md') && !/(^|\/)(node_modules|dist|api)\//.test(path))
    .map((path) => join(folder, path))
}

function missingFrom(page: string, folder = dirname(page)): readonly string[] {
  const text = readFileSync(join(root, page), 'utf8')
  const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target ?? '')
  return targets.filter((target) => !existsSync(join(root, folder, target)))
}

test.each(pages)('every file that %s links to is there', (page) => {
  expect(missingFrom(page)).toEqual([])
})

test('every file that a change links to is there, as seen from a changelog', () => {
  expect(changes.flatMap((page) => missingFrom(page, 'packages/core'))).toEqual([])
})

test('the papers that a project has are there', () => {
  const papers = ['AGENTS.md', 'CHANGELOG.md', 'CODE_OF_CONDUCT.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md']
  expect(pages).toEqual(expect.arrayContaining(papers))
})
