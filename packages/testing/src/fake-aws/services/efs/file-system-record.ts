import { zonesOf } from '../../state/ec2-network.js'
import type { FileSystemRecord } from '../../state/efs.js'
import { EFS_KEY_ID } from '../../state/kms.js'
import type { Tag } from '../../state/record.js'
import { FakeAwsError } from '../../wire/errors.js'
import { arnOf, type World } from '../../world/world.js'
import { badRequest } from './errors.js'
import { checkTags } from './tags.js'

/** Members of a file system to add. */
export interface NewFileSystem {
  readonly FileSystemId?: string
  readonly CreationToken?: string
  readonly PerformanceMode?: FileSystemRecord['PerformanceMode']
  readonly ThroughputMode?: FileSystemRecord['ThroughputMode']
  readonly ProvisionedThroughputInMibps?: number
  readonly Encrypted?: boolean
  readonly KmsKeyId?: string
  /** Makes it a One Zone file system. */
  readonly AvailabilityZoneName?: string
  readonly SizeInBytes?: number
  readonly LifeCycleState?: FileSystemRecord['LifeCycleState']
  readonly backupPolicy?: 'ENABLED' | 'DISABLED'
  readonly Tags?: readonly Tag[]
}

/** Makes an `available` file system with the API's defaults, without adding it to the state. */
export function newFileSystemRecord(world: World, wanted: NewFileSystem): FileSystemRecord {
  const { FileSystemId = `fs-${world.ids.hex(17)}`, CreationToken = world.ids.uuid(), Encrypted = false } = wanted
  return {
    LifeCycleState: 'available',
    PerformanceMode: 'generalPurpose',
    ThroughputMode: 'bursting',
    SizeInBytes: 6144,
    ...wanted,
    FileSystemId,
    CreationToken,
    Encrypted,
    ...(Encrypted && { KmsKeyId: kmsKeyArn(world, wanted.KmsKeyId) }),
    ...zoneOf(world, wanted.AvailabilityZoneName),
    FileSystemArn: arnOf(world, 'elasticfilesystem', `file-system/${FileSystemId}`),
    OwnerId: world.settings.account,
    CreationTime: world.timestamp(),
    Tags: [...(wanted.Tags ?? [])],
    lifecyclePolicies: [],
    ReplicationOverwriteProtection: 'ENABLED',
  }
}

function kmsKeyArn(world: World, key: string = EFS_KEY_ID): string {
  if (key.startsWith('arn:')) return key
  return arnOf(world, 'kms', key.startsWith('alias/') ? key : `key/${key}`)
}

function zoneOf({ state }: World, zone: string | undefined) {
  if (zone === undefined) return {}
  const known = zonesOf(state.ec2, state.region).find(({ AvailabilityZone }) => AvailabilityZone === zone)
  return { AvailabilityZoneName: zone, ...(known && { AvailabilityZoneId: known.AvailabilityZoneId }) }
}

/** Refuses combinations that the API reference excludes, and more file systems than the quota. */
export function checkNewFileSystem(world: World, wanted: NewFileSystem): void {
  const { AvailabilityZoneName: zone, KmsKeyId, Encrypted, Tags } = wanted
  checkTags(Tags ?? [])
  if (KmsKeyId !== undefined && Encrypted !== true) throw badRequest('KmsKeyId is for encrypted file systems only.')
  if (zone !== undefined && !hasZone(world, zone)) {
    throw new FakeAwsError('UnsupportedAvailabilityZone', `The Availability Zone ${zone} is not supported.`)
  }
  if (wanted.PerformanceMode === 'maxIO' && (zone !== undefined || wanted.ThroughputMode === 'elastic')) {
    throw badRequest('The performance mode maxIO is neither for One Zone file systems nor for elastic throughput.')
  }
  checkThroughput(wanted.ThroughputMode, wanted.ProvisionedThroughputInMibps)
  const { fileSystems: limit } = world.settings.quotas
  if (limit !== undefined && world.state.efs.fileSystems.size >= limit) {
    throw new FakeAwsError('FileSystemLimitExceeded', `You have already the maximum of ${limit} file systems.`)
  }
}

/** Requires an amount for provisioned throughput, and refuses one for every other mode. */
export function checkThroughput(
  mode: FileSystemRecord['ThroughputMode'] | undefined,
  amount: number | undefined,
): void {
  if ((mode === 'provisioned') === (amount !== undefined)) return
  throw badRequest('ProvisionedThroughputInMibps goes with the throughput mode provisioned, and must then be given.')
}

function hasZone({ state }: World, zone: string): boolean {
  return zonesOf(state.ec2, state.region).some(({ AvailabilityZone }) => AvailabilityZone === zone)
}
