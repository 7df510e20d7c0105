import type { IpPermission } from '../../../state/ec2.js'
import { FakeAwsError } from '../../../wire/errors.js'
import type { Output } from '../../../wire/wire.js'
import type { World } from '../../../world/world.js'
import { invalidParameter } from '../errors.js'
import { tagsFor } from '../tags.js'
import { findGroupFor, type GroupInput } from './find-group.js'
import { findRule, permissionNotFound } from './find-rule.js'
import { type RulesInput, requestedRules } from './requested-rules.js'
import { type Direction, ruleKey, rulesOf, setRules } from './rule.js'
import { revokedRuleOutput, ruleOutput } from './rule-output.js'
import { forgetRecord, keepRecord, newRuleId } from './rule-record.js'

interface AuthorizeInput extends GroupInput, RulesInput {}

/** Adds all of the rules, or none. */
export function authorize(direction: Direction) {
  return (world: World, input: AuthorizeInput): Output => {
    const group = findGroupFor(world, input)
    const set = { group, direction }
    const added = requestedRules(world, group, input)
    const existing = rulesOf(set)
    const tags = tagsFor('security-group-rule', input.TagSpecifications)
    checkNew(existing, added)
    for (const rule of added) {
      const SecurityGroupRuleId = newRuleId(world, set, rule)
      keepRecord(world, { set, rule }, { SecurityGroupRuleId, Tags: [...tags] })
    }
    setRules(set, [...existing, ...added])
    return { Return: true, SecurityGroupRules: added.map((rule) => ruleOutput(world, set, rule)) }
  }
}

/** Refuses rules that are there already, and rules that are given twice. */
export function checkNew(existing: readonly IpPermission[], added: readonly IpPermission[]): void {
  const keys = new Set(added.map(ruleKey))
  if (keys.size < added.length) throw invalidParameter('The same permission must not appear multiple times')
  const twice = existing.find((rule) => keys.has(ruleKey(rule)))
  if (twice === undefined) return
  const { IpProtocol, FromPort, ToPort } = twice
  const ports = FromPort === undefined ? '' : `, from port: ${FromPort}, to port: ${ToPort}`
  const text = `peer: ${peerOf(twice)}, ${IpProtocol.toUpperCase()}${ports}, ALLOW`
  throw new FakeAwsError('InvalidPermission.Duplicate', `the specified rule "${text}" already exists`)
}

function peerOf(rule: IpPermission): string {
  return ruleKey(rule).split(' ').at(-1) ?? ''
}

interface RevokeInput extends AuthorizeInput {
  readonly SecurityGroupRuleIds?: readonly string[]
}

/** In the default VPC, unknown rules are reported. Elsewhere they are an error, and nothing is revoked. */
export function revoke(direction: Direction) {
  return (world: World, input: RevokeInput): Output => {
    const group = findGroupFor(world, input)
    const set = { group, direction }
    const existing = rulesOf(set)
    const known = existing.map((rule) => ({ set, rule }))
    const wanted = input.SecurityGroupRuleIds
      ? input.SecurityGroupRuleIds.map((id) => findRule(world, known, id).rule)
      : requestedRules(world, group, input)
    const keys = new Set(existing.map(ruleKey))
    const unknown = wanted.filter((rule) => !keys.has(ruleKey(rule)))
    if (unknown.length > 0 && !world.state.ec2.vpcs.get(group.VpcId)?.IsDefault) throw permissionNotFound()
    const gone = new Set(wanted.map(ruleKey))
    const revoked = existing.filter((rule) => gone.has(ruleKey(rule)))
    setRules(
      set,
      existing.filter((rule) => !gone.has(ruleKey(rule))),
    )
    const RevokedSecurityGroupRules = revoked.map((rule) => revokedRuleOutput(world, set, rule))
    for (const rule of revoked) forgetRecord(world, { set, rule })
    return { Return: true, UnknownIpPermissions: unknown, RevokedSecurityGroupRules }
  }
}
