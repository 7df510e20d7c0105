import { Token } from 'aws-cdk-lib/core'
import { isObject, type Json, type ParameterValues, type Template } from './template.js'

/** Decides conditions of the template, by their name or as written. */
export type Decide = (condition: Json) => boolean

/**
 * Decides at synthesis what CloudFormation would decide at deployment. A token is never empty, and its equality with
 * anything else cannot be decided, which throws.
 */
export function conditionsOf({ Conditions }: Pick<Template, 'Conditions'>, values: ParameterValues): Decide {
  const decide: Decide = (condition) => {
    const [name, argument] = isObject(condition) ? (Object.entries(condition)[0] ?? ['', null]) : ['', null]
    const parts = Array.isArray(argument) ? (argument as readonly Json[]) : []
    switch (name) {
      case 'Condition':
        return decide(Conditions[String(argument)] ?? null)
      case 'Fn::Equals':
        return isEqual(parts, values)
      case 'Fn::Not':
        return !parts.some(decide)
      case 'Fn::And':
        return parts.every(decide)
      case 'Fn::Or':
        return parts.some(decide)
      default:
        throw new Error(`The template has a condition that cannot be decided: ${JSON.stringify(condition)}.`)
    }
  }
  return decide
}

function isEqual(sides: readonly Json[], values: ParameterValues): boolean {
  const [one = '', other = ''] = sides.map((side) => textOf(side, values))
  if (!Token.isUnresolved(one) && !Token.isUnresolved(other)) return one === other
  if (one === '' || other === '') return false
  throw new Error(`${JSON.stringify(sides)} cannot be decided, because a value is known at deployment only.`)
}

function textOf(side: Json, values: ParameterValues): string {
  const parameter = isObject(side) ? side['Ref'] : undefined
  return String(typeof parameter === 'string' ? values[parameter] : side)
}
