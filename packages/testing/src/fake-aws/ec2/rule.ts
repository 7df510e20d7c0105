import { createHash } from 'node:crypto'
import type { IpPermission, SecurityGroupRecord } from './state.js'

export type Direction = 'ingress' | 'egress'

const PEERS = ['UserIdGroupPairs', 'IpRanges', 'Ipv6Ranges', 'PrefixListIds'] as const

/** The permission's rules: each has the protocol, the ports and one peer. */
export function toRules(permission: IpPermission): IpPermission[] {
  const { UserIdGroupPairs, IpRanges, Ipv6Ranges, PrefixListIds, ...ports } = permission
  return PEERS.flatMap((list) => (permission[list] ?? []).map((peer) => ({ ...ports, [list]: [peer] })))
}

/** What makes a rule the same as another: everything but its description. */
export function ruleKey(rule: IpPermission): string {
  const peer =
    rule.UserIdGroupPairs?.[0]?.GroupId ??
    rule.IpRanges?.[0]?.CidrIp ??
    rule.Ipv6Ranges?.[0]?.CidrIpv6 ??
    rule.PrefixListIds?.[0]?.PrefixListId
  return [rule.IpProtocol, rule.FromPort, rule.ToPort, peer].join(' ')
}

export function rulesOf(group: SecurityGroupRecord, direction: Direction): IpPermission[] {
  return direction === 'ingress' ? group.IpPermissions : group.IpPermissionsEgress
}

export function setRules(group: SecurityGroupRecord, direction: Direction, rules: readonly IpPermission[]): void {
  const permissions = toPermissions(rules)
  if (direction === 'ingress') group.IpPermissions = permissions
  else group.IpPermissionsEgress = permissions
}

/** Rules of one protocol and port range are one permission with several peers. */
function toPermissions(rules: readonly IpPermission[]): IpPermission[] {
  const permissions = new Map<string, IpPermission>()
  for (const rule of rules) {
    const key = [rule.IpProtocol, rule.FromPort, rule.ToPort].join(' ')
    permissions.set(key, join(permissions.get(key) ?? {}, rule))
  }
  return [...permissions.values()]
}

function join(permission: Partial<IpPermission>, rule: IpPermission): IpPermission {
  const lists = PEERS.flatMap((list) => {
    const peers = [...(permission[list] ?? []), ...(rule[list] ?? [])]
    return peers.length === 0 ? [] : [[list, peers]]
  })
  return { ...rule, ...Object.fromEntries(lists) }
}

/** The same for the same rule of the same group, however often it goes and comes back. */
export function ruleId(groupId: string, direction: Direction, rule: IpPermission): string {
  const digest = createHash('sha256')
    .update(`${groupId} ${direction} ${ruleKey(rule)}`)
    .digest('hex')
  return `sgr-${digest.slice(0, 17)}`
}
