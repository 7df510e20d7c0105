import type { Json, JsonObject } from './template.js'

/** Values that a template's functions refer to. */
export interface Scope {
  /** Parameters, pseudo parameters and conditions, as given. */
  readonly parameters: JsonObject
  readonly conditions: JsonObject
  /** `!Ref` of a resource; makes the resource first if need be. */
  refOf(logicalId: string): Json
  attributeOf(logicalId: string, attribute: string): Json
}

const NOTHING = Symbol('AWS::NoValue')
type Value = Json | typeof NOTHING

/** Evaluates every CloudFormation function that the templates use. */
export function evaluate(value: Json, scope: Scope): Json {
  const result = valueOfJson(value, scope)
  return result === NOTHING ? null : result
}

export function isTrue(condition: Json, scope: Scope): boolean {
  return evaluate(condition, scope) === true
}

function valueOfJson(value: Json, scope: Scope): Value {
  if (Array.isArray(value))
    return value.map((item) => valueOfJson(item, scope)).filter((item) => item !== NOTHING) as Json[]
  if (typeof value !== 'object' || value === null) return value
  const object = value as JsonObject
  const [name = ''] = Object.keys(object)
  const carryOut = functions[name]
  if (carryOut !== undefined) return carryOut(object[name] as Json, scope)
  if (name.startsWith('Fn::')) throw new Error(`${name} is not known here.`)
  const entries = Object.entries(object).map(([key, inner]) => [key, valueOfJson(inner, scope)] as const)
  return Object.fromEntries(entries.filter(([, inner]) => inner !== NOTHING)) as JsonObject
}

const functions: Readonly<Record<string, (argument: Json, scope: Scope) => Value>> = {
  Ref: (name, scope) => reference(String(name), scope),
  Condition: (name, scope) => isTrue(scope.conditions[String(name)] ?? null, scope),
  'Fn::GetAtt': (path, scope) => attribute(Array.isArray(path) ? path.join('.') : String(path), scope),
  'Fn::Sub': (argument, scope) => {
    const [text, own] = Array.isArray(argument) ? (argument as [string, JsonObject]) : [String(argument), {}]
    return text.replaceAll(/\$\{([^}!]+)\}/g, (_, name: string) =>
      String(name in own ? evaluate(own[name] as Json, scope) : lookUp(name, scope)),
    )
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = argument as [string, Json, Json]
    return valueOfJson(isTrue({ Condition: condition }, scope) ? yes : no, scope)
  },
  'Fn::Equals': (argument, scope) => {
    const [one, other] = (argument as Json[]).map((side) => String(evaluate(side, scope)))
    return one === other
  },
  'Fn::Not': (argument, scope) => !isTrue((argument as Json[])[0] ?? null, scope),
  'Fn::And': (argument, scope) => (argument as Json[]).every((condition) => isTrue(condition, scope)),
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = argument as [string, Json]
    return (evaluate(parts, scope) as readonly Json[]).join(separator)
  },
  'Fn::Select': (argument, scope) => {
    const [index, list] = argument as [number, Json]
    return (evaluate(list, scope) as readonly Json[])[index] ?? ''
  },
  'Fn::Split': (argument, scope) => {
    const [separator, text] = argument as [string, Json]
    return String(evaluate(text, scope)).split(separator)
  },
}

function lookUp(name: string, scope: Scope): Json {
  return (name.includes('.') ? attribute(name, scope) : reference(name, scope)) as Json
}

function reference(name: string, scope: Scope): Value {
  if (name === 'AWS::NoValue') return NOTHING
  return name in scope.parameters ? (scope.parameters[name] as Json) : scope.refOf(name)
}

function attribute(path: string, scope: Scope): Json {
  const [logicalId = '', ...rest] = path.split('.')
  return scope.attributeOf(logicalId, rest.join('.'))
}
