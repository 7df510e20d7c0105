import type { CustomFileSystemConfig } from './custom-file-system.js'
import type { DirectoryReceipt } from './directory.js'
import type { AccessPointId, MountTargetId } from './efs.js'
import type { DomainId, FileSystemId, KmsKeyId, UserProfileRef } from './ids.js'
import type { LifecyclePolicies } from './lifecycle-policies.js'
import type { SecurityGroupId, SubnetId, VpcId } from './network.js'

/** A directory that is made, or gets another owner or mode. */
export interface DirectoryChange extends Omit<DirectoryReceipt, 'outcome'> {
  readonly kind: 'directory'
  readonly action: 'create' | 'repair'
}

/** What happens to one element of a list of custom file systems. */
export interface FileSystemListEdit {
  /**
   * `add`: ours, new. `repath`: ours, at another path than before. `repeat`: the domain's, which the list would hide.
   * `remove`: ours, gone. `unrepeat`: the domain's, gone from the list because the domain's own is seen again.
   */
  readonly action: 'add' | 'repath' | 'repeat' | 'remove' | 'unrepeat'
  readonly config: CustomFileSystemConfig
}

/** A user profile whose `CustomFileSystemConfigs` become another list. */
export interface ProfileFileSystemsChange extends UserProfileRef {
  readonly kind: 'user-profile-file-systems'
  readonly action: 'update'
  readonly edits: readonly FileSystemListEdit[]
  readonly before: readonly CustomFileSystemConfig[]
  readonly after: readonly CustomFileSystemConfig[]
}

/** Which spaces a domain's default is for: those of each user, those that users share. */
export type SpaceKind = 'private' | 'shared'

/** A domain whose `DefaultUserSettings` (private) or `DefaultSpaceSettings` (shared) get another list. */
export interface DomainFileSystemsChange {
  readonly kind: 'domain-file-systems'
  readonly action: 'update'
  readonly domainId: DomainId
  readonly spaces: SpaceKind
  readonly edits: readonly FileSystemListEdit[]
  readonly before: readonly CustomFileSystemConfig[]
  readonly after: readonly CustomFileSystemConfig[]
}

/** What an operation did, or with `dryRun` would do. Plain data, fit for JSON. */
export type Change =
  | DirectoryChange
  | ProfileFileSystemsChange
  | DomainFileSystemsChange
  | EnsureFileSystemChange
  | RemoveFileSystemChange
  | SharingChange

/** A security group; `groupId` is absent while the group is still to be made. */
export interface SecurityGroupRef {
  readonly groupId?: SecurityGroupId
  readonly groupName: string
}

/** A file system that is made. It has no id in a dry run, so the change names it by its creation token. */
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

export interface MountTargetCreation {
  readonly kind: 'mount-target'
  readonly action: 'create'
  readonly zoneId: string
  readonly subnetId: SubnetId
  readonly securityGroup: SecurityGroupRef
  /** Those that it carries besides, when it is for several domains. */
  readonly furtherSecurityGroups?: readonly SecurityGroupRef[]
}

export interface MountTargetDeletion {
  readonly kind: 'mount-target'
  readonly action: 'delete'
  readonly mountTargetId: MountTargetId
  readonly zoneId: string
  readonly subnetId: SubnetId
}

/** A mount target that one more security group guards; those that are there stay. */
export interface MountTargetGroupAddition {
  readonly kind: 'mount-target-security-groups'
  readonly action: 'add'
  readonly mountTargetId: MountTargetId
  readonly before: readonly SecurityGroupId[]
  readonly added: SecurityGroupRef
}

/** The group of a domain that leaves a mount target, since a group of ours that takes its room admits that domain. */
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

/** Our own security group admits these address ranges on TCP 2049 as well. */
export interface SecurityGroupRulesChange {
  readonly kind: 'security-group-rules'
  readonly action: 'add'
  readonly groupName: string
  readonly cidrs: readonly string[]
}

/** Our own security group admits what carries these groups on TCP 2049 as well: the outbound groups of domains. */
export interface SecurityGroupSourcesChange {
  readonly kind: 'security-group-sources'
  readonly action: 'add'
  readonly groupName: string
  readonly securityGroupIds: readonly SecurityGroupId[]
}

/** What `shareAcrossVpcDomains` changes of the network. */
export type SharingChange =
  | SecurityGroupCreation
  | SecurityGroupSourcesChange
  | SecurityGroupRulesChange
  | MountTargetCreation
  | MountTargetGroupsChange

/** What `ensureFileSystemForDomain` changes. */
export type EnsureFileSystemChange =
  | FileSystemCreation
  | LifecyclePoliciesChange
  | SecurityGroupCreation
  | SecurityGroupRulesChange
  | MountTargetCreation
  | MountTargetGroupsChange
  | AccessPointCreation

/** What `removeFileSystem` changes. */
export type RemoveFileSystemChange =
  | AccessPointDeletion
  | MountTargetDeletion
  | SecurityGroupDeletion
  | FileSystemDeletion
