import type { IpPermission } from '../../../state/ec2.js'
import type { Output } from '../../../wire/wire.js'
import type { World } from '../../../world/world.js'
import { missingParameter } from '../errors.js'
import { findGroupFor, type GroupInput } from './find-group.js'
import { findRule, permissionNotFound } from './find-rule.js'
import { type RequestedPermission, requestedRules } from './requested-rules.js'
import { type Direction, type RuleSet, ruleKey, rulesOf, setRules } from './rule.js'

interface UpdateDescriptionsInput extends GroupInput {
  readonly IpPermissions?: readonly RequestedPermission[]
  readonly SecurityGroupRuleDescriptions?: readonly {
    readonly SecurityGroupRuleId?: string
    readonly Description?: string
  }[]
}

/** Replaces the descriptions of all of the rules, or of none. A rule without a description in the request loses its own. */
export function updateDescriptions(direction: Direction) {
  return (world: World, input: UpdateDescriptionsInput): Output => {
    const set = { group: findGroupFor(world, input), direction }
    const existing = rulesOf(set)
    const wanted = new Map(described(world, set, input).map((rule) => [ruleKey(rule), rule]))
    const known = new Set(existing.map(ruleKey))
    if ([...wanted.keys()].some((key) => !known.has(key))) throw permissionNotFound()
    setRules(
      set,
      existing.map((rule) => wanted.get(ruleKey(rule)) ?? rule),
    )
    return { Return: true }
  }
}

function described(world: World, set: RuleSet, input: UpdateDescriptionsInput): IpPermission[] {
  const { IpPermissions, SecurityGroupRuleDescriptions } = input
  if (IpPermissions !== undefined) return requestedRules(world, set.group, { IpPermissions })
  if (SecurityGroupRuleDescriptions === undefined) throw missingParameter('ipPermissions')
  const rules = rulesOf(set).map((rule) => ({ set, rule }))
  return SecurityGroupRuleDescriptions.map(({ SecurityGroupRuleId = '', Description }) =>
    withDescription(findRule(world, rules, SecurityGroupRuleId).rule, Description),
  )
}

function withDescription(rule: IpPermission, text: string | undefined): IpPermission {
  const entries = Object.entries(rule).map(([member, value]) => [
    member,
    Array.isArray(value) ? value.map((peer) => describePeer(peer, text)) : value,
  ])
  return Object.fromEntries(entries) as IpPermission
}

function describePeer({ Description, ...peer }: { readonly Description?: string }, text: string | undefined) {
  return text === undefined ? peer : { ...peer, Description: text }
}
