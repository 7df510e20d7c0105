import type { IpPermission, SecurityGroupRecord } from '../../../state/ec2.js'
import { invalidParameter, missingParameter } from '../errors.js'

export type Direction = 'ingress' | 'egress'

const PEERS = ['UserIdGroupPairs', 'IpRanges', 'Ipv6Ranges', 'PrefixListIds'] as const

/** Splits a permission into rules: each has the protocol, the ports and one peer. */
export function toRules(permission: IpPermission): IpPermission[] {
  const { UserIdGroupPairs, IpRanges, Ipv6Ranges, PrefixListIds, ...ports } = permission
  return PEERS.flatMap((list) => (permission[list] ?? []).map((peer) => ({ ...ports, [list]: [peer] })))
}

/** Equal for rules that EC2 takes for the same: those that differ in the description only. */
export function ruleKey(rule: IpPermission): string {
  const peer =
    rule.UserIdGroupPairs?.[0]?.GroupId ??
    rule.IpRanges?.[0]?.CidrIp ??
    rule.Ipv6Ranges?.[0]?.CidrIpv6 ??
    rule.PrefixListIds?.[0]?.PrefixListId
  return [rule.IpProtocol, rule.FromPort, rule.ToPort, peer].join(' ')
}

/** The rules of a group in one direction. */
export interface RuleSet {
  readonly group: SecurityGroupRecord
  readonly direction: Direction
}

export function rulesOf({ group, direction }: RuleSet): IpPermission[] {
  const permissions = direction === 'ingress' ? group.IpPermissions : group.IpPermissionsEgress
  return permissions.flatMap(toRules)
}

export function setRules({ group, direction }: RuleSet, rules: readonly IpPermission[]): void {
  const permissions = toPermissions(rules)
  if (direction === 'ingress') group.IpPermissions = permissions
  else group.IpPermissionsEgress = permissions
}

/** Joins the rules of one protocol and port range into one permission with several peers. */
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

const BY_NUMBER: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6', all: '-1' }
const NAMED = ['tcp', 'udp', 'icmp', 'icmpv6', '-1']

/** Converts a protocol to EC2's form: `-1` for all, a name where it has one, else a number. */
export function protocolOf(protocol: string | undefined): string {
  if (protocol === undefined) throw missingParameter('ipProtocol')
  const text = protocol.toLowerCase()
  const name = BY_NUMBER[text] ?? text
  if (NAMED.includes(name) || (/^\d{1,3}$/.test(name) && Number(name) <= 255)) return name
  throw invalidParameter(`Invalid value '${protocol}' for IP protocol. Unknown protocol.`)
}

/** Refuses ports that the protocol cannot have. For ICMP they are a type and a code; -1 means any. */
export function checkPorts(protocol: string, from: number | undefined, to: number | undefined): void {
  const hasPorts = protocol === 'tcp' || protocol === 'udp'
  if (hasPorts && (from === undefined || to === undefined)) {
    throw invalidParameter("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.")
  }
  const isIcmp = protocol.startsWith('icmp')
  const [lowest, highest] = isIcmp ? [-1, 255] : [hasPorts ? 0 : -1, 65_535]
  const isOutside = [from, to].some((port) => port !== undefined && (port < lowest || port > highest))
  if (isOutside || (!isIcmp && from !== undefined && to !== undefined && from > to)) {
    throw invalidParameter(`Invalid ${isIcmp ? 'ICMP type and code' : 'TCP/UDP port range'} (${from}:${to})`)
  }
}
