import type { Result } from 'neverthrow'
import type { InvalidInputError } from '../studio-efs-error.js'
import type { Brand } from './brand.js'
import type { FileSystemId } from './ids.js'
import type { SecurityGroupId, SubnetId, VpcId } from './network.js'
import { parseText } from './parse/parse-text.js'

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
  /**
   * Time in ISO 8601 at which EFS last took the size: about every hour, and right a few hours after the last write. Absent
   * where EFS does not say.
   */
  readonly sizeTakenAt?: string
  /** Time of its creation in ISO 8601; undefined where EFS does not say. */
  readonly createdAt: string | undefined
  readonly tags: Readonly<Record<string, string>>
}

/** Id of an access point: `fsap-` and 17 hexadecimal digits. */
export type AccessPointId = Brand<string, 'AccessPointId'>

const accessPointRule = {
  pattern: /^fsap-[0-9a-f]+$/,
  min: 13,
  max: 128,
  allowed: 'an access-point id such as fsap-0123456789abcdef0',
}

export function parseAccessPointId(value: unknown, field = 'accessPointId'): Result<AccessPointId, InvalidInputError> {
  return parseText(value, field, accessPointRule).map((text) => text as AccessPointId)
}

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

/** Id of a mount target: `fsmt-` and hexadecimal digits. */
export type MountTargetId = Brand<string, 'MountTargetId'>

const mountTargetRule = {
  pattern: /^fsmt-[0-9a-f]+$/,
  min: 13,
  max: 45,
  allowed: 'a mount-target id such as fsmt-0123456789abcdef0',
}

export function parseMountTargetId(value: unknown, field = 'mountTargetId'): Result<MountTargetId, InvalidInputError> {
  return parseText(value, field, mountTargetRule).map((text) => text as MountTargetId)
}

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

/** Mount target with its security groups. */
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
