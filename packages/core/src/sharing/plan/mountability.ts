import type { EfsFileSystem, MountTargetId, MountTargetWithGroups } from '../../model/efs.js'
import type { SubnetId, VpcId } from '../../model/network.js'
import { isUnavailable, targetsElsewhere, targetsInZones, uncoveredZones } from '../../network/plan/mount-causes.js'
import { isOwn } from '../../network/plan/ownership.js'
import { cidrsToAdmit } from '../../network/plan/security-group-choice.js'
import type { SharingDomain, SharingSnapshot } from './sharing-plan.js'

/** One reason why spaces of a domain cannot mount the file system, or not everywhere. */
export type MountObstacle =
  /** It was deleted, and is still listed. */
  | { readonly kind: 'file-system-gone' }
  | { readonly kind: 'file-system-not-available'; readonly lifeCycleState: string }
  | { readonly kind: 'other-vpc'; readonly fileSystemVpcId: VpcId; readonly vpcId: VpcId }
  /** The domain is not tied to a VPC. */
  | { readonly kind: 'no-vpc' }
  /** The domain names a subnet that no longer exists. */
  | { readonly kind: 'subnet-gone'; readonly subnetId: SubnetId }
  /** No mount target in a zone of the domain's subnets. */
  | { readonly kind: 'zone-not-covered'; readonly zoneId: string }
  | {
      readonly kind: 'mount-target-not-available'
      readonly mountTargetId: MountTargetId
      readonly lifeCycleState: string
    }
  /** The mount target carries no group that admits the domain's spaces. */
  | { readonly kind: 'not-admitted'; readonly mountTargetId: MountTargetId; readonly groupName: string }
  /** The domain has no NFS security group, neither SageMaker's nor one that studio-efs made. */
  | { readonly kind: 'no-nfs-security-group' }

/** Reasons why the spaces of one domain cannot mount the file system; empty when they can. */
export function mountObstacles(snapshot: SharingSnapshot, domain: SharingDomain): readonly MountObstacle[] {
  const { fileSystem, targets, vpcId } = snapshot
  const [elsewhere] = targetsElsewhere(targets, vpcId)
  if (elsewhere !== undefined) return [{ kind: 'other-vpc', fileSystemVpcId: elsewhere.vpcId, vpcId }]
  return [
    ...fileSystemObstacles(fileSystem),
    ...subnetObstacles(domain.goneSubnetIds),
    ...uncoveredZones(targets, domain.subnets).map((zoneId): MountObstacle => ({ kind: 'zone-not-covered', zoneId })),
    ...targetsInZones(targets, domain.subnets).flatMap((target) => targetObstacles(snapshot, domain, target)),
  ]
}

function fileSystemObstacles(fileSystem: EfsFileSystem): readonly MountObstacle[] {
  const { lifeCycleState } = fileSystem
  return isUnavailable(fileSystem) ? [{ kind: 'file-system-not-available', lifeCycleState }] : []
}

export function subnetObstacles(goneSubnetIds: readonly SubnetId[]): readonly MountObstacle[] {
  return goneSubnetIds.map((subnetId) => ({ kind: 'subnet-gone', subnetId }))
}

function targetObstacles(
  { sharedGroups }: SharingSnapshot,
  { inbound, outbound, subnets }: SharingDomain,
  target: MountTargetWithGroups,
): readonly MountObstacle[] {
  const { mountTargetId, lifeCycleState, securityGroupIds } = target
  if (isUnavailable(target)) return [{ kind: 'mount-target-not-available', mountTargetId, lifeCycleState }]
  const lacking = isOwn(inbound.tags) ? cidrsToAdmit({ source: 'own', group: inbound }, subnets) : []
  const admitting = sharedGroups.filter((group) => outbound && group.nfsSourceIds.includes(outbound.groupId))
  const isAdmitted =
    [inbound, ...admitting].some(({ groupId }) => securityGroupIds.includes(groupId)) && lacking.length === 0
  return isAdmitted ? [] : [{ kind: 'not-admitted', mountTargetId, groupName: inbound.groupName }]
}
