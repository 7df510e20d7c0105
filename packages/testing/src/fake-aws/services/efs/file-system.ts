import type { FileSystemRecord } from '../../state/efs.js'
import { type Timestamp, timestamp } from '../../state/record.js'
import { type Output, presentMembers } from '../../wire/wire.js'
import type { CallContext } from '../../world/fake-api.js'
import { countLook } from '../../world/transition.js'
import type { World } from '../../world/world.js'
import { fileSystemAlreadyExists, fileSystemInUse, fileSystemNotFound } from './errors.js'
import { checkNewFileSystem, type NewFileSystem, newFileSystemRecord } from './file-system-record.js'
import { begin, isDeletable } from './life-cycle.js'
import { accessPointsOf, findFileSystem, mountTargetsOf, pageOf } from './lookup.js'
import { replicationsOf } from './replication.js'
import { nameOf } from './tags.js'

const HOUR_MS = 3_600_000

export interface CreateFileSystemInput extends Omit<NewFileSystem, 'SizeInBytes' | 'LifeCycleState' | 'backupPolicy'> {
  readonly CreationToken: string
  readonly Backup?: boolean
}

export function createFileSystem(world: World, input: CreateFileSystemInput, call: CallContext): Output {
  const { Backup, ...wanted } = presentMembers(input)
  const { fileSystems } = world.state.efs
  const existing = withToken(world, input.CreationToken)
  if (existing !== undefined) throw fileSystemAlreadyExists(existing.FileSystemId, input.CreationToken)
  checkNewFileSystem(world, wanted)
  const backup = Backup ?? wanted.AvailabilityZoneName !== undefined
  const record = newFileSystemRecord(world, {
    ...wanted,
    SizeInBytes: 0,
    ...(backup && { backupPolicy: 'ENABLED' as const }),
  })
  const stored = { records: fileSystems, key: record.FileSystemId, record }
  begin(world, stored, { call, during: 'creating', delay: world.settings.delays.createFileSystem })
  fileSystems.set(record.FileSystemId, record)
  return describeFileSystem(world, record)
}

function withToken({ state }: World, token: string): FileSystemRecord | undefined {
  return [...state.efs.fileSystems.values()].find(({ CreationToken }) => CreationToken === token)
}

interface DescribeFileSystemsInput {
  readonly FileSystemId?: string
  readonly CreationToken?: string
  readonly MaxItems?: number
  readonly Marker?: string
}

// A larger MaxItems has no effect.
const MAX_PAGE = 100

export function describeFileSystems(world: World, input: DescribeFileSystemsInput): Output {
  const { FileSystemId: id, CreationToken: token, Marker, MaxItems = MAX_PAGE } = input
  const listed = id === undefined ? [...world.state.efs.fileSystems.values()] : [findFileSystem(world, id)]
  const items = token === undefined ? listed : listed.filter(({ CreationToken }) => CreationToken === token)
  if (token !== undefined && items.length === 0 && world.settings.undocumented.unknownCreationToken === 'not-found') {
    throw fileSystemNotFound(token)
  }
  const key = ({ FileSystemId }: FileSystemRecord) => FileSystemId
  const page = pageOf({ items, key, size: Math.min(MaxItems, MAX_PAGE), token: Marker })
  for (const record of page.items) countLook(world, record)
  const FileSystems = page.items.map((record) => describeFileSystem(world, record))
  return presentMembers({ Marker, FileSystems, NextMarker: page.nextToken })
}

export function describeFileSystem(world: World, record: FileSystemRecord): Output {
  const { lifecyclePolicies, backupPolicy, throughputChangedAt, transitionEndsAt, policy, ...described } = record
  const { SizeInBytes: Value, ReplicationOverwriteProtection, ...members } = described
  return presentMembers({
    ...members,
    Name: nameOf(record.Tags),
    NumberOfMountTargets: mountTargetsOf(world, record.FileSystemId).length,
    SizeInBytes: {
      Value,
      Timestamp: measuredAt(world, record),
      ValueInIA: 0,
      ValueInStandard: Value,
      ValueInArchive: 0,
    },
    FileSystemProtection: { ReplicationOverwriteProtection },
  })
}

/** EFS measures a file system at creation, and then about once an hour. */
function measuredAt(world: World, { CreationTime }: FileSystemRecord): Timestamp {
  const age = world.now() - CreationTime.ms
  return timestamp(CreationTime.ms + age - (age % HOUR_MS))
}

interface FileSystemInput {
  readonly FileSystemId: string
}

export function deleteFileSystem(world: World, input: FileSystemInput, call: CallContext): undefined {
  const record = findFileSystem(world, input.FileSystemId)
  const { FileSystemId } = record
  if (!isDeletable(world, record, () => fileSystemNotFound(FileSystemId))) return
  // AWS documents that it refuses, and no code.
  if (replicationsOf(world, FileSystemId).length > 0) throw fileSystemInUse(FileSystemId, 'a replication configuration')
  if (mountTargetsOf(world, FileSystemId).length > 0) throw fileSystemInUse(FileSystemId, 'mount targets')
  const accessPoints = accessPointsOf(world, FileSystemId)
  if (accessPoints.length > 0 && world.settings.undocumented.accessPointsOfDeletedFileSystem === 'in-use') {
    throw fileSystemInUse(FileSystemId, 'access points')
  }
  const { fileSystems: records } = world.state.efs
  const completed = () => {
    for (const { AccessPointId } of accessPointsOf(world, FileSystemId)) {
      world.state.efs.accessPoints.delete(AccessPointId)
    }
    records.delete(FileSystemId)
  }
  begin(
    world,
    { records, key: FileSystemId, record },
    {
      call,
      during: 'deleting',
      delay: world.settings.delays.deleteFileSystem,
      completed,
    },
  )
}
