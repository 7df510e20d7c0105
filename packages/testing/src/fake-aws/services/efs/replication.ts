import type { ReplicationRecord } from '../../state/efs.js'
import { FakeAwsError } from '../../wire/errors.js'
import { type Output, presentMembers } from '../../wire/wire.js'
import { arnOf, type World } from '../../world/world.js'
import { findFileSystem, pageOf } from './lookup.js'

export interface NewReplication {
  readonly SourceFileSystemId: string
  readonly DestinationFileSystemId: string
  /** Default: the Region of the fake. */
  readonly SourceFileSystemRegion?: string
  /** Default: the Region of the fake. */
  readonly DestinationRegion?: string
  /** Default `ENABLED`. */
  readonly Status?: ReplicationRecord['Destinations'][number]['Status']
}

/** Makes a replication, without adding it to the state. */
export function newReplicationRecord(world: World, seed: NewReplication): ReplicationRecord {
  const { region } = world.settings
  const { SourceFileSystemId, DestinationFileSystemId, Status = 'ENABLED' } = seed
  const arn = arnOf(world, 'elasticfilesystem', `file-system/${SourceFileSystemId}`)
  return {
    SourceFileSystemId,
    SourceFileSystemRegion: seed.SourceFileSystemRegion ?? region,
    SourceFileSystemArn: arn,
    OriginalSourceFileSystemArn: arn,
    CreationTime: world.timestamp(),
    Destinations: [{ Status, FileSystemId: DestinationFileSystemId, Region: seed.DestinationRegion ?? region }],
  }
}

/** Replications with the file system as source or destination. */
export function replicationsOf({ state }: World, fileSystemId: string): ReplicationRecord[] {
  return [...state.efs.replications.values()].filter(
    ({ SourceFileSystemId, Destinations }) =>
      SourceFileSystemId === fileSystemId || Destinations.some(({ FileSystemId }) => FileSystemId === fileSystemId),
  )
}

interface DescribeReplicationsInput {
  readonly FileSystemId?: string
  readonly MaxResults?: number
  readonly NextToken?: string
}

const MAX_PAGE = 100

export function describeReplicationConfigurations(world: World, input: DescribeReplicationsInput): Output {
  const { FileSystemId: id, MaxResults = MAX_PAGE, NextToken } = input
  const items =
    id === undefined
      ? [...world.state.efs.replications.values()]
      : replicationsOf(world, findFileSystem(world, id).FileSystemId)
  if (id !== undefined && items.length === 0) {
    throw new FakeAwsError('ReplicationNotFound', `The file system '${id}' has no replication configuration.`)
  }
  const key = ({ SourceFileSystemId }: ReplicationRecord) => SourceFileSystemId
  const page = pageOf({ items, key, size: MaxResults, token: NextToken })
  return presentMembers({ Replications: page.items.map((record) => ({ ...record })), NextToken: page.nextToken })
}
