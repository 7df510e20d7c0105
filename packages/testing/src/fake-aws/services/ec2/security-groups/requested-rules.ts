import type { IpPermission, SecurityGroupRecord } from '../../../state/ec2.js'
import { presentMembers } from '../../../wire/wire.js'
import type { World } from '../../../world/world.js'
import { canonicalBlock, canonicalBlockV6 } from '../addresses.js'
import { groupNotFound, invalidParameter, missingParameter, notImplemented } from '../errors.js'
import type { TagSpecification } from '../tags.js'
import { findGroup, findGroupByName } from './find-group.js'
import { checkPorts, protocolOf, toRules } from './rule.js'

/** A permission in a request, which may give a peer group's name instead of its id. */
export interface RequestedPermission extends Omit<IpPermission, 'IpProtocol' | 'UserIdGroupPairs'> {
  readonly IpProtocol?: string
  readonly UserIdGroupPairs?: readonly {
    readonly GroupId?: string
    readonly GroupName?: string
    readonly UserId?: string
    readonly Description?: string
    readonly VpcId?: string
    readonly VpcPeeringConnectionId?: string
    readonly PeeringStatus?: string
  }[]
}

export interface RulesInput extends Omit<RequestedPermission, 'IpRanges' | 'UserIdGroupPairs'> {
  readonly IpPermissions?: readonly RequestedPermission[]
  /** Older form of one rule, with the members below and `IpProtocol`, `FromPort` and `ToPort`. */
  readonly CidrIp?: string
  readonly SourceSecurityGroupName?: string
  readonly SourceSecurityGroupOwnerId?: string
  readonly TagSpecifications?: readonly TagSpecification[]
}

/** Checks the rules of the request and converts them to EC2's form. */
export function requestedRules(world: World, group: SecurityGroupRecord, input: RulesInput): IpPermission[] {
  const permissions = input.IpPermissions ?? [flatPermission(input)]
  return permissions.flatMap((permission) => rulesIn(world, group, permission))
}

/** Rules of one permission, one for each of its peers. */
export function rulesIn(world: World, group: SecurityGroupRecord, permission: RequestedPermission): IpPermission[] {
  const rules = toRules(normalize(world, group, permission))
  if (rules.length === 0) throw missingParameter('IpPermissions.IpRanges or UserIdGroupPairs')
  return rules
}

function flatPermission(input: RulesInput): RequestedPermission {
  const { IpProtocol = '-1', FromPort, ToPort, CidrIp, SourceSecurityGroupName: GroupName } = input
  if (input.IpProtocol === undefined && GroupName === undefined) throw missingParameter('ipPermissions')
  const pair = presentMembers({ GroupName, UserId: input.SourceSecurityGroupOwnerId })
  return presentMembers({
    IpProtocol,
    FromPort,
    ToPort,
    IpRanges: CidrIp === undefined ? undefined : [{ CidrIp }],
    UserIdGroupPairs: Object.keys(pair).length === 0 ? undefined : [pair],
  }) as RequestedPermission
}

function normalize(world: World, group: SecurityGroupRecord, permission: RequestedPermission): IpPermission {
  const { FromPort, ToPort, UserIdGroupPairs, IpRanges, Ipv6Ranges, PrefixListIds } = permission
  const IpProtocol = protocolOf(permission.IpProtocol)
  if (IpProtocol !== '-1') checkPorts(IpProtocol, FromPort, ToPort)
  return {
    IpProtocol,
    ...(IpProtocol !== '-1' && FromPort !== undefined && { FromPort }),
    ...(IpProtocol !== '-1' && ToPort !== undefined && { ToPort }),
    ...(UserIdGroupPairs && { UserIdGroupPairs: UserIdGroupPairs.map((pair) => peerGroup(world, group, pair)) }),
    ...(IpRanges && {
      IpRanges: IpRanges.map((range) => ({ ...range, CidrIp: blockOf('CidrIp', range.CidrIp, canonicalBlock) })),
    }),
    ...(Ipv6Ranges && {
      Ipv6Ranges: Ipv6Ranges.map((range) => ({
        ...range,
        CidrIpv6: blockOf('CidrIpv6', range.CidrIpv6, canonicalBlockV6),
      })),
    }),
    ...(PrefixListIds && { PrefixListIds: PrefixListIds.map(checkPrefixList) }),
  }
}

function checkPrefixList(list: NonNullable<IpPermission['PrefixListIds']>[number]) {
  if (list.PrefixListId === undefined) throw missingParameter('PrefixListId')
  return list
}

type Canonical = (text: string) => string | undefined

/** A range in a request may lack its block, and have a description alone. */
function blockOf(member: string, text: string | undefined, canonical: Canonical): string {
  if (text === undefined) throw missingParameter(member)
  const block = canonical(text)
  if (block === undefined) throw invalidParameter(`CIDR block ${text} is malformed`)
  return block
}

type RequestedPeer = NonNullable<RequestedPermission['UserIdGroupPairs']>[number]

function peerGroup(world: World, group: SecurityGroupRecord, wanted: RequestedPeer) {
  const { GroupId, GroupName, UserId = world.settings.account, VpcId = group.VpcId, Description } = wanted
  const isOwn = UserId === world.settings.account
  if (VpcId !== group.VpcId || wanted.VpcPeeringConnectionId !== undefined || wanted.PeeringStatus !== undefined) {
    throw notImplemented('peered VPCs')
  }
  if (GroupId === undefined && GroupName === undefined) throw missingParameter('GroupName or GroupId')
  if (GroupId === undefined && !isOwn) throw notImplemented("names of other accounts' groups")
  const id = GroupId ?? findGroupByName(world, GroupName ?? '').GroupId
  if (isOwn && findGroup(world, id).VpcId !== group.VpcId) throw groupNotFound(id)
  return { GroupId: id, UserId, ...(Description !== undefined && { Description }) }
}
