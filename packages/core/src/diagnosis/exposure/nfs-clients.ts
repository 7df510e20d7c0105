import type { DomainId } from '../../model/ids.js'
import type { SecurityGroup } from '../../model/network.js'
import { covers } from '../../network/plan/address-range.js'
import { isSharedNfsGroup, outboundGroupName, SAGEMAKER_TAG } from '../../network/plan/ownership.js'
import { defineCheck } from '../check.js'
import { lookAtPlace, type Place } from '../checks/network/place.js'
import { GREEN, named, skipped, yellow } from '../verdict.js'

/** Groups and address ranges from which clients reach the mount targets on TCP 2049. */
export interface AdmittedClients {
  readonly securityGroups: readonly { readonly groupId: string; readonly groupName: string | undefined }[]
  readonly cidrs: readonly string[]
}

export function admittedClients({ targets, groups }: Pick<Place, 'targets' | 'groups'>): AdmittedClients {
  const carried = groups.filter(({ groupId }) => targets.some((one) => one.securityGroupIds.includes(groupId)))
  const ids = [...new Set(carried.flatMap(({ nfsSourceIds }) => nfsSourceIds))]
  const nameOf = (id: string) => groups.find(({ groupId }) => groupId === id)?.groupName
  return {
    securityGroups: ids.map((groupId) => ({ groupId, groupName: nameOf(groupId) })),
    cidrs: [...new Set(carried.flatMap(({ nfsCidrs }) => nfsCidrs))],
  }
}

/** Expected are the spaces of SageMaker domains, by SageMaker's groups or by the ranges of the domain's own subnets. */
export const nfsClients = defineCheck({
  id: 'nfs-clients',
  question: 'Do the mount targets admit SageMaker domains only?',
  symptoms: [],
  cost: 'cheap',
  look: lookAtPlace,
  judge: (place) => {
    const { targets, groups, subnets } = place
    if (targets.length === 0) return skipped('The file system has no mount target.')
    const { securityGroups, cidrs } = admittedClients(place)
    const ranges = subnets.flatMap(({ cidrBlocks }) => cidrBlocks)
    const wide = cidrs.filter((cidr) => !ranges.some((range) => covers(range, cidr)))
    const others = securityGroups.filter(({ groupId }) => !isOfDomain(groups.find((one) => one.groupId === groupId)))
    if (wide.length + others.length === 0) return GREEN
    const shown = [...others.map(({ groupId, groupName = 'of another VPC' }) => `${groupId} (${groupName})`), ...wide]
    return yellow(`Mount targets admit clients beside the spaces of SageMaker domains: ${named(shown)}.`)
  },
  remedy: {
    text: 'Admit the groups of SageMaker domains only, and of the functions that make directories; remove wide address ranges.',
    awsAction: 'ec2:RevokeSecurityGroupIngress',
  },
})

const OUTBOUND_PREFIX = outboundGroupName('' as DomainId)

function isOfDomain(group: SecurityGroup | undefined): boolean {
  if (group === undefined) return false
  const isManaged = group.tags[SAGEMAKER_TAG] !== undefined && group.groupName.startsWith(OUTBOUND_PREFIX)
  return isManaged || isSharedNfsGroup(group)
}
