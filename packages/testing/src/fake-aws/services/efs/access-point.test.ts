import {
  CreateAccessPointCommand,
  type CreateAccessPointCommandInput,
  DeleteAccessPointCommand,
  DeleteFileSystemCommand,
  DescribeAccessPointsCommand,
} from '@aws-sdk/client-efs'
import { describe, expect, it } from 'vitest'
import { setUpEfs } from '../../../../test/efs-fixture.js'
import type { FakeAwsOptions } from '../../settings/options.js'

async function withFileSystem(options: FakeAwsOptions = {}) {
  const world = setUpEfs(options)
  const FileSystemId = await world.createFileSystem()
  const create = (more: Partial<CreateAccessPointCommandInput> = {}) =>
    world.client.send(new CreateAccessPointCommand({ ClientToken: 'root', FileSystemId, ...more }))
  return { ...world, FileSystemId, create }
}

describe('access points', () => {
  it('begin at the root of the file system by default, and become available', async () => {
    const { fake, client, create, FileSystemId } = await withFileSystem()
    const { AccessPointId = '', ...created } = await create({ PosixUser: { Uid: 0, Gid: 0 } })
    expect(created).toMatchObject({
      $metadata: { httpStatusCode: 200 },
      AccessPointArn: `arn:aws:elasticfilesystem:eu-west-1:111122223333:access-point/${AccessPointId}`,
      FileSystemId,
      ClientToken: 'root',
      PosixUser: { Uid: 0, Gid: 0 },
      RootDirectory: { Path: '/' },
      LifeCycleState: 'creating',
      Tags: [],
    })
    await fake.clock.advance(2_000)
    const { AccessPoints } = await client.send(new DescribeAccessPointsCommand({ AccessPointId }))
    expect(AccessPoints).toMatchObject([{ LifeCycleState: 'available' }])
  })

  it('refuse a client token that is taken, with the id that has it', async () => {
    const { create } = await withFileSystem()
    const { AccessPointId } = await create()
    await expect(create()).rejects.toMatchObject({
      name: 'AccessPointAlreadyExists',
      AccessPointId,
      $metadata: { httpStatusCode: 409 },
    })
  })

  const paths = [
    ['/', true],
    ['/a/b/c/d', true],
    ['/studio users/æ', true],
    ['/a/b/c/d/e', false],
    ['a', false],
    ['/a//b', false],
    ['/.hidden', false],
    ['/a*', false],
    [`/${'x'.repeat(100)}`, false],
  ] as const
  it.each(paths)('with the path %s: %s', async (Path, accepted) => {
    const creating = (await withFileSystem()).create({ RootDirectory: { Path } })
    if (accepted) expect(await creating).toMatchObject({ RootDirectory: { Path } })
    else await expect(creating).rejects.toMatchObject({ name: 'ValidationException' })
  })

  it('need a file system that is available', async () => {
    const { fake, create, FileSystemId } = await withFileSystem()
    const fileSystem = fake.state.efs.fileSystems.get(FileSystemId)
    if (fileSystem) fileSystem.LifeCycleState = 'updating'
    await expect(create()).rejects.toMatchObject({ name: 'IncorrectFileSystemLifeCycleState' })
    await expect(create({ FileSystemId: 'fs-00000000' })).rejects.toMatchObject({ name: 'FileSystemNotFound' })
  })

  it('refuse malformed owners', async () => {
    const { create } = await withFileSystem()
    const CreationInfo = { OwnerUid: 0, OwnerGid: 0, Permissions: '999' }
    const refused = { name: 'ValidationException' }
    await expect(create({ RootDirectory: { Path: '/a', CreationInfo } })).rejects.toMatchObject(refused)
    await expect(create({ PosixUser: { Uid: -1, Gid: 0 } })).rejects.toMatchObject(refused)
  })

  it('are listed by file system, in pages', async () => {
    const { fake, client, FileSystemId } = await withFileSystem()
    for (let n = 0; n < 3; n += 1) fake.seed.accessPoint({ FileSystemId })
    fake.seed.accessPoint({ FileSystemId: fake.seed.fileSystem().FileSystemId })
    const list = (input: object) => client.send(new DescribeAccessPointsCommand(input))
    const first = await list({ FileSystemId, MaxResults: 2 })
    expect(first.AccessPoints).toHaveLength(2)
    const second = await list({ FileSystemId, MaxResults: 2, NextToken: first.NextToken })
    expect(second.AccessPoints).toHaveLength(1)
    expect(second.NextToken).toBeUndefined()
    expect((await list({})).AccessPoints).toHaveLength(4)
    const AccessPointId = first.AccessPoints?.[0]?.AccessPointId
    await expect(list({ FileSystemId, AccessPointId })).rejects.toMatchObject({ name: 'BadRequest' })
    await expect(list({ AccessPointId: 'fsap-00000000' })).rejects.toMatchObject({ name: 'AccessPointNotFound' })
  })

  it('are gone some time after their deletion', async () => {
    const { fake, client, create, FileSystemId } = await withFileSystem()
    const { AccessPointId = '' } = await create()
    const remove = () => client.send(new DeleteAccessPointCommand({ AccessPointId }))
    expect(await remove()).toMatchObject({ $metadata: { httpStatusCode: 204 } })
    expect(fake.state.efs.accessPoints.get(AccessPointId)?.LifeCycleState).toBe('deleting')
    await fake.clock.advance(2_000)
    const { AccessPoints } = await client.send(new DescribeAccessPointsCommand({ FileSystemId }))
    expect(AccessPoints).toEqual([])
    await expect(remove()).rejects.toMatchObject({ name: 'AccessPointNotFound', $metadata: { httpStatusCode: 404 } })
  })

  it('are limited by the quota when there is one, and keep their file system when so set', async () => {
    const options = { undocumented: { accessPointsOfDeletedFileSystem: 'in-use' as const } }
    const { fake, client, create, FileSystemId } = await withFileSystem({
      ...options,
      quotas: { accessPointsPerFileSystem: 1 },
    })
    await create()
    await expect(create({ ClientToken: 'b' })).rejects.toMatchObject({ name: 'AccessPointLimitExceeded' })
    const removal = client.send(new DeleteFileSystemCommand({ FileSystemId }))
    await expect(removal).rejects.toMatchObject({ name: 'FileSystemInUse' })
    expect(fake.state.efs.fileSystems.size).toBe(1)
  })
})
