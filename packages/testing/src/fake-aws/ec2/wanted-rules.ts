import type { World } from '../world.js'
import { canonicalBlock } from './addresses.js'
import { groupNotFound, invalidParameter, missingParameter } from './refusals.js'
import { toRules } from './rule.js'
import { findGroup, findGroupByName } from './security-group-lookup.js'
import type { IpPermission, SecurityGroupRecord } from './state.js'

/** A permission as requests have it: a peer group may be named instead. */
export interface WantedPermission extends Omit<IpPermission, 'IpProtocol' | 'UserIdGroupPairs'> {
  readonly IpProtocol?: string
  readonly UserIdGroupPairs?: readonly {
    readonly GroupId?: string
    readonly GroupName?: string
    readonly UserId?: string
    readonly Description?: string
  }[]
}

export interface RulesInput extends Omit<WantedPermission, 'IpRanges' | 'UserIdGroupPairs'> {
  readonly IpPermissions?: readonly WantedPermission[]
  /** The older form of one rule. */
  readonly CidrIp?: string
  readonly SourceSecurityGroupName?: string
}

/** The rules that the request asks for, checked and written as EC2 keeps them. */
export function wantedRules(world: World, group: SecurityGroupRecord, input: RulesInput): IpPermission[] {
  const permissions = input.IpPermissions ?? flatPermission(input)
  return permissions.flatMap((permission) => {
    const rules = toRules(normalize(world, group, permission))
    if (rules.length === 0) throw missingParameter('IpPermissions.IpRanges or UserIdGroupPairs')
    return rules
  })
}

function flatPermission({ IpProtocol, FromPort, ToPort, CidrIp, SourceSecurityGroupName }: RulesInput) {
  if (IpProtocol === undefined && SourceSecurityGroupName === undefined) throw missingParameter('ipPermissions')
  const permission: WantedPermission = {
    IpProtocol: IpProtocol ?? '-1',
    ...(FromPort !== undefined && { FromPort }),
    ...(ToPort !== undefined && { ToPort }),
    ...(CidrIp !== undefined && { IpRanges: [{ CidrIp }] }),
    ...(SourceSecurityGroupName !== undefined && { UserIdGroupPairs: [{ GroupName: SourceSecurityGroupName }] }),
  }
  return [permission]
}

function normalize(world: World, group: SecurityGroupRecord, permission: WantedPermission): IpPermission {
  const { FromPort, ToPort, UserIdGroupPairs, IpRanges, Ipv6Ranges, PrefixListIds } = permission
  const IpProtocol = protocolOf(permission.IpProtocol)
  if ((IpProtocol === 'tcp' || IpProtocol === 'udp') && (FromPort === undefined || ToPort === undefined)) {
    throw invalidParameter("Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.")
  }
  if (FromPort !== undefined && ToPort !== undefined && FromPort > ToPort && IpProtocol !== 'icmp') {
    throw invalidParameter(`Invalid TCP/UDP port range (${FromPort}:${ToPort})`)
  }
  return {
    IpProtocol,
    ...(IpProtocol !== '-1' && FromPort !== undefined && { FromPort }),
    ...(IpProtocol !== '-1' && ToPort !== undefined && { ToPort }),
    ...(UserIdGroupPairs && { UserIdGroupPairs: UserIdGroupPairs.map((pair) => peerGroup(world, group, pair)) }),
    ...(IpRanges && { IpRanges: IpRanges.map((range) => ({ ...range, CidrIp: canonical(range.CidrIp) })) }),
    ...(Ipv6Ranges && { Ipv6Ranges }),
    ...(PrefixListIds && { PrefixListIds }),
  }
}

const PROTOCOLS: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6', all: '-1' }

function protocolOf(protocol: string | undefined): string {
  if (protocol === undefined) throw missingParameter('ipProtocol')
  const name = protocol.toLowerCase()
  return PROTOCOLS[name] ?? name
}

function canonical(block: string): string {
  const found = canonicalBlock(block)
  if (found === undefined) throw invalidParameter(`CIDR block ${block} is malformed`)
  return found
}

type WantedPeer = NonNullable<WantedPermission['UserIdGroupPairs']>[number]

function peerGroup(world: World, group: SecurityGroupRecord, wanted: WantedPeer) {
  const { GroupId, GroupName = '', UserId = world.settings.account, Description } = wanted
  const isOwn = UserId === world.settings.account
  const id = GroupId ?? findGroupByName(world, GroupName).GroupId
  // A group of the same account has to be in the same VPC: the fake has no peering.
  if (isOwn && findGroup(world, id).VpcId !== group.VpcId) throw groupNotFound(id)
  return { GroupId: id, UserId, ...(Description !== undefined && { Description }) }
}
