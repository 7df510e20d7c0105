import type { MountTargetWithGroups } from '../../model/efs.js'
import type { SecurityGroup, SecurityGroupId, Subnet } from '../../model/network.js'
import { contains, covers } from './address-range.js'

/** `unknown`: a group or a prefix list that decides it was not read. */
export type Passage = 'yes' | 'no' | 'unknown'

/** Where NFS comes from: the groups that spaces carry, and the subnets that they run in. */
export interface NfsClients {
  readonly groupIds: readonly SecurityGroupId[]
  readonly subnets: readonly Subnet[]
}

/**
 * Decides whether the groups of a mount target let clients of its zone in on TCP 2049: by a rule for one of their groups,
 * or for the address ranges of all their subnets.
 */
export function letsIn(
  { securityGroupIds, zoneId }: MountTargetWithGroups,
  { groupIds, subnets }: NfsClients,
  known: readonly SecurityGroup[],
): Passage {
  const carried = known.filter(({ groupId }) => securityGroupIds.includes(groupId))
  const ranges = subnets.filter((subnet) => subnet.zoneId === zoneId).flatMap(({ cidrBlocks }) => cidrBlocks)
  const admitted = carried.flatMap(({ nfsCidrs }) => nfsCidrs)
  const byGroup = carried.some(({ nfsSourceIds }) => nfsSourceIds.some((id) => groupIds.includes(id)))
  const byRange = ranges.length > 0 && ranges.every((range) => admitted.some((wide) => covers(wide, range)))
  if (byGroup || byRange) return 'yes'
  const isOpen = carried.length < securityGroupIds.length || carried.some(hasPrefixLists)
  return isOpen ? 'unknown' : 'no'
}

function hasPrefixLists({ nfsPrefixListIds = [] }: SecurityGroup): boolean {
  return nfsPrefixListIds.length > 0
}

/** The other end of an outgoing connection. */
export interface NfsServer {
  readonly securityGroupIds: readonly SecurityGroupId[]
  readonly ipAddress: string | undefined
}

/** Decides whether one of the groups that spaces carry lets NFS out to this server. */
export function letsOut(clients: readonly SecurityGroup[], { securityGroupIds, ipAddress }: NfsServer): Passage {
  if (clients.length === 0) return 'unknown'
  const egress = clients.flatMap(({ nfsEgress }) => nfsEgress ?? [])
  const reaches = egress.some(
    ({ groupIds, cidrs }) =>
      groupIds.some((id) => securityGroupIds.includes(id)) ||
      cidrs.some((range) => (ipAddress === undefined ? range === '0.0.0.0/0' : contains(range, ipAddress))),
  )
  if (reaches) return 'yes'
  const isOpen = egress.length < clients.length || egress.some(({ prefixListIds }) => prefixListIds.length > 0)
  return isOpen ? 'unknown' : 'no'
}
