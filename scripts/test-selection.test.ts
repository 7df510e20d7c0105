import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { selectTests } from './test-selection.js'

const root = mkdtempSync(join(tmpdir(), 'studio-efs-test-selection-'))
afterAll(() => rmSync(root, { recursive: true }))
beforeAll(() => {
  const files = {
    'packages/a/src/plain.test.ts': "expect(plan('/alice')).toEqual([])",
    'packages/a/src/mocked.test.ts': "vi.mock('./clock.js')",
    'packages/a/src/links.test.ts': "await symlink('/etc', join(root, 'alice'))",
    'packages/a/node_modules/b/shell.test.ts': "spawn('sh')",
    'examples/a/shell.test.ts': "spawn('sh', ['-c', command])",
    'scripts/umask.test.ts': 'process.umask(0o077)',
    'scripts/umask.ts': 'process.umask(0o077)',
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
})

test('a file that changes the process has one of its own', () => {
  expect(selectTests(root, 'linux')).toEqual({
    isolated: ['packages/a/src/mocked.test.ts', 'scripts/umask.test.ts'],
    leftOut: [],
  })
})

test('on Windows, files that need POSIX are left out', () => {
  const { leftOut } = selectTests(root, 'win32')
  expect(leftOut).toEqual(['packages/a/src/links.test.ts', 'examples/a/shell.test.ts', 'scripts/umask.test.ts'])
})
