import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Row } from './row.js'

const MAX_SECONDS = 120
const SUITES = ['profiles', 'domains', 'file-systems', 'sharing', 'runs', 'studio', 'network'].map(
  (room) => `packages/core/src/${room}/`,
)

/** Time of the tests of the core operations on the fake, start of the runner included. */
export function benchCoreSuites(): Row {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const begun = performance.now()
  const { status, stdout } = spawnSync('npx', ['vitest', 'run', ...SUITES, '--reporter=json'], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  })
  const seconds = (performance.now() - begun) / 1_000
  const { numTotalTests, numFailedTests } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as VitestReport
  const failed = numFailedTests === 0 ? '' : `, ${numFailedTests} failed`
  return {
    measure: `the ${numTotalTests} tests of the core operations on the fake`,
    asked: `< ${MAX_SECONDS} s`,
    reached: `${seconds.toFixed(0)} s${failed}`,
    holds: status === 0 && seconds < MAX_SECONDS,
  }
}

interface VitestReport {
  readonly numTotalTests: number
  readonly numFailedTests: number
}
