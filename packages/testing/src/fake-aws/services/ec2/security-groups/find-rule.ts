import type { SecurityGroupRecord } from '../../../state/ec2.js'
import { FakeAwsError } from '../../../wire/errors.js'
import type { World } from '../../../world/world.js'
import { type Direction, rulesOf } from './rule.js'
import { type RuleOf, ruleId } from './rule-record.js'

const DIRECTIONS: readonly Direction[] = ['egress', 'ingress']

/** Rules of the group in both directions. */
export function allRulesOf(group: SecurityGroupRecord): RuleOf[] {
  return DIRECTIONS.flatMap((direction) => {
    const set = { group, direction }
    return rulesOf(set).map((rule) => ({ set, rule }))
  })
}

/** Finds the rule by its id, among the rules given. */
export function findRule(world: World, rules: readonly RuleOf[], id: string): RuleOf {
  const found = rules.find(({ set, rule }) => ruleId(world, set, rule) === id)
  if (found === undefined) throw ruleIdNotFound(id)
  return found
}

export function ruleIdNotFound(id: string): FakeAwsError {
  return new FakeAwsError('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`)
}

export function permissionNotFound(): FakeAwsError {
  const message = 'The specified rule does not exist in this security group.'
  return new FakeAwsError('InvalidPermission.NotFound', message)
}
