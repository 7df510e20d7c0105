import {
  CreateFileSystemCommand,
  type CreateFileSystemCommandInput,
  DeleteFileSystemCommand,
  DescribeBackupPolicyCommand,
  DescribeFileSystemsCommand,
  paginateDescribeFileSystems,
  UpdateFileSystemCommand,
} from '@aws-sdk/client-efs'
import { describe, expect, it } from 'vitest'
import { setUpEfs } from '../../../../test/efs-fixture.js'

const describeOne = (FileSystemId: string) => new DescribeFileSystemsCommand({ FileSystemId })

describe('file systems', () => {
  it('are creating first and available after a while, with the defaults of the API', async () => {
    const { fake, client } = setUpEfs()
    const created = await client.send(new CreateFileSystemCommand({ CreationToken: 'a' }))
    expect(created).toMatchObject({
      $metadata: { httpStatusCode: 201 },
      FileSystemId: expect.stringMatching(/^fs-[0-9a-f]{17}$/),
      FileSystemArn: `arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/${created.FileSystemId}`,
      CreationTime: new Date(fake.clock.now()),
      LifeCycleState: 'creating',
      NumberOfMountTargets: 0,
      SizeInBytes: { Value: 0 },
      PerformanceMode: 'generalPurpose',
      ThroughputMode: 'bursting',
      Encrypted: false,
      Tags: [],
      FileSystemProtection: { ReplicationOverwriteProtection: 'ENABLED' },
    })
    expect(created).not.toHaveProperty('KmsKeyId')
    await fake.clock.advance(5_000)
    const { FileSystems } = await client.send(describeOne(created.FileSystemId ?? ''))
    expect(FileSystems).toMatchObject([{ LifeCycleState: 'available' }])
  })

  it('have the name of their tag, a key when encrypted, and one zone with backups when asked for', async () => {
    const { client } = setUpEfs()
    const created = await client.send(
      new CreateFileSystemCommand({
        CreationToken: 'a',
        Encrypted: true,
        AvailabilityZoneName: 'eu-west-1b',
        Tags: [{ Key: 'Name', Value: 'studio' }],
      }),
    )
    expect(created).toMatchObject({
      Name: 'studio',
      KmsKeyId: expect.stringMatching(/^arn:aws:kms:eu-west-1:111122223333:key\//),
      AvailabilityZoneName: 'eu-west-1b',
      AvailabilityZoneId: 'euw1-az2',
    })
    const backup = client.send(new DescribeBackupPolicyCommand({ FileSystemId: created.FileSystemId }))
    expect(await backup).toMatchObject({ BackupPolicy: { Status: 'ENABLED' } })
  })

  it('refuse a creation token that is taken, with the id that has it, whatever the other members are', async () => {
    const { client, createFileSystem } = setUpEfs()
    const FileSystemId = await createFileSystem('token')
    const again = client.send(new CreateFileSystemCommand({ CreationToken: 'token', Encrypted: true }))
    await expect(again).rejects.toMatchObject({
      name: 'FileSystemAlreadyExists',
      message: `File system '${FileSystemId}' already exists with creation token 'token'`,
      FileSystemId,
      ErrorCode: 'FileSystemAlreadyExists',
      $metadata: { httpStatusCode: 409 },
    })
  })

  const refusals: readonly (readonly [string, Partial<CreateFileSystemCommandInput>, string])[] = [
    ['a key without encryption', { KmsKeyId: 'alias/mine' }, 'BadRequest'],
    ['maxIO with elastic throughput', { PerformanceMode: 'maxIO', ThroughputMode: 'elastic' }, 'BadRequest'],
    ['maxIO in one zone', { PerformanceMode: 'maxIO', AvailabilityZoneName: 'eu-west-1a' }, 'BadRequest'],
    ['provisioned throughput without an amount', { ThroughputMode: 'provisioned' }, 'BadRequest'],
    ['an amount without provisioned throughput', { ProvisionedThroughputInMibps: 10 }, 'BadRequest'],
    ['a zone that is not there', { AvailabilityZoneName: 'eu-west-1x' }, 'UnsupportedAvailabilityZone'],
    ['the reserved tag prefix', { Tags: [{ Key: 'aws:x', Value: '' }] }, 'ValidationException'],
    ['one tag key twice', { Tags: [1, 2].map((n) => ({ Key: 'a', Value: String(n) })) }, 'BadRequest'],
    ['an unknown mode', { PerformanceMode: 'fast' as 'maxIO' }, 'ValidationException'],
    ['a long token', { CreationToken: 'x'.repeat(65) }, 'ValidationException'],
  ]
  it.each(refusals)('refuse %s', async (_, input, name) => {
    const { fake, client } = setUpEfs()
    const creating = client.send(new CreateFileSystemCommand({ CreationToken: 'a', ...input }))
    await expect(creating).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } })
    expect(fake.state.efs.fileSystems.size).toBe(0)
  })

  it('are found by id, by ARN and by creation token', async () => {
    const { client, createFileSystem } = setUpEfs()
    const id = await createFileSystem('one')
    await createFileSystem('two')
    const arn = `arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/${id}`
    for (const input of [{ FileSystemId: id }, { FileSystemId: arn }, { CreationToken: 'one' }]) {
      const { FileSystems } = await client.send(new DescribeFileSystemsCommand(input))
      expect(FileSystems).toMatchObject([{ FileSystemId: id }])
    }
    await expect(client.send(describeOne('fs-00000000'))).rejects.toMatchObject({
      name: 'FileSystemNotFound',
      $metadata: { httpStatusCode: 404 },
    })
  })

  it('are an empty list for an unknown creation token, or not found when so set', async () => {
    const unknown = new DescribeFileSystemsCommand({ CreationToken: 'none' })
    expect(await setUpEfs().client.send(unknown)).toMatchObject({ FileSystems: [] })
    const strict = setUpEfs({ undocumented: { unknownCreationToken: 'not-found' } })
    await expect(strict.client.send(unknown)).rejects.toMatchObject({ name: 'FileSystemNotFound' })
  })

  it('come in pages', async () => {
    const { client, createFileSystem } = setUpEfs()
    const made = new Set<string>()
    for (const token of ['a', 'b', 'c']) made.add(await createFileSystem(token))
    const pages: string[][] = []
    for await (const { FileSystems = [] } of paginateDescribeFileSystems({ client, pageSize: 2 }, {})) {
      pages.push(FileSystems.map(({ FileSystemId = '' }) => FileSystemId))
    }
    expect(pages.map(({ length }) => length)).toEqual([2, 1])
    expect(new Set(pages.flat())).toEqual(made)
    const forged = client.send(new DescribeFileSystemsCommand({ Marker: 'forged' }))
    await expect(forged).rejects.toMatchObject({ name: 'BadRequest' })
  })

  it('change their throughput mode once in 24 hours', async () => {
    const { fake, client, createFileSystem } = setUpEfs()
    const FileSystemId = await createFileSystem()
    const change = (ThroughputMode: 'bursting' | 'elastic') =>
      client.send(new UpdateFileSystemCommand({ FileSystemId, ThroughputMode }))
    const updated = await change('elastic')
    expect(updated).toMatchObject({ ThroughputMode: 'elastic', LifeCycleState: 'updating' })
    await expect(change('elastic')).rejects.toMatchObject({ name: 'IncorrectFileSystemLifeCycleState' })
    await fake.clock.advance(5_000)
    await expect(change('bursting')).rejects.toMatchObject({
      name: 'TooManyRequests',
      $metadata: { httpStatusCode: 429 },
    })
    await fake.clock.advance(24 * 60 * 60 * 1000)
    expect(await change('bursting')).toMatchObject({ ThroughputMode: 'bursting' })
  })

  it('are gone some time after their deletion, with their access points, unless they have mount targets', async () => {
    const { fake, client, createFileSystem, createMountTarget } = setUpEfs()
    const FileSystemId = await createFileSystem()
    await createMountTarget(FileSystemId)
    fake.seed.accessPoint({ FileSystemId })
    const remove = () => client.send(new DeleteFileSystemCommand({ FileSystemId }))
    await expect(remove()).rejects.toMatchObject({ name: 'FileSystemInUse', $metadata: { httpStatusCode: 409 } })
    fake.state.efs.mountTargets.clear()
    expect(await remove()).toMatchObject({ $metadata: { httpStatusCode: 204 } })
    await remove()
    expect(await client.send(describeOne(FileSystemId))).toMatchObject({
      FileSystems: [{ LifeCycleState: 'deleting' }],
    })
    await fake.clock.advance(5_000)
    await expect(client.send(describeOne(FileSystemId))).rejects.toMatchObject({ name: 'FileSystemNotFound' })
    await expect(remove()).rejects.toMatchObject({ name: 'FileSystemNotFound' })
    expect(fake.state.efs.accessPoints.size).toBe(0)
  })

  it('end in error when a fault says so', async () => {
    const { fake, createFileSystem } = setUpEfs()
    fake.inject({
      service: 'efs',
      operation: 'CreateFileSystem',
      when: 'next',
      fault: { kind: 'ends-in', status: 'error' },
    })
    const id = await createFileSystem()
    expect(fake.state.efs.fileSystems.get(id)?.LifeCycleState).toBe('error')
  })

  it('are limited by the quota when there is one', async () => {
    const { client, createFileSystem } = setUpEfs({ quotas: { fileSystems: 1 } })
    await createFileSystem('a')
    const second = client.send(new CreateFileSystemCommand({ CreationToken: 'b' }))
    await expect(second).rejects.toMatchObject({ name: 'FileSystemLimitExceeded', $metadata: { httpStatusCode: 403 } })
  })
})
