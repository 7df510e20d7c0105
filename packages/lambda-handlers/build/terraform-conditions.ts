import type { ParameterDeclaration, ParameterFormat } from './parameter-table.js'

/** A string of HCL. */
export function quoted(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
  return `"${escaped.replaceAll(/[$%](?=\{)/g, '$&$&')}"`
}

export function typeOf({ Type }: ParameterDeclaration, format: ParameterFormat | undefined): string {
  if (format === 'list') return 'list(string)'
  if (format === 'tags') return 'map(string)'
  return Type === 'Number' ? 'number' : 'string'
}

export interface VariableCondition {
  readonly condition: string
  /** End of a sentence that begins with the variable's name, without a full stop. */
  readonly message: string
}

/** The rules of the template for a parameter, as conditions of HCL for a value of the variable's type. */
export function conditionsOf(
  value: string,
  declaration: ParameterDeclaration,
  format: ParameterFormat | undefined,
): readonly VariableCondition[] {
  const text = textOf(value, format)
  return [
    ...allowedValues(value, declaration),
    ...range(value, declaration),
    ...itemsOf(value, format),
    ...length(text, declaration),
    ...pattern(text, declaration),
  ]
}

/** The text that CloudFormation gets for a value. */
function textOf(value: string, format: ParameterFormat | undefined): string {
  if (format === 'list') return `join(",", ${value})`
  return format === 'tags' ? `join(",", [for key, item in ${value} : "\${key}=\${item}"])` : value
}

function allowedValues(value: string, { AllowedValues }: ParameterDeclaration): readonly VariableCondition[] {
  if (AllowedValues === undefined) return []
  const values = AllowedValues.map((one) => (typeof one === 'number' ? String(one) : quoted(one)))
  const message = `must be one of ${AllowedValues.join(', ')}`
  return [{ condition: `contains([${values.join(', ')}], ${value})`, message }]
}

function range(value: string, { MinValue, MaxValue }: ParameterDeclaration): readonly VariableCondition[] {
  if (MinValue === undefined) return []
  const upper = MaxValue === undefined ? '' : ` && ${value} <= ${MaxValue}`
  const message =
    MaxValue === undefined
      ? `must be a whole number from ${MinValue}`
      : `must be a whole number from ${MinValue} to ${MaxValue}`
  return [{ condition: `floor(${value}) == ${value} && ${value} >= ${MinValue}${upper}`, message }]
}

/** Keeps an item from being read as two. */
function itemsOf(value: string, format: ParameterFormat | undefined): readonly VariableCondition[] {
  if (format === 'list') {
    const condition = `alltrue([for item in ${value} : can(regex("^[^,]+$", item))])`
    return [{ condition, message: 'must hold no empty item, and none with a comma' }]
  }
  if (format !== 'tags') return []
  const condition = `alltrue([for key, item in ${value} : can(regex("^[^=,]+$", key)) && can(regex("^[^,]*$", item))])`
  return [{ condition, message: 'must hold no comma, and no equals sign in a key' }]
}

function length(text: string, { MaxLength }: ParameterDeclaration): readonly VariableCondition[] {
  if (MaxLength === undefined) return []
  return [{ condition: `length(${text}) <= ${MaxLength}`, message: `must have at most ${MaxLength} characters` }]
}

/** Beginning of a pattern that excludes what holds another one. Terraform's regular expressions have no lookahead. */
const EXCLUDES = /^\^\(\?!\.\*((?:\[\w+\])+)\)/

function pattern(text: string, { AllowedPattern }: ParameterDeclaration): readonly VariableCondition[] {
  if (AllowedPattern === undefined) return []
  const [, excluded] = EXCLUDES.exec(AllowedPattern) ?? []
  const rest = AllowedPattern.replace(EXCLUDES, '^')
  if (rest.includes('(?')) throw new Error(`Terraform does not know the pattern ${AllowedPattern}.`)
  const matches = { condition: `can(regex(${quoted(rest)}, ${text}))`, message: `must match ${rest}` }
  if (excluded === undefined) return [matches]
  const condition = `!can(regex(${quoted(excluded)}, ${text}))`
  return [{ condition, message: `must not hold what ${excluded} matches` }, matches]
}
