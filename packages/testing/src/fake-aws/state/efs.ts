import type { Tag, Timestamp, Transitional } from './record.js'

/** Life-cycle state of an EFS resource. */
export type EfsLifeCycleState = 'creating' | 'available' | 'updating' | 'deleting' | 'deleted' | 'error'

/** EFS resources of the fake. */
export interface EfsState {
  /** By FileSystemId. */
  readonly fileSystems: Map<string, FileSystemRecord>
  /** By MountTargetId. */
  readonly mountTargets: Map<string, MountTargetRecord>
  /** By AccessPointId. */
  readonly accessPoints: Map<string, AccessPointRecord>
  /** By the id of their source. */
  readonly replications: Map<string, ReplicationRecord>
}

/** Members that begin in lower case are internal: no reply has them. */
export interface EfsRecord extends Transitional {
  LifeCycleState: EfsLifeCycleState
}

/** File system in the state of the fake. */
export interface FileSystemRecord extends EfsRecord {
  readonly FileSystemId: string
  readonly FileSystemArn: string
  readonly OwnerId: string
  readonly CreationToken: string
  readonly CreationTime: Timestamp
  readonly PerformanceMode: 'generalPurpose' | 'maxIO'
  ThroughputMode: 'bursting' | 'provisioned' | 'elastic'
  ProvisionedThroughputInMibps?: number
  readonly Encrypted: boolean
  readonly KmsKeyId?: string
  /** Only for One Zone file systems. */
  readonly AvailabilityZoneName?: string
  readonly AvailabilityZoneId?: string
  SizeInBytes: number
  Tags: Tag[]
  /** JSON text of the file-system policy; absent until PutFileSystemPolicy. */
  policy?: string
  lifecyclePolicies: readonly Readonly<Record<string, string>>[]
  /** Absent until PutBackupPolicy. */
  backupPolicy?: 'ENABLED' | 'ENABLING' | 'DISABLED' | 'DISABLING'
  /** Last change of mode or decrease, of which AWS allows one in 24 hours; milliseconds since the epoch. */
  throughputChangedAt?: number
  ReplicationOverwriteProtection: 'ENABLED' | 'DISABLED' | 'REPLICATING'
}

/** Mount target in the state of the fake. */
export interface MountTargetRecord extends EfsRecord {
  readonly MountTargetId: string
  readonly FileSystemId: string
  readonly SubnetId: string
  readonly VpcId: string
  readonly OwnerId: string
  readonly IpAddress: string
  readonly NetworkInterfaceId: string
  readonly AvailabilityZoneId: string
  readonly AvailabilityZoneName: string
  SecurityGroups: string[]
}

/** Access point in the state of the fake. */
export interface AccessPointRecord extends EfsRecord {
  readonly AccessPointId: string
  readonly AccessPointArn: string
  readonly FileSystemId: string
  readonly OwnerId: string
  readonly ClientToken: string
  readonly PosixUser?: { readonly Uid: number; readonly Gid: number; readonly SecondaryGids?: readonly number[] }
  readonly RootDirectory: {
    readonly Path: string
    readonly CreationInfo?: { readonly OwnerUid: number; readonly OwnerGid: number; readonly Permissions: string }
  }
  Tags: Tag[]
}

/** Replication of one file system to another one, of this Region or not. */
export interface ReplicationRecord {
  readonly SourceFileSystemId: string
  readonly SourceFileSystemRegion: string
  readonly SourceFileSystemArn: string
  readonly OriginalSourceFileSystemArn: string
  readonly CreationTime: Timestamp
  readonly Destinations: readonly {
    readonly Status: 'ENABLED' | 'ENABLING' | 'DELETING' | 'ERROR' | 'PAUSED' | 'PAUSING'
    readonly FileSystemId: string
    readonly Region: string
  }[]
}

export function createEfsState(): EfsState {
  return { fileSystems: new Map(), mountTargets: new Map(), accessPoints: new Map(), replications: new Map() }
}
