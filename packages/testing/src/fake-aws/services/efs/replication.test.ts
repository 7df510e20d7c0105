import { DeleteFileSystemCommand, DescribeReplicationConfigurationsCommand } from '@aws-sdk/client-efs'
import { expect, it } from 'vitest'
import { setUpEfs } from '../../../../test/efs-fixture.js'

it('is described for its source and its destination, and keeps both from being deleted', async () => {
  const { fake, client } = setUpEfs()
  const [source = '', destination = '', alone = ''] = [1, 2, 3].map(() => fake.seed.fileSystem().FileSystemId)
  fake.seed.replication({ SourceFileSystemId: source, DestinationFileSystemId: destination })
  expect(fake.state.efs.fileSystems.get(destination)?.ReplicationOverwriteProtection).toBe('REPLICATING')
  for (const FileSystemId of [source, destination]) {
    const { Replications } = await client.send(new DescribeReplicationConfigurationsCommand({ FileSystemId }))
    expect(Replications).toMatchObject([
      {
        SourceFileSystemId: source,
        Destinations: [{ FileSystemId: destination, Status: 'ENABLED', Region: 'eu-west-1' }],
      },
    ])
    const deletion = client.send(new DeleteFileSystemCommand({ FileSystemId }))
    await expect(deletion).rejects.toMatchObject({ name: 'FileSystemInUse' })
  }
  const none = client.send(new DescribeReplicationConfigurationsCommand({ FileSystemId: alone }))
  await expect(none).rejects.toMatchObject({ name: 'ReplicationNotFound', $metadata: { httpStatusCode: 404 } })
  expect(await client.send(new DescribeReplicationConfigurationsCommand({}))).toMatchObject({
    Replications: [{ SourceFileSystemId: source }],
  })
})
