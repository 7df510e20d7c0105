import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../../src/fake-aws/create-fake-aws.js'
import { differencesOf } from './differences.js'
import { differencesPage } from './differences-page.js'
import { runEc2 } from './ec2-script.js'
import { runEfs } from './efs-script.js'
import { knownDifferences, MOTO_VERSION } from './known-differences.js'
import { ACCOUNT, findMoto, startMoto } from './moto-server.js'
import { runSageMaker } from './sagemaker-script.js'
import { type Outcome, openSession } from './session.js'

const DAY = 24 * 60 * 60 * 1000

async function runScript(url: string, settle: () => Promise<void>): Promise<readonly Outcome[]> {
  const session = await openSession(url, settle)
  await runEfs(session)
  await runEc2(session)
  await runSageMaker(session)
  return session.outcomes
}

async function runAgainstFake(): Promise<readonly Outcome[]> {
  const fake = createFakeAws({ account: ACCOUNT })
  try {
    const { url } = await fake.listen()
    return await runScript(url, async () => {
      await fake.clock.advance(DAY)
    })
  } finally {
    await fake.close()
  }
}

async function runAgainstMoto(): Promise<readonly Outcome[]> {
  const moto = await startMoto()
  try {
    return await runScript(moto.url, async () => {})
  } finally {
    moto.stop()
  }
}

const installed = findMoto()
const skipped =
  installed === undefined
    ? ' (skipped: there is no moto_server on the PATH)'
    : installed === MOTO_VERSION
      ? ''
      : ` (skipped: the list is for moto ${MOTO_VERSION}, and moto_server here is ${installed})`

describe('the fake AWS', () => {
  it.skipIf(skipped !== '')(
    `differs from moto in what the list says, and in nothing else${skipped}`,
    async () => {
      const [ours, theirs] = await Promise.all([runAgainstFake(), runAgainstMoto()])
      const known = Object.values(knownDifferences).flatMap((differences) => differences.flatMap(({ lines }) => lines))
      expect(differencesOf(ours, theirs).sort()).toEqual([...known].sort())
    },
    180_000,
  )

  it('has a page in the documents for the differences', async () => {
    await expect(differencesPage()).toMatchFileSnapshot('../../../../docs/test-kit-differences.md')
  })
})
