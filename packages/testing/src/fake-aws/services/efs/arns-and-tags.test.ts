import {
  CreateFileSystemCommand,
  DescribeAccessPointsCommand,
  DescribeFileSystemsCommand,
  TagResourceCommand,
} from '@aws-sdk/client-efs'
import { describe, expect, it } from 'vitest'
import { setUpEfs } from '../../../../test/efs-fixture.js'

describe('an ARN in place of an id', () => {
  it('names a resource of this account and Region alone', async () => {
    const { fake, client } = setUpEfs()
    const { FileSystemId, FileSystemArn } = fake.seed.fileSystem()
    const { AccessPointId, AccessPointArn } = fake.seed.accessPoint({ FileSystemId })
    const fileSystem = (id: string) => client.send(new DescribeFileSystemsCommand({ FileSystemId: id }))
    const accessPoint = (id: string) => client.send(new DescribeAccessPointsCommand({ AccessPointId: id }))
    expect((await fileSystem(FileSystemArn)).FileSystems?.[0]?.FileSystemId).toBe(FileSystemId)
    expect((await accessPoint(AccessPointArn)).AccessPoints?.[0]?.AccessPointId).toBe(AccessPointId)
    for (const [from, to] of [
      ['eu-west-1', 'us-east-1'],
      ['111122223333', '999999999999'],
    ] as const) {
      const notFound = (name: string) => ({ name, $metadata: { httpStatusCode: 404 } })
      await expect(fileSystem(FileSystemArn.replace(from, to))).rejects.toMatchObject(notFound('FileSystemNotFound'))
      await expect(accessPoint(AccessPointArn.replace(from, to))).rejects.toMatchObject(notFound('AccessPointNotFound'))
    }
  })
})

describe('tags', () => {
  it.each([
    ['a key twice', ['a', 'a'], 'BadRequest'],
    ['a key of AWS', ['aws:a'], 'ValidationException'],
  ])('refuse %s', async (_, keys, name) => {
    const { fake, client } = setUpEfs()
    const { FileSystemId: ResourceId } = fake.seed.fileSystem()
    const Tags = keys.map((Key) => ({ Key, Value: 'x' }))
    const refused = { name }
    await expect(client.send(new TagResourceCommand({ ResourceId, Tags }))).rejects.toMatchObject(refused)
    await expect(client.send(new CreateFileSystemCommand({ CreationToken: 'b', Tags }))).rejects.toMatchObject(refused)
  })
})
