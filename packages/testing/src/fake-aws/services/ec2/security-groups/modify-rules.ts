import type { IpPermission, SecurityGroupRecord } from '../../../state/ec2.js'
import { FakeAwsError } from '../../../wire/errors.js'
import type { Output } from '../../../wire/wire.js'
import type { World } from '../../../world/world.js'
import { invalidParameter } from '../errors.js'
import { checkNew } from './authorize-and-revoke.js'
import { findGroup } from './find-group.js'
import { allRulesOf, findRule } from './find-rule.js'
import { type RequestedPermission, rulesIn } from './requested-rules.js'
import { type Direction, ruleKey, rulesOf, setRules } from './rule.js'
import { forgetRecord, keepRecord, type RuleOf, ruleRecord } from './rule-record.js'

interface RuleRequest {
  readonly IpProtocol?: string
  readonly FromPort?: number
  readonly ToPort?: number
  readonly CidrIpv4?: string
  readonly CidrIpv6?: string
  readonly PrefixListId?: string
  readonly ReferencedGroupId?: string
  readonly Description?: string
}

interface ModifyRulesInput {
  readonly GroupId: string
  readonly SecurityGroupRules: readonly {
    readonly SecurityGroupRuleId: string
    readonly SecurityGroupRule?: RuleRequest
  }[]
}

/** Replaces all of the rules, or none. Each keeps its id, its tags and its direction. */
export function modifySecurityGroupRules(world: World, { GroupId, SecurityGroupRules }: ModifyRulesInput): Output {
  const group = findGroup(world, GroupId)
  const rules = allRulesOf(group)
  const changes = SecurityGroupRules.map(({ SecurityGroupRuleId, SecurityGroupRule = {} }) => ({
    old: findRule(world, rules, SecurityGroupRuleId),
    rule: requestedRule(world, group, SecurityGroupRule),
  }))
  const planned = (['ingress', 'egress'] as const).map((direction) => planDirection(group, direction, changes))
  for (const { direction, after } of planned) setRules({ group, direction }, after)
  moveRecords(world, changes)
  return { Return: true }
}

interface Change {
  readonly old: RuleOf
  readonly rule: IpPermission
}

function planDirection(group: SecurityGroupRecord, direction: Direction, changes: readonly Change[]) {
  const inDirection = changes.filter(({ old }) => old.set.direction === direction)
  const replaced = new Set(inDirection.map(({ old }) => ruleKey(old.rule)))
  const kept = rulesOf({ group, direction }).filter((rule) => !replaced.has(ruleKey(rule)))
  const added = inDirection.map(({ rule }) => rule)
  checkNew(kept, added)
  return { direction, after: [...kept, ...added] }
}

function moveRecords(world: World, changes: readonly Change[]): void {
  const moved = changes.map(({ old, rule }) => ({ old, rule, record: ruleRecord(world, old.set, old.rule) }))
  for (const { old } of moved) forgetRecord(world, old)
  for (const { old, rule, record } of moved) keepRecord(world, { set: old.set, rule }, record)
}

function requestedRule(world: World, group: SecurityGroupRecord, request: RuleRequest): IpPermission {
  const { IpProtocol, FromPort, ToPort, CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId, Description } = request
  if (IpProtocol === undefined) {
    throw invalidParameter(
      "Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly.",
    )
  }
  if (/^(tcp|udp|6|17)$/i.test(IpProtocol) && (FromPort === undefined || ToPort === undefined)) {
    throw invalidParameter('Invalid value for portRange. Must specify both from and to ports with TCP/UDP.')
  }
  checkPeer([CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId])
  const described = Description === undefined ? {} : { Description }
  const permission: RequestedPermission = {
    IpProtocol,
    ...(FromPort !== undefined && { FromPort }),
    ...(ToPort !== undefined && { ToPort }),
    ...(CidrIpv4 !== undefined && { IpRanges: [{ CidrIp: CidrIpv4, ...described }] }),
    ...(CidrIpv6 !== undefined && { Ipv6Ranges: [{ CidrIpv6, ...described }] }),
    ...(PrefixListId !== undefined && { PrefixListIds: [{ PrefixListId, ...described }] }),
    ...(ReferencedGroupId !== undefined && { UserIdGroupPairs: [{ GroupId: ReferencedGroupId, ...described }] }),
  }
  const [rule] = rulesIn(world, group, permission)
  return rule as IpPermission
}

function checkPeer(peers: readonly (string | undefined)[]): void {
  const given = peers.filter((peer) => peer !== undefined).length
  if (given === 1) return
  const names = 'cidrIp, cidrIpv6, prefixListId, or referencedGroupId'
  throw given === 0
    ? new FakeAwsError('MissingParameter', `The request must contain exactly one of: ${names}`)
    : new FakeAwsError('InvalidParameterCombination', `Only one of ${names} can be specified`)
}
