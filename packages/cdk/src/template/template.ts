/** A value of a CloudFormation template in JSON. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject

export interface JsonObject {
  readonly [name: string]: Json
}

/** A parameter as a template declares it. */
export interface ParameterDeclaration {
  readonly Type: string
  readonly Description?: string
  readonly Default?: string | number
  readonly AllowedPattern?: string
  readonly AllowedValues?: readonly (string | number)[]
  readonly MaxLength?: number
  readonly MinValue?: number
  readonly MaxValue?: number
}

interface Rule {
  readonly RuleCondition?: Json
  readonly Assertions: readonly { readonly Assert: Json; readonly AssertDescription?: string }[]
}

/** A resource or an output: either may have a condition. */
export interface Conditional extends JsonObject {
  readonly Condition?: string
}

/** The parts of the shipped template that the construct reads. */
export interface Template {
  readonly Parameters: Readonly<Record<string, ParameterDeclaration>>
  readonly Rules: Readonly<Record<string, Rule>>
  readonly Conditions: JsonObject
  readonly Resources: Readonly<Record<string, Conditional>>
  readonly Outputs: Readonly<Record<string, Conditional>>
}

/** Values by the name of their parameter. One that is known at deployment only is a token. */
export type ParameterValues = Readonly<Record<string, string | number>>

export function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
