import type { Verdict } from './verdicts.js'

/** A line of the report of `fake_as_moto.py`. */
export interface MotoTest {
  /** Node id of pytest. */
  readonly test: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  /** First line of the exception. */
  readonly error: string
  /** `service:Operation` of each call, `stand-in:Operation` for what the plugin did by the control API. */
  readonly calls: readonly string[]
}

export interface Judgement {
  readonly passed: number
  readonly failed: Readonly<Record<Verdict['verdict'], number>>
  /** Failures without a reason, as `test: error`. */
  readonly unexplained: readonly string[]
  /** Tests with a verdict that do not fail. */
  readonly outdated: readonly string[]
}

const NOT_CLAIMED = /does not implement|or the fake AWS does not|UnknownOperationException|UnsupportedOperation/

/** Sorts the outcomes by the verdicts. `claimed` says whether the fake has an operation, as `service:Operation`. */
export function judge(
  tests: readonly MotoTest[],
  verdicts: readonly Verdict[],
  claimed: (operation: string) => boolean,
): Judgement {
  const failed = { 'fake-right': 0, 'moto-right': 0, 'not-documented': 0, 'not-claimed': 0 }
  const unexplained: string[] = []
  const failing = new Set<string>()
  for (const each of tests) {
    if (each.outcome !== 'failed') continue
    failing.add(nameOf(each))
    const known = verdicts.find((verdict) => verdict.tests.includes(nameOf(each)))
    const verdict = known?.verdict ?? (isNotClaimed(each, claimed) ? 'not-claimed' : undefined)
    if (verdict === undefined) unexplained.push(`${each.test}: ${each.error}`)
    else failed[verdict] += 1
  }
  return {
    passed: tests.filter(({ outcome }) => outcome === 'passed').length,
    failed,
    unexplained,
    outdated: verdicts.flatMap((verdict) => verdict.tests).filter((name) => !failing.has(name)),
  }
}

function nameOf({ test }: MotoTest): string {
  return (test.split('::').at(-1) ?? test).replace(/\[.*$/, '')
}

/** The last call counts: a test stops at the first assertion that fails. */
function isNotClaimed({ error, calls }: MotoTest, claimed: (operation: string) => boolean): boolean {
  const last = calls.at(-1) ?? ''
  if (NOT_CLAIMED.test(error)) return true
  return last !== '' && !last.startsWith('stand-in:') && !claimed(last)
}
