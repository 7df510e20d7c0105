import { createHash } from 'node:crypto'
import type { IpPermission, SecurityGroupRuleRecord } from '../../../state/ec2.js'
import type { World } from '../../../world/world.js'
import { type RuleSet, ruleKey } from './rule.js'

/** Id and tags of a rule. Without a record of its own, the id is made from the rule, and there are no tags. */
export function ruleRecord({ state }: World, set: RuleSet, rule: IpPermission): SecurityGroupRuleRecord {
  const known = state.ec2.securityGroupRules.get(recordKey(set, rule))
  return known ?? { SecurityGroupRuleId: idOf(set, rule), Tags: [] }
}

export function ruleId(world: World, set: RuleSet, rule: IpPermission): string {
  return ruleRecord(world, set, rule).SecurityGroupRuleId
}

export function keepRecord({ state }: World, { set, rule }: RuleOf, record: SecurityGroupRuleRecord): void {
  state.ec2.securityGroupRules.set(recordKey(set, rule), record)
}

export function forgetRecord({ state }: World, { set, rule }: RuleOf): void {
  state.ec2.securityGroupRules.delete(recordKey(set, rule))
}

/** Forgets the records of all rules of the group. */
export function forgetGroup({ state }: World, groupId: string): void {
  for (const key of state.ec2.securityGroupRules.keys()) {
    if (key.startsWith(`${groupId} `)) state.ec2.securityGroupRules.delete(key)
  }
}

/** An id for a rule to add: another one than usual when a modified rule has that one already. */
export function newRuleId({ state, ids }: World, set: RuleSet, rule: IpPermission): string {
  const id = idOf(set, rule)
  for (const { SecurityGroupRuleId } of state.ec2.securityGroupRules.values()) {
    if (SecurityGroupRuleId === id) return `sgr-${ids.hex(17)}`
  }
  return id
}

/** A rule of a group. */
export interface RuleOf {
  readonly set: RuleSet
  readonly rule: IpPermission
}

function recordKey({ group, direction }: RuleSet, rule: IpPermission): string {
  return `${group.GroupId} ${direction} ${ruleKey(rule)}`
}

function idOf(set: RuleSet, rule: IpPermission): string {
  return `sgr-${createHash('sha256').update(recordKey(set, rule)).digest('hex').slice(0, 17)}`
}
