import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publicFolders, workspaceRoot } from './pack.js'

const scratch = mkdtempSync(join(tmpdir(), 'studio-efs-changesets-'))
beforeAll(bumpInScratch)
afterAll(() => rmSync(scratch, { recursive: true }))
const textOf = (root: string, path: string) => readFileSync(join(root, path), 'utf8')
const manifestOf = (root: string, folder: string) => JSON.parse(textOf(root, `${folder}/package.json`))

const ADDED = `---
'@studio-efs/core': minor
---

A change with a [link](../../docs/versioning.md):

- a first item
- a second one
`

/** Copies what `changeset version` reads into a repository of its own, and runs it there. */
function bumpInScratch(): void {
  const files = ['package.json', 'pnpm-workspace.yaml', 'scripts/publishing/changelog.cjs']
  const perPackage = publicFolders().flatMap((folder) => [`${folder}/package.json`, `${folder}/CHANGELOG.md`])
  for (const path of [...files, ...perPackage, '.changeset']) {
    mkdirSync(dirname(join(scratch, path)), { recursive: true })
    cpSync(join(workspaceRoot, path), join(scratch, path), { recursive: true })
  }
  writeFileSync(join(scratch, '.changeset/added-by-the-test.md'), ADDED)
  symlinkSync(join(workspaceRoot, 'node_modules'), join(scratch, 'node_modules'), 'junction')
  execFileSync('git', ['init', '--quiet'], { cwd: scratch })
  const program = join(workspaceRoot, 'node_modules/@changesets/cli/bin.js')
  execFileSync(process.execPath, [program, 'version'], { cwd: scratch, stdio: 'pipe' })
}

test('a release takes up every change, gives all packages one number, and writes their changelogs', () => {
  const pending = readdirSync(join(workspaceRoot, '.changeset')).filter(
    (name) => name.endsWith('.md') && name !== 'README.md',
  )
  const before = publicFolders().map((folder) => manifestOf(workspaceRoot, folder).version)

  expect(readdirSync(join(scratch, '.changeset')).sort()).toEqual(['README.md', 'config.json'])
  const [version, ...others] = publicFolders().map((folder) => manifestOf(scratch, folder).version)
  expect(new Set([version, ...others]).size).toBe(1)
  expect(before).not.toContain(version)

  const core = textOf(scratch, 'packages/core/CHANGELOG.md')
  expect(core).toMatch(new RegExp(`^# @studio-efs/core\n\n## ${version}\n\n### `))
  expect(core).toContain('- A change with a [link](../../docs/versioning.md):\n\n  - a first item\n  - a second one\n')
  for (const name of pending) {
    const [, packages = '', text = ''] = textOf(workspaceRoot, `.changeset/${name}`).split(/^---$/m)
    const [first = ''] = text.trim().split('\n')
    for (const [, folder] of packages.matchAll(/^['"]@studio-efs\/([\w-]+)['"]:/gm)) {
      expect(textOf(scratch, `packages/${folder}/CHANGELOG.md`), name).toContain(first.slice(0, 60))
    }
  }
})

test.each(publicFolders())(
  'the changelog of %s keeps the versions before, without lines that say nothing',
  (folder) => {
    const text = textOf(scratch, `${folder}/CHANGELOG.md`)
    expect(text).toContain('## 0.1.0')
    expect(text).not.toMatch(/Updated dependencies|### \w+ Changes\s+(#|$)/)
  },
)
