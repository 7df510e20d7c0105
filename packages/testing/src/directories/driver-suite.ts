import { batchCases } from './cases/batch-cases.js'
import { ensureCases } from './cases/ensure-cases.js'
import { inspectCases } from './cases/inspect-cases.js'
import { mountCases } from './cases/mount-cases.js'
import { obstacleCases } from './cases/obstacle-cases.js'
import { rootCases } from './cases/root-cases.js'
import type { DirectoryDriverCase, DirectoryDriverFixture } from './driver-fixture.js'

/** As much of a test runner as the suite uses: `test` of vitest, jest or node:test. */
export interface TestFunction {
  (name: string, run: () => Promise<void>): unknown
  skip(name: string, run: () => Promise<void>): unknown
}

/**
 * Registers a test for everything that callers rely on in a `DirectoryDriver`. The fixture makes a fresh driver for
 * each; its file system is scratch, and its root gets other owners too.
 *
 * @example
 * import { test } from 'node:test'
 * directoryDriverSuite({ test, fixture: myDriverFixture })
 */
export function directoryDriverSuite({
  test,
  fixture,
}: {
  readonly test: TestFunction
  readonly fixture: DirectoryDriverFixture
}): void {
  for (const fact of casesFor(fixture)) {
    const able = fact.needs?.(fixture.capabilities) ?? true
    const register = able ? test : test.skip
    register(fact.name, () => run(fixture, fact))
  }
}

function casesFor({ capabilities }: DirectoryDriverFixture): readonly DirectoryDriverCase[] {
  return [
    ...ensureCases,
    ...rootCases,
    ...batchCases,
    ...inspectCases,
    ...obstacleCases(capabilities.obstacles),
    ...mountCases,
  ]
}

async function run({ create, capabilities }: DirectoryDriverFixture, fact: DirectoryDriverCase): Promise<void> {
  const subject = await create(fact.mount ?? 'mounted')
  try {
    await fact.run(subject, capabilities)
  } finally {
    await subject.dispose?.()
  }
}
