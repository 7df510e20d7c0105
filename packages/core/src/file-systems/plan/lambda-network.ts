import { groupBy } from '../../drivers/paths.js'
import type { GuardedMountTarget } from '../../model/efs.js'
import type { DomainId } from '../../model/ids.js'
import type { SecurityGroupId, Subnet, SubnetId } from '../../model/network.js'
import { outboundGroupName } from '../../network/plan/ownership.js'
import type { NfsGroupChoice, NfsGroups } from '../../network/plan/security-group-choice.js'

/** What a Lambda function that mounts the file system needs for its `VpcConfig`. */
export interface LambdaNetwork {
  /** One subnet of the domain in every zone that has a mount target; Lambda takes up to 16. */
  readonly subnetIds: readonly SubnetId[]
  /**
   * The group whose members the mount targets admit. SageMaker's outbound group lets nothing but NFS out: a function that
   * also calls AWS needs one more, with egress on port 443.
   */
  readonly securityGroupIds: readonly SecurityGroupId[]
  /** The name of that outbound group when it is gone from the VPC, and there is no group to give. */
  readonly missingGroupName: string | undefined
}

/** A subnet that holds the zone's mount target itself is preferred to its neighbours. */
export function lambdaNetworkFor(
  subnets: readonly Subnet[],
  targets: readonly Pick<GuardedMountTarget, 'subnetId' | 'zoneId'>[],
  groups: {
    readonly domainId: DomainId
    readonly groups: NfsGroups
    readonly choice: NfsGroupChoice
    readonly groupId: SecurityGroupId | undefined
  },
): LambdaNetwork {
  const subnetIds: SubnetId[] = []
  for (const [zoneId, inZone] of groupBy(subnets, (subnet) => subnet.zoneId)) {
    const target = targets.find((candidate) => candidate.zoneId === zoneId)
    const best = inZone.find(({ subnetId }) => subnetId === target?.subnetId) ?? inZone[0]
    if (target !== undefined && best !== undefined) subnetIds.push(best.subnetId)
  }
  const ofDomain = groups.choice.source === 'domain'
  const admitted = ofDomain ? groups.groups.outbound?.groupId : groups.groupId
  return {
    subnetIds,
    securityGroupIds: admitted === undefined ? [] : [admitted],
    missingGroupName: ofDomain && admitted === undefined ? outboundGroupName(groups.domainId) : undefined,
  }
}
