import type { AccessPointId, MountTargetId } from '../efs.js'
import type { FileSystemPolicy } from '../file-system-policy.js'
import type { FileSystemId, KmsKeyId } from '../ids.js'
import type { LifecyclePolicies } from '../lifecycle-policies.js'
import type { SecurityGroupId, SubnetId, VpcId } from '../network.js'

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
