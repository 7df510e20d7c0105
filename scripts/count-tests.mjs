// Reads vitest's JSON report and prints "N passed, N failed" as the last line, after "N skipped" if any were.
// Exits with 1 when there is no report, no test, or a failure.
import { readFileSync } from 'node:fs'

let report
try {
  report = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
} catch (error) {
  console.error(`The test runner left no report: ${error instanceof Error ? error.message : error}`)
  console.log('0 passed, 1 failed')
  process.exit(1)
}
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numFailedTestSuites } = report
const failed = Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0)
const skipped = numPendingTests + numTodoTests
if (skipped > 0) console.log(`${skipped} skipped`)
console.log(`${numPassedTests} passed, ${failed} failed`)
process.exit(failed > 0 || numPassedTests === 0 ? 1 : 0)
