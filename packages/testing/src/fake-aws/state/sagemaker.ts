import type { Tag, Timestamp, Transitional } from './record.js'

/** Status of a SageMaker resource. */
export type ResourceStatus =
  | 'Pending'
  | 'InService'
  | 'Updating'
  | 'Deleting'
  | 'Failed'
  | 'Update_Failed'
  | 'Delete_Failed'

/**
 * A record has the members that Describe returns, under the same names. Members of a seed that the fake does not know
 * are kept and returned. Members that begin in lower case are internal: no reply has them.
 */
export interface SageMakerState {
  /** By DomainId. */
  readonly domains: Map<string, DomainRecord>
  /** By `userProfileKey`: domain id, slash, name in lower case. */
  readonly userProfiles: Map<string, UserProfileRecord>
  /** By `spaceKey`: domain id, slash, name in lower case. */
  readonly spaces: Map<string, SpaceRecord>
  /** By AppArn. */
  readonly apps: Map<string, AppRecord>
  /** By the resource's ARN. */
  readonly tags: Map<string, Tag[]>
}

/** Members of every SageMaker resource that has a status. */
export interface StatefulRecord extends Transitional {
  Status: ResourceStatus
  FailureReason?: string
  readonly CreationTime: Timestamp
  LastModifiedTime: Timestamp
  /** Order of creation. */
  readonly ordinal: number
}

/** User and group of a `CustomPosixUserConfig`. */
export interface PosixUser {
  readonly Uid: number
  readonly Gid: number
}

/** One entry of `CustomFileSystemConfigs`: a union with exactly one member. Seeds may use unknown members. */
export interface CustomFileSystemConfig {
  readonly EFSFileSystemConfig?: { readonly FileSystemId: string; readonly FileSystemPath?: string }
  readonly FSxLustreFileSystemConfig?: { readonly FileSystemId: string; readonly FileSystemPath?: string }
  readonly S3FileSystemConfig?: { readonly S3Uri: string; readonly MountPath?: string }
  readonly [unknown: string]: unknown
}

/** `UserSettings`, `DefaultUserSettings` and `DefaultSpaceSettings`. */
export interface StudioSettings {
  readonly ExecutionRole?: string
  readonly CustomPosixUserConfig?: PosixUser
  readonly CustomFileSystemConfigs?: readonly CustomFileSystemConfig[]
  readonly [other: string]: unknown
}

/** Domain in the state of the fake. */
export interface DomainRecord extends StatefulRecord {
  readonly DomainId: string
  readonly DomainArn: string
  readonly DomainName: string
  readonly AuthMode: 'IAM' | 'SSO'
  /** Absent from domains that Unified Studio creates without a VPC. */
  VpcId?: string
  SubnetIds?: readonly string[]
  AppNetworkAccessType: 'PublicInternetOnly' | 'VpcOnly'
  HomeEfsFileSystemCreation: 'Enabled' | 'Disabled'
  HomeEfsFileSystemId?: string
  DefaultUserSettings: StudioSettings
  DefaultSpaceSettings?: StudioSettings
  DomainSettings?: Readonly<Record<string, unknown>>
  readonly Url: string
  [other: string]: unknown
}

/** User profile in the state of the fake. */
export interface UserProfileRecord extends StatefulRecord {
  readonly DomainId: string
  readonly UserProfileName: string
  readonly UserProfileArn: string
  HomeEfsFileSystemUid?: string
  UserSettings?: StudioSettings
  [other: string]: unknown
}

/** Space in the state of the fake. */
export interface SpaceRecord extends StatefulRecord {
  readonly DomainId: string
  readonly SpaceName: string
  readonly SpaceArn: string
  SpaceSettings?: Readonly<Record<string, unknown>>
  readonly OwnershipSettings?: { readonly OwnerUserProfileName: string }
  readonly SpaceSharingSettings?: { readonly SharingType: 'Private' | 'Shared' }
  SpaceDisplayName?: string
  [other: string]: unknown
}

/** App in the state of the fake. */
export interface AppRecord {
  readonly AppArn: string
  readonly DomainId: string
  readonly UserProfileName?: string
  readonly SpaceName?: string
  readonly AppType: string
  readonly AppName: string
  Status: 'Pending' | 'InService' | 'Deleting' | 'Deleted' | 'Failed'
  readonly CreationTime: Timestamp
  readonly ordinal: number
  readonly ResourceSpec?: Readonly<Record<string, unknown>>
}

export function createSageMakerState(): SageMakerState {
  return { domains: new Map(), userProfiles: new Map(), spaces: new Map(), apps: new Map(), tags: new Map() }
}

/** Key in `userProfiles`. Profile names are not case-sensitive: `Alice` and `alice` are one profile. */
export function userProfileKey(domainId: string, userProfileName: string): string {
  return `${domainId}/${userProfileName.toLowerCase()}`
}

/** Key in `spaces`. Space names are not case-sensitive. */
export function spaceKey(domainId: string, spaceName: string): string {
  return `${domainId}/${spaceName.toLowerCase()}`
}
