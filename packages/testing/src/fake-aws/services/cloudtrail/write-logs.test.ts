import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { CreateUserProfileCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { expect, it } from 'vitest'
import { createFakeAws } from '../../create-fake-aws.js'

async function setUp() {
  const fake = createFakeAws()
  fake.seed.domain({ DomainId: 'd-abc' })
  const client = new SageMakerClient({ ...fake.clientConfig(), maxAttempts: 1 })
  for (const UserProfileName of ['alice', 'bob', 'alice']) {
    await client.send(new CreateUserProfileCommand({ DomainId: 'd-abc', UserProfileName })).catch(() => {})
  }
  return fake
}

it('writes the trail into a folder', async () => {
  const fake = await setUp()
  const folder = await mkdtemp(join(tmpdir(), 'studio-efs-logs-'))
  try {
    const keys = await fake.writeCloudTrailLogs(folder, { late: 0, duplicates: 0 })
    const files = await readdir(folder, { recursive: true, withFileTypes: true })
    expect(files.filter((file) => file.isFile())).toHaveLength(keys.length)
    const logs = keys.filter((key) => key.includes('/CloudTrail/'))
    const texts = await Promise.all(logs.map(async (key) => gunzipSync(await readFile(join(folder, key))).toString()))
    const ids = texts.flatMap((text) => JSON.parse(text).Records.map(({ eventID }: { eventID: string }) => eventID))
    expect(ids.sort()).toEqual(fake.state.trail.map(({ eventID }) => eventID).sort())
  } finally {
    await rm(folder, { recursive: true })
  }
})

it('writes the same into a bucket', async () => {
  const fake = await setUp()
  const keys = await fake.writeCloudTrailLogs({ bucket: 'trail' })
  expect([...(fake.state.s3.buckets.get('trail')?.objects.keys() ?? [])]).toEqual(keys)
})
