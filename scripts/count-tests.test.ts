import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'

const program = fileURLToPath(new URL('./count-tests.mjs', import.meta.url))
const scratch = mkdtempSync(join(tmpdir(), 'studio-efs-count-'))
afterAll(() => rmSync(scratch, { recursive: true }))

function count(report: unknown) {
  const file = join(scratch, 'report.json')
  writeFileSync(file, JSON.stringify(report))
  const { stdout, status } = spawnSync(process.execPath, [program, file], { encoding: 'utf8' })
  return { lines: stdout.trimEnd().split('\n'), status }
}

const passed = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, numFailedTestSuites: 0 }

test('the last line is the number of tests that passed and failed', () => {
  expect(count(passed)).toEqual({ lines: ['7 passed, 0 failed'], status: 0 })
  expect(count({ ...passed, numFailedTests: 2 })).toEqual({ lines: ['7 passed, 2 failed'], status: 1 })
})

test('the line before it counts skipped tests', () => {
  const { lines } = count({ ...passed, numPendingTests: 2, numTodoTests: 1 })
  expect(lines).toEqual(['3 skipped', '7 passed, 0 failed'])
})

test('a file that could not be loaded, no test at all and no report are failures', () => {
  expect(count({ ...passed, numFailedTestSuites: 1 })).toEqual({ lines: ['7 passed, 1 failed'], status: 1 })
  expect(count({ ...passed, numPassedTests: 0 }).status).toBe(1)
  const { stdout, status } = spawnSync(process.execPath, [program, join(scratch, 'none')], { encoding: 'utf8' })
  expect([stdout, status]).toEqual(['0 passed, 1 failed\n', 1])
})
