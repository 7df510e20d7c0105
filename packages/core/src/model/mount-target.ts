import type { Brand } from './brand.js'
import type { LifeCycleState } from './efs-file-system.js'
import type { FileSystemId } from './file-system-id.js'
import type { SecurityGroupId, SubnetId, VpcId } from './network.js'

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

/** A mount target with the security groups that guard it. */
export interface GuardedMountTarget extends MountTarget {
  readonly securityGroupIds: readonly SecurityGroupId[]
}
