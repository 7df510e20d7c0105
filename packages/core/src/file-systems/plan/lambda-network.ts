import { groupBy } from '../../group-by.js'
import type { MountTarget } from '../../model/efs.js'
import type { DomainId } from '../../model/ids.js'
import type { SecurityGroupId, Subnet, SubnetId } from '../../model/network.js'
import { outboundGroupName } from '../../network/plan/ownership.js'
import type { NfsGroupChoice, NfsGroups } from '../../network/plan/security-group-choice.js'

/** `VpcConfig` of a Lambda function that mounts the file system. */
export interface LambdaNetwork {
  /** One subnet of the domain in every zone that has a mount target and is not left out; Lambda takes up to 16. */
  readonly subnetIds: readonly SubnetId[]
  /**
   * The group whose members the mount targets admit. SageMaker's outbound group lets nothing but NFS out: a function that
   * also calls AWS needs one more, with egress on port 443.
   */
  readonly securityGroupIds: readonly SecurityGroupId[]
  /** The name of that outbound group when it is gone from the VPC, and there is no group to give. */
  readonly missingGroupName: string | undefined
}

/** Prefers the subnet of the zone's mount target to its neighbours. */
export function lambdaNetworkFor(
  subnets: readonly Subnet[],
  targets: readonly Pick<MountTarget, 'subnetId' | 'zoneId'>[],
  {
    domainId,
    groups,
    choice,
    groupId,
    lambdaExclusions,
  }: {
    readonly domainId: DomainId
    readonly groups: NfsGroups
    readonly choice: NfsGroupChoice
    readonly groupId: SecurityGroupId | undefined
    /** Ids of subnets and of zones. */
    readonly lambdaExclusions: readonly string[]
  },
): LambdaNetwork {
  const subnetIds: SubnetId[] = []
  const usable = subnets.filter(
    ({ subnetId, zoneId }) => ![subnetId, zoneId].some((id) => lambdaExclusions.includes(id)),
  )
  for (const [zoneId, inZone] of groupBy(usable, (subnet) => subnet.zoneId)) {
    const target = targets.find((candidate) => candidate.zoneId === zoneId)
    const best = inZone.find(({ subnetId }) => subnetId === target?.subnetId) ?? inZone[0]
    if (target !== undefined && best !== undefined) subnetIds.push(best.subnetId)
  }
  const isManaged = choice.source === 'managed'
  const admitted = isManaged ? groups.outbound?.groupId : groupId
  return {
    subnetIds,
    securityGroupIds: admitted === undefined ? [] : [admitted],
    missingGroupName: isManaged && admitted === undefined ? outboundGroupName(domainId) : undefined,
  }
}
