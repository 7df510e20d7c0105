import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { describe, expect, it } from 'vitest'
import { createFakeAws } from '../../src/fake-aws/create-fake-aws.js'
import { differencesOf } from './differences.js'
import { differencesPage } from './differences-page.js'
import { runEc2 } from './ec2-script.js'
import { runEfs } from './efs-script.js'
import { knownDifferences, MOTO_VERSION } from './known-differences.js'
import { ACCOUNT, findMoto, startMoto } from './moto-server.js'
import { runS3 } from './s3-script.js'
import { runSageMaker } from './sagemaker-script.js'
import { type Outcome, openSession, type Server } from './session.js'

const DAY = 24 * 60 * 60 * 1000

async function runScript(server: Server): Promise<readonly Outcome[]> {
  const session = await openSession(server)
  await runEfs(session)
  await runEc2(session)
  await runSageMaker(session)
  await runS3(session)
  return session.outcomes
}

async function runAgainstFake(): Promise<readonly Outcome[]> {
  const fake = createFakeAws({ account: ACCOUNT })
  try {
    const { url } = await fake.listen()
    return await runScript({
      url,
      waitUntilReady: () => fake.clock.advance(DAY),
      fill: async (bucket, objects) => void fake.seed.bucket(bucket, objects),
    })
  } finally {
    await fake.close()
  }
}

async function runAgainstMoto(): Promise<readonly Outcome[]> {
  const moto = await startMoto()
  try {
    return await runScript({
      url: moto.url,
      waitUntilReady: async () => {},
      fill: (bucket, objects) => fillMoto(moto.url, bucket, objects),
    })
  } finally {
    moto.stop()
  }
}

async function fillMoto(endpoint: string, Bucket: string, objects: Readonly<Record<string, string>>): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  // The SDK's checksums would add members to the replies.
  const requestChecksumCalculation = 'WHEN_REQUIRED'
  const config = {
    region: 'eu-west-1',
    endpoint,
    credentials,
    forcePathStyle: true,
    requestChecksumCalculation,
  } as const
  const s3 = new S3Client(config)
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }))
  for (const [Key, Body] of Object.entries(objects)) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'binary/octet-stream' }))
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
    `differs from moto as the list says, and in nothing else${skipped}`,
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
