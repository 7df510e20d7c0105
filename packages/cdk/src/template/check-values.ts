import { Token } from 'aws-cdk-lib/core'
import { propertyName } from '../props/property-name.js'
import { conditionsOf } from './conditions.js'
import type { ParameterDeclaration, ParameterValues, Template } from './template.js'

/**
 * Problems that CloudFormation would report at deployment: a value that its parameter does not allow, and broken rules of the
 * template. Tokens are allowed wherever the template does not decide on the value.
 */
export function problemsOf(template: Template, values: ParameterValues): readonly string[] {
  const problems = Object.entries(template.Parameters).flatMap(([parameter, declaration]) => {
    const value = values[parameter]
    const problem = value === undefined ? 'is missing' : problemOf(value, declaration)
    return problem === undefined ? [] : [`${propertyName(parameter)} ${problem}`]
  })
  return problems.length > 0 ? problems : brokenRules(template, values)
}

function problemOf(value: string | number, declaration: ParameterDeclaration): string | undefined {
  const { Type, AllowedValues, AllowedPattern, MaxLength, MinValue, MaxValue } = declaration
  if (Token.isUnresolved(value)) {
    return AllowedValues === undefined ? undefined : 'must be known at synthesis, and is a token'
  }
  if (AllowedValues !== undefined && !AllowedValues.some((allowed) => String(allowed) === String(value))) {
    return `is ${JSON.stringify(value)}, which is none of ${AllowedValues.join(', ')}`
  }
  if (Type === 'Number' && !isNumber(value, MinValue, MaxValue)) {
    return `is ${JSON.stringify(value)}, which is no number${range(MinValue, MaxValue)}`
  }
  if (MaxLength !== undefined && String(value).length > MaxLength) return `is longer than ${MaxLength} characters`
  if (AllowedPattern !== undefined && !new RegExp(AllowedPattern).test(String(value))) {
    return `is ${JSON.stringify(value)}, which does not match ${AllowedPattern}`
  }
  return undefined
}

function isNumber(value: string | number, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): boolean {
  const number = Number(value)
  return String(value).trim() !== '' && number >= from && number <= to
}

function range(from: number | undefined, to: number | undefined): string {
  if (from === undefined) return to === undefined ? '' : ` up to ${to}`
  return to === undefined ? ` from ${from}` : ` from ${from} to ${to}`
}

function brokenRules(template: Template, values: ParameterValues): readonly string[] {
  const decide = conditionsOf(template, values)
  return Object.values(template.Rules)
    .filter(({ RuleCondition }) => RuleCondition === undefined || decide(RuleCondition))
    .flatMap(({ Assertions }) => Assertions)
    .filter(({ Assert }) => !decide(Assert))
    .map(({ AssertDescription = '' }) => AssertDescription)
}
