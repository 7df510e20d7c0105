import type {
  AccessPointRecord,
  EfsLifeCycleState,
  FileSystemRecord,
  MountTargetRecord,
  ReplicationRecord,
} from '../../state/efs.js'
import type { World } from '../../world/world.js'
import { type NewAccessPoint, newAccessPointRecord } from './access-point.js'
import { type NewFileSystem, newFileSystemRecord } from './file-system-record.js'
import { findFileSystem } from './lookup.js'
import { addMountTarget } from './mount-target-record.js'
import { type NewReplication, newReplicationRecord } from './replication.js'

/** Members of a mount target to add. */
export interface MountTargetSeed {
  readonly FileSystemId: string
  readonly SubnetId: string
  readonly IpAddress?: string
  /** Default: no groups. */
  readonly SecurityGroups?: readonly string[]
  /** Default `available`. */
  readonly LifeCycleState?: EfsLifeCycleState
}

/** Adds EFS resources without a call. */
export interface EfsSeed {
  /** Adds a file system that is `available`. */
  fileSystem(seed?: NewFileSystem): FileSystemRecord
  /** Adds its network interface too. Throws when the file system or the subnet does not exist. */
  mountTarget(seed: MountTargetSeed): MountTargetRecord
  /** Adds an access point that is `available`. */
  accessPoint(seed: NewAccessPoint): AccessPointRecord
  /** A destination that the fake has becomes read-only, and says so in its FileSystemProtection. */
  replication(seed: NewReplication): ReplicationRecord
}

export function createEfsSeed(world: World): EfsSeed {
  const { efs, ec2 } = world.state

  return {
    fileSystem(seed = {}) {
      const record = newFileSystemRecord(world, seed)
      efs.fileSystems.set(record.FileSystemId, record)
      return record
    },
    mountTarget({ SubnetId, SecurityGroups = [], LifeCycleState = 'available', ...wanted }) {
      findFileSystem(world, wanted.FileSystemId)
      const subnet = ec2.subnets.get(SubnetId)
      if (subnet === undefined) throw new Error(`There is no subnet ${SubnetId} to put a mount target into.`)
      const record = addMountTarget(world, subnet, { ...wanted, SecurityGroups })
      record.LifeCycleState = LifeCycleState
      return record
    },
    accessPoint(seed) {
      findFileSystem(world, seed.FileSystemId)
      const record = newAccessPointRecord(world, seed)
      efs.accessPoints.set(record.AccessPointId, record)
      return record
    },
    replication(seed) {
      const record = newReplicationRecord(world, seed)
      efs.replications.set(record.SourceFileSystemId, record)
      const destination = efs.fileSystems.get(seed.DestinationFileSystemId)
      if (destination !== undefined) destination.ReplicationOverwriteProtection = 'REPLICATING'
      return record
    },
  }
}
