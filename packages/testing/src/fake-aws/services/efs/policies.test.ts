import {
  DeleteFileSystemPolicyCommand,
  DescribeBackupPolicyCommand,
  DescribeFileSystemPolicyCommand,
  DescribeLifecycleConfigurationCommand,
  ListTagsForResourceCommand,
  PutBackupPolicyCommand,
  PutFileSystemPolicyCommand,
  PutLifecycleConfigurationCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-efs'
import { describe, expect, it } from 'vitest'
import { setUpEfs } from '../../../../test/efs-fixture.js'

function withFileSystem() {
  const world = setUpEfs()
  return { ...world, ...world.fake.seed.fileSystem() }
}

const notFound = { name: 'PolicyNotFound', $metadata: { httpStatusCode: 404 } }

describe('the file-system policy', () => {
  it('is not found until one is put, and after it is deleted', async () => {
    const { client, FileSystemId } = withFileSystem()
    const read = () => client.send(new DescribeFileSystemPolicyCommand({ FileSystemId }))
    await expect(read()).rejects.toMatchObject(notFound)
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] })
    await client.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy }))
    expect(await read()).toMatchObject({ FileSystemId, Policy })
    await client.send(new DeleteFileSystemPolicyCommand({ FileSystemId }))
    await expect(read()).rejects.toMatchObject(notFound)
  })

  it('is refused when it is malformed', async () => {
    const { client, FileSystemId } = withFileSystem()
    const put = (Policy: string) => client.send(new PutFileSystemPolicyCommand({ FileSystemId, Policy }))
    await expect(put('no JSON')).rejects.toMatchObject({ name: 'InvalidPolicyException' })
    await expect(put('{}')).rejects.toMatchObject({ name: 'InvalidPolicyException' })
    await expect(put('x'.repeat(20_001))).rejects.toMatchObject({ name: 'ValidationException' })
  })
})

describe('the lifecycle configuration', () => {
  it('is replaced as a whole, and cleared by an empty list', async () => {
    const { client, FileSystemId } = withFileSystem()
    const put = (...LifecyclePolicies: object[]) =>
      client.send(new PutLifecycleConfigurationCommand({ FileSystemId, LifecyclePolicies }))
    const read = async () =>
      (await client.send(new DescribeLifecycleConfigurationCommand({ FileSystemId }))).LifecyclePolicies
    expect(await read()).toEqual([])
    await put({ TransitionToIA: 'AFTER_30_DAYS' }, { TransitionToPrimaryStorageClass: 'AFTER_1_ACCESS' })
    await put({ TransitionToIA: 'AFTER_7_DAYS' })
    expect(await read()).toEqual([{ TransitionToIA: 'AFTER_7_DAYS' }])
    const two = { TransitionToIA: 'AFTER_7_DAYS', TransitionToArchive: 'AFTER_90_DAYS' }
    await expect(put(two)).rejects.toMatchObject({ name: 'BadRequest' })
    await put()
    expect(await read()).toEqual([])
  })
})

describe('the backup policy', () => {
  it('is not found until one is put, and takes a while to be on or off', async () => {
    const { fake, client, FileSystemId } = withFileSystem()
    const read = () => client.send(new DescribeBackupPolicyCommand({ FileSystemId }))
    const put = (Status: 'ENABLED' | 'DISABLED') =>
      client.send(new PutBackupPolicyCommand({ FileSystemId, BackupPolicy: { Status } }))
    await expect(read()).rejects.toMatchObject(notFound)
    expect(await put('ENABLED')).toMatchObject({ BackupPolicy: { Status: 'ENABLING' } })
    await fake.clock.advance(2_000)
    expect(await read()).toMatchObject({ BackupPolicy: { Status: 'ENABLED' } })
    expect(await put('DISABLED')).toMatchObject({ BackupPolicy: { Status: 'DISABLING' } })
  })
})

describe('tags', () => {
  it('are put on file systems and access points, listed and taken off', async () => {
    const { fake, client, FileSystemId, FileSystemArn } = withFileSystem()
    const { AccessPointId } = fake.seed.accessPoint({ FileSystemId })
    for (const ResourceId of [FileSystemId, FileSystemArn, AccessPointId]) {
      const Tags = [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '' },
      ]
      await client.send(new TagResourceCommand({ ResourceId, Tags }))
      const list = async () => (await client.send(new ListTagsForResourceCommand({ ResourceId }))).Tags
      expect(await list()).toEqual(Tags)
      await client.send(new UntagResourceCommand({ ResourceId, TagKeys: ['a', 'b'] }))
      expect(await list()).toEqual([])
    }
    const unknown = client.send(new ListTagsForResourceCommand({ ResourceId: 'fs-00000000' }))
    await expect(unknown).rejects.toMatchObject({ name: 'FileSystemNotFound' })
  })
})
