import { isTrue, type Scope } from './evaluate.js'
import { type Json, type JsonObject, type Resource, type Template, usesOf } from './template.js'

/** Throws on templates that CloudFormation refuses before it makes anything. */
export function checkParameters(template: Template, given: JsonObject, scope: Scope): void {
  for (const [name, parameter] of Object.entries(template.Parameters)) {
    const value = scope.parameters[name]
    const { AllowedPattern: pattern, AllowedValues: values, Default } = parameter
    if (Default === undefined && !(name in given)) throw new Error(`Parameter ${name} has no value.`)
    const fits = pattern === undefined || new RegExp(pattern).test(String(value))
    if (!fits || values?.map(String).includes(String(value)) === false) throw new Error(`${name} cannot be ${value}.`)
  }
  for (const [name, { RuleCondition, Assertions }] of Object.entries(template.Rules ?? {}))
    if (isTrue(RuleCondition, scope) && !Assertions.every(({ Assert }) => isTrue(Assert, scope)))
      throw new Error(`The rule ${name} is broken.`)
}

export function isWanted(condition: string | undefined, scope: Scope): boolean {
  return condition === undefined || isTrue({ Condition: condition }, scope)
}

/** The resources that this one refers to under the conditions as they are. */
export function referredTo(resource: Resource, among: ReadonlyMap<string, unknown>, scope: Scope): readonly string[] {
  const taken = branchesTaken(resource.Properties as Json, scope)
  const names = [
    ...usesOf('Ref', taken),
    ...usesOf('Fn::GetAtt', taken).map((path) => String(path).split('.')[0] ?? ''),
    ...usesOf('Fn::Sub', taken).flatMap((argument) => {
      const text = Array.isArray(argument) ? String(argument[0]) : String(argument)
      return [...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name)
    }),
  ]
  return names.map(String).filter((name) => among.has(name))
}

/** The value without the branches of `Fn::If` that are not taken. */
function branchesTaken(value: Json, scope: Scope): Json {
  if (Array.isArray(value)) return value.map((item) => branchesTaken(item, scope))
  if (typeof value !== 'object' || value === null) return value
  const choice = (value as JsonObject)['Fn::If']
  if (choice !== undefined) {
    const [condition, yes, no] = choice as [string, Json, Json]
    return branchesTaken(isTrue({ Condition: condition }, scope) ? yes : no, scope)
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, branchesTaken(inner, scope)]))
}

/** Turns every leaf into a string, as CloudFormation does with properties. */
export function asStrings(value: Json): Json {
  if (Array.isArray(value)) return value.map(asStrings)
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asStrings(inner)]))
}
