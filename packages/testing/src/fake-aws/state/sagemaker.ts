import type { Tag, Timestamp, Transitional } from './record.js'
import type { AppImageConfigRecord, ImageRecord, ImageVersionRecord } from './sagemaker-images.js'

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
  /** By `spaceKey`: domain id, slash, name in lower case; with `spaceNamesInOtherCase: 'two'`, the name as it is. */
  readonly spaces: Map<string, SpaceRecord>
  /** By AppArn. A deleted app stays for 24 hours, as `Deleted`. */
  readonly apps: Map<string, AppRecord>
  /** By StudioLifecycleConfigName. */
  readonly lifecycleConfigs: Map<string, LifecycleConfigRecord>
  /** By ImageName. */
  readonly images: Map<string, ImageRecord>
  /** By ImageVersionArn. */
  readonly imageVersions: Map<string, ImageVersionRecord>
  /** By AppImageConfigName. */
  readonly appImageConfigs: Map<string, AppImageConfigRecord>
  /** By the resource's ARN. */
  readonly tags: Map<string, Tag[]>
}

/** Members of every SageMaker resource that has a status. */
export interface StatefulRecord extends Transitional {
  Status: ResourceStatus
  FailureReason?: string
  readonly CreationTime: Timestamp
  LastModifiedTime: Timestamp
  /** When Describe and List find the record, in milliseconds since the epoch; absent once they do. */
  visibleAt?: number
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
export interface AppRecord extends Transitional {
  readonly AppArn: string
  readonly DomainId: string
  readonly UserProfileName?: string
  readonly SpaceName?: string
  readonly AppType: string
  readonly AppName: string
  Status: 'Pending' | 'InService' | 'Deleting' | 'Deleted' | 'Failed'
  readonly CreationTime: Timestamp
  readonly ordinal: number
  ResourceSpec?: Readonly<Record<string, unknown>>
  FailureReason?: string
  [other: string]: unknown
}

/** Lifecycle configuration in the state of the fake. */
export interface LifecycleConfigRecord {
  readonly StudioLifecycleConfigArn: string
  readonly StudioLifecycleConfigName: string
  /** The script, in Base64. */
  readonly StudioLifecycleConfigContent: string
  readonly StudioLifecycleConfigAppType: 'JupyterServer' | 'KernelGateway' | 'CodeEditor' | 'JupyterLab'
  readonly CreationTime: Timestamp
  readonly LastModifiedTime: Timestamp
  readonly ordinal: number
}

export function createSageMakerState(): SageMakerState {
  return {
    domains: new Map(),
    userProfiles: new Map(),
    spaces: new Map(),
    apps: new Map(),
    lifecycleConfigs: new Map(),
    images: new Map(),
    imageVersions: new Map(),
    appImageConfigs: new Map(),
    tags: new Map(),
  }
}

/** Key in `userProfiles`. Profile names are not case-sensitive: `Alice` and `alice` are one profile. */
export function userProfileKey(domainId: string, userProfileName: string): string {
  return `${domainId}/${userProfileName.toLowerCase()}`
}

/** Key in `spaces`, unless `spaceNamesInOtherCase` is `two`: then the name keeps its case there. */
export function spaceKey(domainId: string, spaceName: string): string {
  return `${domainId}/${spaceName.toLowerCase()}`
}
