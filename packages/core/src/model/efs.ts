import type { Brand } from './brand.js'
import type { FileSystemId } from './ids.js'
import type { SecurityGroupId, SubnetId, VpcId } from './network.js'

/** `creating`, `available`, `updating`, `deleting`, `deleted`, `error`, or one that AWS adds. */
export type LifeCycleState = string

/** An EFS file system as EFS describes it. */
export interface EfsFileSystem {
  readonly fileSystemId: FileSystemId
  readonly fileSystemArn: string
  /** The `Name` tag. */
  readonly name: string | undefined
  readonly lifeCycleState: LifeCycleState
  readonly creationToken: string
  readonly encrypted: boolean
  readonly kmsKeyId: string | undefined
  /** The only zone of a One Zone file system; undefined for a Regional one. */
  readonly oneZone: { readonly zoneId: string; readonly zoneName: string } | undefined
  readonly sizeInBytes: number
  /** Time of its creation in ISO 8601; undefined where EFS does not say. */
  readonly createdAt: string | undefined
  readonly tags: Readonly<Record<string, string>>
}

export type AccessPointId = Brand<string, 'AccessPointId'>

/** An access point as EFS describes it. */
export interface AccessPoint {
  readonly accessPointId: AccessPointId
  readonly accessPointArn: string
  readonly fileSystemId: FileSystemId
  readonly name: string | undefined
  readonly clientToken: string
  /** Identity of every caller through the access point. Undefined: the caller's own. */
  readonly posixUser: { readonly uid: number; readonly gid: number } | undefined
  /** Its root directory; `/` is the file system's own root. */
  readonly path: string
  readonly lifeCycleState: LifeCycleState
  readonly tags: Readonly<Record<string, string>>
}

export type MountTargetId = Brand<string, 'MountTargetId'>

/** A mount target as EFS describes it: the file system's address in one Availability Zone. */
export interface MountTarget {
  readonly mountTargetId: MountTargetId
  readonly fileSystemId: FileSystemId
  readonly subnetId: SubnetId
  readonly vpcId: VpcId
  readonly zoneId: string
  readonly zoneName: string
  readonly networkInterfaceId: string | undefined
  readonly ipAddress: string | undefined
  readonly lifeCycleState: LifeCycleState
}

export interface MountTargetWithGroups extends MountTarget {
  readonly securityGroupIds: readonly SecurityGroupId[]
}

/** Replication of one file system to others, of any Region. */
export interface Replication {
  readonly sourceFileSystemId: FileSystemId
  readonly destinations: readonly {
    /** Read-only until the replication is deleted. */
    readonly fileSystemId: FileSystemId
    readonly region: string
    /** `ENABLED`, `ENABLING`, `DELETING`, `ERROR`, `PAUSED`, `PAUSING`, or one that AWS adds. */
    readonly status: string
  }[]
}
