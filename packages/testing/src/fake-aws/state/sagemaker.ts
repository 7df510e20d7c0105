import type { Settling, Tag, Timestamp } from './record.js'

export type ResourceStatus =
  | 'Pending'
  | 'InService'
  | 'Updating'
  | 'Deleting'
  | 'Failed'
  | 'Update_Failed'
  | 'Delete_Failed'

/**
 * A record has the members that Describe returns, under the same names, and whatever else a seed put in: members
 * that the fake does not know are passed through. Members in lower case are the fake's own and never leave it.
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

export interface StatefulRecord extends Settling {
  Status: ResourceStatus
  FailureReason?: string
  readonly CreationTime: Timestamp
  LastModifiedTime: Timestamp
  /** Order of creation. */
  readonly ordinal: number
}

export interface PosixUser {
  readonly Uid: number
  readonly Gid: number
}

/** One entry of `CustomFileSystemConfigs`: a union, so exactly one member; unknown ones are possible in seeds. */
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

export interface DomainRecord extends StatefulRecord {
  readonly DomainId: string
  readonly DomainArn: string
  readonly DomainName: string
  readonly AuthMode: 'IAM' | 'SSO'
  /** Absent from domains that Unified Studio made without one. */
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

export interface UserProfileRecord extends StatefulRecord {
  readonly DomainId: string
  readonly UserProfileName: string
  readonly UserProfileArn: string
  HomeEfsFileSystemUid?: string
  UserSettings?: StudioSettings
  [other: string]: unknown
}

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

/** Profile names are not case-sensitive; a domain has one profile of a name however it is spelled. */
export function userProfileKey(domainId: string, userProfileName: string): string {
  return `${domainId}/${userProfileName.toLowerCase()}`
}

export function spaceKey(domainId: string, spaceName: string): string {
  return `${domainId}/${spaceName.toLowerCase()}`
}
