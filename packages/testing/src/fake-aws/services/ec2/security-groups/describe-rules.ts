import type { SecurityGroupRuleRecord } from '../../../state/ec2.js'
import { FakeAwsError } from '../../../wire/errors.js'
import type { Output } from '../../../wire/wire.js'
import type { World } from '../../../world/world.js'
import type { FilterTable } from '../filters.js'
import { type SelectionInput, select } from '../selection.js'
import { allRulesOf, ruleIdNotFound } from './find-rule.js'
import { ruleOutput } from './rule-output.js'
import { type RuleOf, ruleRecord } from './rule-record.js'

type ListedRule = RuleOf & SecurityGroupRuleRecord

const filters: FilterTable<ListedRule> = {
  'group-id': ({ set }) => [set.group.GroupId],
  'security-group-rule-id': ({ SecurityGroupRuleId }) => [SecurityGroupRuleId],
}

interface DescribeRulesInput extends SelectionInput {
  readonly SecurityGroupRuleIds?: readonly string[]
}

export function describeSecurityGroupRules(world: World, input: DescribeRulesInput): Output {
  checkGroupIds(input)
  const records = rulesById(world)
  const idOf = ({ SecurityGroupRuleId }: ListedRule) => SecurityGroupRuleId
  const collection = { records, idOf, filters, notFound: ruleIdNotFound }
  const { items, NextToken } = select(collection, input.SecurityGroupRuleIds, input)
  return { SecurityGroupRules: items.map(({ set, rule }) => ruleOutput(world, set, rule)), NextToken }
}

/** Rules of all groups, by id. */
export function rulesById(world: World): ReadonlyMap<string, ListedRule> {
  const listed = [...world.state.ec2.securityGroups.values()]
    .flatMap(allRulesOf)
    .map((found): ListedRule => ({ ...found, ...ruleRecord(world, found.set, found.rule) }))
  return new Map(listed.map((each) => [each.SecurityGroupRuleId, each]))
}

// Unlike the filters of other operations, this one refuses ids that no group can have.
function checkGroupIds({ Filters = [] }: SelectionInput): void {
  const ids = Filters.filter(({ Name }) => Name === 'group-id').flatMap(({ Values = [] }) => Values)
  const malformed = ids.find((id) => !/^sg-[0-9a-f*?]+$/.test(id))
  if (malformed === undefined) return
  throw new FakeAwsError('InvalidGroupId.Malformed', `The security group ID '${malformed}' is malformed`)
}
