import { Token } from 'aws-cdk-lib/core'
import type { ParameterValues, Template } from '../template/template.js'
import { propertyName } from './property-name.js'

/** Attributes by which constructs and values of the CDK stand for a parameter. */
const ATTRIBUTES = [
  'attrDomainId',
  'fileSystemId',
  'keyArn',
  'roleArn',
  'topicArn',
  'managedPolicyArn',
  'subnetId',
  'expressionString',
  'name',
] as const

/** Values of all parameters, and what is wrong with the properties. */
export interface GivenValues {
  readonly values: ParameterValues
  readonly problems: readonly string[]
}

/** Reads the value of every parameter from the property of its name, or from the template's default. */
export function valuesOf({ Parameters }: Pick<Template, 'Parameters'>, props: object): GivenValues {
  const given = new Map(Object.entries(props).filter(([, value]) => value !== undefined))
  const values: Record<string, string | number> = {}
  const problems: string[] = []
  for (const [parameter, { Default }] of Object.entries(Parameters)) {
    const property = propertyName(parameter)
    const value = given.has(property) ? textOf(given.get(property)) : Default
    if (value !== undefined) values[parameter] = value
    else if (given.has(property)) problems.push(`${property} is ${String(given.get(property))}, which cannot be read`)
    given.delete(property)
  }
  for (const property of given.keys()) problems.push(`${property} is no property`)
  return { values, problems }
}

function textOf(value: unknown): string | number | undefined {
  if (typeof value === 'string' || typeof value === 'number') return value
  if (Token.isUnresolved(value)) return Token.asString(value)
  if (Array.isArray(value)) return joined(value.map(textOf))
  if (typeof value !== 'object' || value === null) return undefined
  if (Object.getPrototypeOf(value) === Object.prototype) return joined(Object.entries(value).map(pair))
  const attribute = ATTRIBUTES.find((name) => name in value)
  return attribute === undefined ? undefined : textOf(Reflect.get(value, attribute))
}

/** Undefined if a part holds a comma, which would make two of it. */
function joined(parts: readonly (string | number | undefined)[]): string | undefined {
  if (parts.some((part) => part === undefined || String(part).includes(','))) return undefined
  return parts.join(',')
}

function pair([key, value]: readonly [string, unknown]): string | undefined {
  if (typeof value !== 'string' || (key.includes('=') && !Token.isUnresolved(key))) return undefined
  return `${key}=${value}`
}
