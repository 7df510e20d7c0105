import type { IpPermission } from '../../../state/ec2.js'
import { FakeAwsError } from '../../../wire/errors.js'
import type { Output } from '../../../wire/wire.js'
import { arnOf, type World } from '../../../world/world.js'
import { invalidParameter } from '../errors.js'
import { findGroupFor, type GroupInput } from './find-group.js'
import { type RulesInput, requestedRules } from './requested-rules.js'
import { type Direction, type RuleSet, ruleId, ruleKey, rulesOf, setRules } from './rule.js'

interface AuthorizeInput extends GroupInput, RulesInput {}

/** Adds all of the rules, or none. */
export function authorize(direction: Direction) {
  return (world: World, input: AuthorizeInput): Output => {
    const group = findGroupFor(world, input)
    const set = { group, direction }
    const added = requestedRules(world, group, input)
    const existing = rulesOf(set)
    checkNew(existing, added)
    setRules(set, [...existing, ...added])
    return { Return: true, SecurityGroupRules: added.map((rule) => ruleOutput(world, set, rule)) }
  }
}

function checkNew(existing: readonly IpPermission[], added: readonly IpPermission[]): void {
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
    const wanted = input.SecurityGroupRuleIds
      ? rulesById(set, input.SecurityGroupRuleIds)
      : requestedRules(world, group, input)
    const known = new Set(existing.map(ruleKey))
    const unknown = wanted.filter((rule) => !known.has(ruleKey(rule)))
    if (unknown.length > 0 && !world.state.ec2.vpcs.get(group.VpcId)?.IsDefault) throw ruleNotFound()
    const gone = new Set(wanted.map(ruleKey))
    const revoked = existing.filter((rule) => gone.has(ruleKey(rule)))
    setRules(
      set,
      existing.filter((rule) => !gone.has(ruleKey(rule))),
    )
    return {
      Return: true,
      UnknownIpPermissions: unknown,
      RevokedSecurityGroupRules: revoked.map((rule) => revokedRuleOutput(set, rule)),
    }
  }
}

function rulesById(set: RuleSet, ids: readonly string[]): IpPermission[] {
  const existing = rulesOf(set)
  return ids.map((id) => {
    const rule = existing.find((known) => ruleId(set, known) === id)
    if (rule !== undefined) return rule
    throw new FakeAwsError('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`)
  })
}

function ruleNotFound(): FakeAwsError {
  const message = 'The specified rule does not exist in this security group.'
  return new FakeAwsError('InvalidPermission.NotFound', message)
}

function ruleOutput(world: World, set: RuleSet, rule: IpPermission): Output {
  const pair = rule.UserIdGroupPairs?.[0]
  const { referenced, ...common } = commonRuleOutput(set, rule)
  return {
    ...common,
    GroupOwnerId: set.group.OwnerId,
    SecurityGroupRuleArn: arnOf(world, 'ec2', `security-group-rule/${common.SecurityGroupRuleId}`),
    ...(pair && { ReferencedGroupInfo: { GroupId: referenced, UserId: pair.UserId } }),
  }
}

function revokedRuleOutput(set: RuleSet, rule: IpPermission): Output {
  const { referenced, ...common } = commonRuleOutput(set, rule)
  return { ...common, ReferencedGroupId: referenced }
}

function commonRuleOutput(set: RuleSet, rule: IpPermission) {
  const { UserIdGroupPairs, IpRanges, Ipv6Ranges, PrefixListIds } = rule
  const [peer] = [...(UserIdGroupPairs ?? []), ...(IpRanges ?? []), ...(Ipv6Ranges ?? []), ...(PrefixListIds ?? [])]
  return {
    SecurityGroupRuleId: ruleId(set, rule),
    GroupId: set.group.GroupId,
    IsEgress: set.direction === 'egress',
    IpProtocol: rule.IpProtocol,
    FromPort: rule.FromPort ?? -1,
    ToPort: rule.ToPort ?? -1,
    CidrIpv4: IpRanges?.[0]?.CidrIp,
    CidrIpv6: Ipv6Ranges?.[0]?.CidrIpv6,
    PrefixListId: PrefixListIds?.[0]?.PrefixListId,
    Description: peer?.Description,
    referenced: UserIdGroupPairs?.[0]?.GroupId,
  }
}
