import {
  BackupClient,
  DescribeRestoreJobCommand,
  GetRecoveryPointRestoreMetadataCommand,
  ListRecoveryPointsByResourceCommand,
  StartRestoreJobCommand,
} from '@aws-sdk/client-backup'
import { expect, test } from 'vitest'
import { memoryDirectoryDriver } from '../../../directories/memory-directory-driver.js'
import { createFakeAws } from '../../create-fake-aws.js'
import type { Transitions } from '../../settings/transitions.js'

const owner = { uid: 200_001, gid: 1001, mode: '0700' }

function backedUp(transitions: Transitions = 'clock') {
  const fake = createFakeAws({ transitions })
  const backup = new BackupClient({ ...fake.clientConfig(), maxAttempts: 1 })
  const directories = memoryDirectoryDriver({ clock: fake.clock })
  const { FileSystemId, FileSystemArn } = fake.seed.fileSystem({ Encrypted: true })
  for (const path of ['/alice', '/bob']) directories.put(path, owner)
  const point = fake.seed.recoveryPoint({ FileSystemId, restore: directories.backUp() })
  const { RecoveryPointArn, BackupVaultName } = point
  const start = async (changes: object = {}, more: object = {}) => {
    const { RestoreMetadata } = await backup.send(
      new GetRecoveryPointRestoreMetadataCommand({ RecoveryPointArn, BackupVaultName }),
    )
    const Metadata = { ...RestoreMetadata, newFileSystem: 'false', itemsToRestore: '["/alice"]', ...changes }
    return backup.send(new StartRestoreJobCommand({ RecoveryPointArn, Metadata, ...more }))
  }
  const describe = (RestoreJobId: string | undefined) => backup.send(new DescribeRestoreJobCommand({ RestoreJobId }))
  return { fake, backup, directories, point, FileSystemId, FileSystemArn, start, describe }
}

test('lists the recovery points of a resource page by page, over HTTP too', async () => {
  const { fake, FileSystemId, FileSystemArn, point } = backedUp()
  for (let count = 0; count < 4; count += 1)
    fake.seed.recoveryPoint({ FileSystemId, createdAt: count, Status: 'EXPIRED' })
  const { url } = await fake.listen()
  const overHttp = new BackupClient({
    ...{ endpoint: url, region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } },
  })
  const points = []
  for (let NextToken: string | undefined, more = true; more; more = NextToken !== undefined) {
    const page = await overHttp.send(
      new ListRecoveryPointsByResourceCommand({ ResourceArn: FileSystemArn, MaxResults: 2, NextToken }),
    )
    points.push(...(page.RecoveryPoints ?? []))
    NextToken = page.NextToken
  }
  await fake.close()
  expect(points).toHaveLength(5)
  expect(points.find(({ Status }) => Status === 'COMPLETED')).toEqual({
    RecoveryPointArn: point.RecoveryPointArn,
    BackupVaultName: 'aws/efs/automatic-backup-vault',
    CreationDate: new Date(point.CreationDate.ms),
    Status: 'COMPLETED',
    BackupSizeBytes: 6144,
  })
})

test('a restore job puts its items below a directory at the root, with the path that they had', async () => {
  const { fake, directories, start, describe } = backedUp()
  const { RestoreJobId } = await start({}, { IdempotencyToken: 'once' })
  expect(await describe(RestoreJobId)).toMatchObject({ Status: 'PENDING', PercentDone: '0.00%' })
  await fake.clock.advance(10_000)
  expect(await describe(RestoreJobId)).toMatchObject({ Status: 'RUNNING' })
  await fake.clock.advance(3_600_000)
  const job = await describe(RestoreJobId)
  expect(job).toMatchObject({ Status: 'COMPLETED', PercentDone: '100.00%', ResourceType: 'EFS' })
  expect(Number(job.CompletionDate) - Number(job.CreationDate)).toBe(60_000)
  const folder = `/aws-backup-restore_${job.CreationDate?.toISOString().replaceAll(/[:.]/g, '-')}`
  expect(directories.entries().map(({ path }) => path)).toEqual(['/alice', folder, `${folder}/alice`, '/bob'])
  // The same token finds the same job, which does nothing more.
  expect(await start({}, { IdempotencyToken: 'once' })).toMatchObject({ RestoreJobId })
  expect((await start({}, { IdempotencyToken: 'twice' })).RestoreJobId).not.toBe(RestoreJobId)
})

test.each(['immediate', { afterDescribes: 1 }] as const)(
  'a restore job ends without the clock with %j',
  async (how) => {
    const { directories, start, describe } = backedUp(how)
    const { RestoreJobId } = await start()
    for (let looks = 0; looks < 4; looks += 1) await describe(RestoreJobId)
    expect(await describe(RestoreJobId)).toMatchObject({ Status: 'COMPLETED' })
    expect(directories.entries()).toHaveLength(4)
  },
)

test('an item that the backup does not have fails the job, and so does an injected fault', async () => {
  const { fake, start, describe } = backedUp()
  const missing = await start({ itemsToRestore: '["/Alice"]' })
  fake.inject({
    ...{ service: 'backup', operation: 'StartRestoreJob', when: 'next' },
    fault: { kind: 'ends-in', status: 'FAILED', reason: 'No role.' },
  })
  const injected = await start()
  await fake.clock.advance(60_000)
  expect(await describe(missing.RestoreJobId)).toMatchObject({
    Status: 'FAILED',
    StatusMessage: expect.stringContaining('/Alice'),
  })
  expect(await describe(injected.RestoreJobId)).toMatchObject({ Status: 'FAILED', StatusMessage: 'No role.' })
})

test.each([
  [{ itemsToRestore: '/alice' }, 'itemsToRestore must be a JSON array'],
  [{ itemsToRestore: '["alice"]' }, 'itemsToRestore must be a JSON array'],
  [{ newFileSystem: 'true' }, 'does not implement'],
  [{ CreationToken: undefined }, 'Metadata CreationToken is missing'],
  [{ Encrypted: 'false' }, 'Encrypted must be true'],
  [{ 'file-system-id': 'fs-0bbbbbbbbbbbbbbbb' }, 'does not exist'],
  [{ more: 'x'.repeat(205_000) }, 'larger than 200 KB'],
])('refuses the metadata %j', async (changes, message) => {
  const { start } = backedUp()
  await expect(start(changes)).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: expect.stringContaining(message),
  })
})

test('refuses an unknown recovery point, one that is not completed, and an unknown job', async () => {
  const { backup, point, start, describe } = backedUp()
  const unknown = { RecoveryPointArn: `${point.RecoveryPointArn}0`, BackupVaultName: point.BackupVaultName }
  const notFound = { name: 'ResourceNotFoundException' }
  await expect(backup.send(new GetRecoveryPointRestoreMetadataCommand(unknown))).rejects.toMatchObject(notFound)
  await expect(describe('none')).rejects.toMatchObject(notFound)
  point.Status = 'EXPIRED'
  await expect(start()).rejects.toMatchObject({ name: 'InvalidRequestException' })
})
