import { archiveCases } from './cases/archive-cases.js'
import { batchCases } from './cases/batch-cases.js'
import { claimCases } from './cases/claim-cases.js'
import { ensureCases } from './cases/ensure-cases.js'
import { identityCases } from './cases/identity-cases.js'
import { inspectCases } from './cases/inspect-cases.js'
import { mountCases } from './cases/mount-cases.js'
import { obstacleCases } from './cases/obstacle-cases.js'
import { recoveryCases } from './cases/recovery-cases.js'
import { restoreCases } from './cases/restore-cases.js'
import { rootCases } from './cases/root-cases.js'
import { usageCases } from './cases/usage-cases.js'
import type { DirectoryDriverCase, DirectoryDriverFixture } from './driver-fixture.js'

/** The part of a test runner that the suite uses: `test` of vitest, jest or node:test. */
export interface TestFunction {
  (name: string, run: () => Promise<void>): unknown
  /** Registers a test that is skipped. */
  skip(name: string, run: () => Promise<void>): unknown
}

/**
 * Registers a test for each property of a `DirectoryDriver` that its callers rely on. The fixture makes a fresh driver
 * for each test, on a scratch file system: tests also change the owner of its root.
 *
 * @example
 * import { test } from 'node:test'
 * directoryDriverSuite({ test, fixture: posixDriverFixture() })
 */
export function directoryDriverSuite({
  test,
  fixture,
}: {
  readonly test: TestFunction
  readonly fixture: DirectoryDriverFixture
}): void {
  for (const testCase of casesFor(fixture)) {
    const able = testCase.needs?.(fixture.capabilities) ?? true
    const register = able ? test : test.skip
    register(testCase.name, () => run(fixture, testCase))
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
    ...claimCases,
    ...identityCases,
    ...archiveCases,
    ...restoreCases,
    ...recoveryCases,
    ...usageCases,
  ]
}

async function run({ create, capabilities }: DirectoryDriverFixture, testCase: DirectoryDriverCase): Promise<void> {
  const subject = await create(testCase.mount ?? 'mounted')
  try {
    await testCase.run(subject, capabilities)
  } finally {
    await subject.dispose?.()
  }
}
