import { conditionsOf, type Decide } from './conditions.js'
import {
  type Conditional,
  isObject,
  type Json,
  type JsonObject,
  type ParameterValues,
  type Template,
} from './template.js'

/** A template without conditions and rules. */
export type SpecializedTemplate = Pick<Template, 'Parameters' | 'Resources' | 'Outputs'>

/**
 * Leaves out the resources, outputs and branches of `Fn::If` that the values do not ask for, and properties without a value.
 * References to parameters stay.
 */
export function specialize(template: Template, values: ParameterValues): SpecializedTemplate {
  const decide = conditionsOf(template, values)
  const wanted = (all: Readonly<Record<string, Conditional>>) =>
    Object.fromEntries(
      Object.entries(all)
        .filter(([, { Condition }]) => Condition === undefined || decide({ Condition }))
        .map(([name, { Condition, ...one }]) => [name, withoutBranches(one as JsonObject, decide) as Conditional]),
    )
  return {
    Parameters: template.Parameters,
    Resources: wanted(template.Resources),
    Outputs: wanted(template.Outputs),
  }
}

function withoutBranches(value: Json, decide: Decide): Json | undefined {
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((item) => withoutBranches(item, decide)).filter((item) => item !== undefined)
  }
  if (!isObject(value)) return value
  if (value['Ref'] === 'AWS::NoValue') return undefined
  const choice = value['Fn::If']
  if (Array.isArray(choice)) {
    const [condition = '', yes = null, no = null] = choice as readonly Json[]
    return withoutBranches(decide({ Condition: condition }) ? yes : no, decide)
  }
  const entries = Object.entries(value).map(([key, inner]) => [key, withoutBranches(inner, decide)] as const)
  return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined)) as JsonObject
}
