import { okAsync, ResultAsync } from 'neverthrow'
import type { AwsResult } from '../aws/call/aws-error.js'
import { describeNetworkInterfaces, describeSubnets, type Ec2Call } from '../aws/ec2/network.js'
import { isUsable } from '../aws/efs/efs-state.js'
import { describeMountTargetSecurityGroups, describeMountTargets } from '../aws/efs/mount-targets.js'
import type { MountTarget, MountTargetWithGroups } from '../model/efs.js'
import type { FileSystemId } from '../model/ids.js'
import type { Subnet, SubnetId, VpcId } from '../model/network.js'
import type { Domain } from '../model/studio-resource.js'
import type { NetworkCall } from './network-call.js'
import { type DomainSubnetsError, subnetIdsFor, vpcOf } from './plan/domain-subnets.js'

export interface DomainSubnets {
  readonly vpcId: VpcId
  /** In the domain's order, which decides between two subnets that are equally good. */
  readonly subnets: readonly Subnet[]
}

/** Reads the domain's subnets, or the given ones, and their VPC. */
export function readDomainSubnets(
  call: Ec2Call,
  domain: Domain,
  given: readonly SubnetId[] | undefined,
): AwsResult<DomainSubnets, DomainSubnetsError> {
  return subnetIdsFor(domain, given).asyncAndThen((subnetIds) =>
    describeSubnets(call, subnetIds).andThen((found) => {
      const subnets = subnetIds.flatMap((id) => found.find(({ subnetId }) => subnetId === id) ?? [])
      return vpcOf(domain, subnetIds, subnets).map((vpcId) => ({ vpcId, subnets }))
    }),
  )
}

export function readMountTargetsWithGroups(
  call: NetworkCall,
  fileSystemId: FileSystemId,
): AwsResult<readonly MountTargetWithGroups[]> {
  return describeMountTargets(call, fileSystemId).andThen((targets) => withSecurityGroups(call, targets))
}

/**
 * Reads the groups of all mount targets in one request, by their network interfaces; EFS takes a request for each. EC2
 * may lag behind: EFS is asked about a mount target whose interface EC2 does not know, and before every write.
 */
export function withSecurityGroups(
  call: NetworkCall,
  targets: readonly MountTarget[],
): AwsResult<readonly MountTargetWithGroups[]> {
  const networkInterfaceIds = targets.flatMap(({ networkInterfaceId }) => networkInterfaceId ?? [])
  const interfaces =
    networkInterfaceIds.length === 0 ? okAsync([]) : describeNetworkInterfaces(call, { networkInterfaceIds })
  return interfaces.andThen((known) => {
    const groupsById = new Map(known.map((one) => [one.networkInterfaceId, one.securityGroupIds]))
    return ResultAsync.combine(
      targets.map((target) => {
        const groups = groupsById.get(target.networkInterfaceId ?? '')
        const isUnknown = groups === undefined && isUsable(target.lifeCycleState)
        const read = isUnknown ? describeMountTargetSecurityGroups(call, target.mountTargetId) : okAsync(groups ?? [])
        return read.map((securityGroupIds): MountTargetWithGroups => ({ ...target, securityGroupIds }))
      }),
    )
  })
}
