import { directoryDriverSuite, posixDriverFixture } from '@studio-efs/testing'
import type { Row } from '../row.js'

/** Runs the suite that every directory driver passes on a mount. Needs root. */
export async function checkSuite(mountPoint: string): Promise<readonly Row[]> {
  const cases: { readonly name: string; run(): Promise<void> }[] = []
  let skipped = 0
  const test = Object.assign((name: string, run: () => Promise<void>) => void cases.push({ name, run }), {
    skip() {
      skipped += 1
    },
  })
  directoryDriverSuite({ test, fixture: posixDriverFixture({ directory: mountPoint }) })
  const failures: string[] = []
  for (const { name, run } of cases)
    await run().catch((error: unknown) => failures.push(`${name}: ${error instanceof Error ? error.stack : error}`))
  for (const failure of failures) console.error(failure)
  return [
    {
      measure: `The suite of directory drivers, ${cases.length} cases`,
      asked: 'all pass',
      reached: `${cases.length - failures.length} pass, ${skipped} are left out`,
      holds: failures.length === 0 && cases.length > 0,
    },
  ]
}
