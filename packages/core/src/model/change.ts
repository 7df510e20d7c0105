import type { Generation } from './claim.js'
import type { CustomFileSystemConfig } from './custom-file-system.js'
import type { DirectoryReceipt } from './directory.js'
import type { AccessPointId, MountTargetId } from './efs.js'
import type { FileSystemPath } from './file-system-path.js'
import type { FileSystemPolicy } from './file-system-policy.js'
import type { DomainId, FileSystemId, KmsKeyId, SpaceRef, UserProfileRef } from './ids.js'
import type { LifecyclePolicies } from './lifecycle-policies.js'
import type { SecurityGroupId, SubnetId, VpcId } from './network.js'
import type { PosixOwner } from './posix-owner.js'
import type { AppRef, SpaceFileSystem, SpaceKind } from './space.js'
import type { ArchiveName } from './state/archive-name.js'

/**
 * A directory that is created, or gets another owner or mode; `claim`: it stays as it is, and is claimed for the profile
 * from now on.
 */
export interface DirectoryChange extends Omit<DirectoryReceipt, 'outcome'> {
  readonly kind: 'directory'
  readonly action: 'create' | 'repair' | 'claim'
}

/** Edit of one element of a list of custom file systems. */
export type FileSystemListEdit =
  | {
      /**
       * `add`, `remove`: the file system of the operation is new, or gone. `copy`: an element of the domain's list is copied
       * into the profile's, which would hide it. `restore`: such a copy is gone, so that the domain's own element shows
       * again.
       */
      readonly action: 'add' | 'copy' | 'remove' | 'restore'
      readonly config: CustomFileSystemConfig
    }
  | {
      /** The file system of the operation was listed at another path. */
      readonly action: 'move'
      /** The element afterwards. */
      readonly config: CustomFileSystemConfig
      /** Path that it had; `/` for an element without one. */
      readonly fromPath: string
      readonly toPath: string
    }

/** Replacement of the `CustomFileSystemConfigs` of a user profile. */
export interface ProfileFileSystemsChange extends UserProfileRef {
  readonly kind: 'user-profile-file-systems'
  readonly action: 'update'
  readonly edits: readonly FileSystemListEdit[]
  readonly before: readonly CustomFileSystemConfig[]
  readonly after: readonly CustomFileSystemConfig[]
}

/** A uid that a user profile gets from the ledger of identities; nobody else has it or had it. */
export interface IdentityChange extends UserProfileRef {
  readonly kind: 'identity'
  readonly action: 'take'
  readonly uid: number
}

/** A new user profile. */
export interface UserProfileChange extends UserProfileRef {
  readonly kind: 'user-profile'
  readonly action: 'create'
  /** Its `CustomPosixUserConfig`. */
  readonly owner: PosixOwner
  /** Its `CustomFileSystemConfigs`. */
  readonly customFileSystems: readonly CustomFileSystemConfig[]
}

/** Replacement of the list in a domain's `DefaultUserSettings` (private) or `DefaultSpaceSettings` (shared). */
export interface DomainFileSystemsChange {
  readonly kind: 'domain-file-systems'
  readonly action: 'update'
  readonly domainId: DomainId
  readonly spaces: SpaceKind
  readonly edits: readonly FileSystemListEdit[]
  readonly before: readonly CustomFileSystemConfig[]
  readonly after: readonly CustomFileSystemConfig[]
}

/** Replacement of the `CustomFileSystems` of a space: what its apps mount from their next start on. */
export interface SpaceFileSystemsChange extends SpaceRef {
  readonly kind: 'space-file-systems'
  readonly action: 'update'
  readonly edits: readonly { readonly action: 'add' | 'remove'; readonly fileSystem: SpaceFileSystem }[]
  readonly before: readonly SpaceFileSystem[]
  readonly after: readonly SpaceFileSystem[]
}

/** An app of a space that is stopped, or started again with the instance and image that it had. */
export interface AppChange extends AppRef {
  readonly kind: 'app'
  readonly action: 'stop' | 'start'
}

/** Changes by `attachToSpaces` and `detachFromSpaces`. */
export type SpaceChange = SpaceFileSystemsChange | AppChange

/** A directory that is moved to the archive; `release`: there is none, and its claim is removed. */
export interface ArchiveChange {
  readonly kind: 'directory'
  readonly action: 'archive' | 'release'
  readonly path: FileSystemPath
  /** The life of the profile that it served. */
  readonly generation: Generation
}

/** An archived directory that is moved to a user profile. */
export interface RestoreChange {
  readonly kind: 'archive'
  readonly action: 'restore'
  readonly archive: ArchiveName
  /** The life of the profile that it served, and its person; absent where the claim in the archive cannot be read. */
  readonly from?: Generation
  /** Its place afterwards. */
  readonly path: FileSystemPath
  /** The life of the profile that gets it, and its person. */
  readonly generation: Generation
  /** Owner before and after, of the directory and of what its owner has in it. */
  readonly before: PosixOwner
  readonly owner: PosixOwner
}

/** The directory of a user profile as it was in a backup, which is moved to the profile. */
export interface BackupRestoreChange {
  readonly kind: 'backup'
  readonly action: 'restore'
  readonly recoveryPointArn: string
  /** When the backup was taken, in ISO 8601. */
  readonly takenAt: string
  /** Path of the directory in the backup. */
  readonly item: FileSystemPath
  /** Its place afterwards. */
  readonly path: FileSystemPath
  /** The life of the profile that gets it, and its person. */
  readonly generation: Generation
  readonly owner: PosixOwner
}

/** An archived directory that is deleted for good. */
export interface PurgeChange {
  readonly kind: 'archive'
  readonly action: 'delete'
  readonly archive: ArchiveName
  /** Absent where the claim in the archive cannot be read. */
  readonly generation?: Generation
}

/** Changes by `offboardProfile`, `archiveLeavers`, `restoreDirectory`, `restoreFromBackup` and `purgeArchives`. */
export type LeavingChange = ArchiveChange | RestoreChange | BackupRestoreChange | PurgeChange

/** One change that an operation made, or with `dryRun` would make. Plain data, fit for JSON. */
export type Change =
  | DirectoryChange
  | LeavingChange
  | IdentityChange
  | UserProfileChange
  | ProfileFileSystemsChange
  | DomainFileSystemsChange
  | SpaceChange
  | EnsureFileSystemChange
  | RemoveFileSystemChange
  | SharingChange

/** A security group; `groupId` is absent while it does not exist yet. */
export interface SecurityGroupRef {
  readonly groupId?: SecurityGroupId
  readonly groupName: string
}

/** A new file system. It has no id in a dry run, so the change names it by its creation token. */
export interface FileSystemCreation {
  readonly kind: 'file-system'
  readonly action: 'create'
  readonly creationToken: string
  readonly name: string
  readonly encrypted: true
  readonly kmsKeyId?: KmsKeyId
}

/** A file system that is deleted, with the data on it. */
export interface FileSystemDeletion {
  readonly kind: 'file-system'
  readonly action: 'delete'
  readonly fileSystemId: FileSystemId
  readonly name: string | undefined
  readonly sizeInBytes: number
}

/** The lifecycle policies of a new file system. */
export interface LifecyclePoliciesChange {
  readonly kind: 'lifecycle-policies'
  readonly action: 'put'
  readonly policies: LifecyclePolicies
}

/** The policy of a new file system. */
export interface FileSystemPolicyChange {
  readonly kind: 'file-system-policy'
  readonly action: 'put'
  readonly policy: Exclude<FileSystemPolicy, 'none'>
}

export interface MountTargetCreation {
  readonly kind: 'mount-target'
  readonly action: 'create'
  readonly zoneId: string
  readonly subnetId: SubnetId
  readonly securityGroup: SecurityGroupRef
  /** The other groups of a mount target that serves several domains. */
  readonly furtherSecurityGroups?: readonly SecurityGroupRef[]
}

export interface MountTargetDeletion {
  readonly kind: 'mount-target'
  readonly action: 'delete'
  readonly mountTargetId: MountTargetId
  readonly zoneId: string
  readonly subnetId: SubnetId
}

/** One more security group on a mount target; the others stay. */
export interface MountTargetGroupAddition {
  readonly kind: 'mount-target-security-groups'
  readonly action: 'add'
  readonly mountTargetId: MountTargetId
  readonly before: readonly SecurityGroupId[]
  readonly added: SecurityGroupRef
}

/** A domain's group that leaves a mount target, because the shared group in its place admits that domain. */
export interface MountTargetGroupRemoval {
  readonly kind: 'mount-target-security-groups'
  readonly action: 'remove'
  readonly mountTargetId: MountTargetId
  readonly before: readonly SecurityGroupId[]
  readonly removed: SecurityGroupRef
}

export type MountTargetGroupsChange = MountTargetGroupAddition | MountTargetGroupRemoval

export interface AccessPointCreation {
  readonly kind: 'access-point'
  readonly action: 'create'
  readonly name: string
  readonly path: string
  readonly posixUser: { readonly uid: number; readonly gid: number }
}

export interface AccessPointDeletion {
  readonly kind: 'access-point'
  readonly action: 'delete'
  readonly accessPointId: AccessPointId
  readonly name: string | undefined
  readonly path: string
}

export interface SecurityGroupCreation {
  readonly kind: 'security-group'
  readonly action: 'create'
  readonly groupName: string
  readonly vpcId: VpcId
}

export interface SecurityGroupDeletion {
  readonly kind: 'security-group'
  readonly action: 'delete'
  readonly groupId: SecurityGroupId
  readonly groupName: string
}

/** Address ranges that a security group of this package newly admits on TCP 2049. */
export interface SecurityGroupRulesChange {
  readonly kind: 'security-group-rules'
  readonly action: 'add'
  readonly groupName: string
  readonly cidrs: readonly string[]
}

/** Groups that a security group of this package newly admits on TCP 2049: the outbound groups of domains. */
export interface SecurityGroupSourcesChange {
  readonly kind: 'security-group-sources'
  readonly action: 'add'
  readonly groupName: string
  readonly securityGroupIds: readonly SecurityGroupId[]
}

/** Changes of the network by `shareAcrossVpcDomains`. */
export type SharingChange =
  | SecurityGroupCreation
  | SecurityGroupSourcesChange
  | SecurityGroupRulesChange
  | MountTargetCreation
  | MountTargetGroupsChange

/** Changes by `ensureFileSystemForDomain`. */
export type EnsureFileSystemChange =
  | FileSystemCreation
  | LifecyclePoliciesChange
  | FileSystemPolicyChange
  | SecurityGroupCreation
  | SecurityGroupRulesChange
  | MountTargetCreation
  | MountTargetGroupsChange
  | AccessPointCreation

/** Changes by `removeFileSystem`. */
export type RemoveFileSystemChange =
  | AccessPointDeletion
  | MountTargetDeletion
  | SecurityGroupDeletion
  | FileSystemDeletion
