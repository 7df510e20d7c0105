import { terraformNameOf } from './parameter-names.js'
import {
  type ParameterDeclaration,
  type ParameterFormat,
  parameterMeanings,
  parametersOf,
  sectionOf,
} from './parameter-table.js'
import type { TemplateName } from './template-policies.js'
import { conditionsOf, quoted, typeOf } from './terraform-conditions.js'

/** Folder of each template's module, below the root of the repository. */
export const terraformFolders: Readonly<Record<TemplateName, string>> = {
  'studio-efs.yaml': 'terraform',
  'studio-efs-fanout.yaml': 'terraform/fan-out',
}

const NOTE = (template: string) => `# Generated from ${template} by "pnpm run policies" in packages/lambda-handlers.`

/** The files of a module that its template decides, by file name: a variable for each parameter, an output for each output. */
export function terraformFiles(template: TemplateName): Readonly<Record<string, string>> {
  const parameters = Object.entries(parametersOf(template))
  const outputs = Object.entries(sectionOf<Readonly<Record<string, OutputDeclaration>>>(template, 'Outputs'))
  const file = (blocks: readonly string[]) => `${[NOTE(template), ...blocks].join('\n\n')}\n`
  return {
    'variables.tf': file(parameters.map(([name, declaration]) => variable(template, name, declaration))),
    'parameters.tf': file([parametersLocal(template, parameters)]),
    'outputs.tf': file(outputs.map(([name, declaration]) => output(name, declaration))),
  }
}

interface OutputDeclaration {
  readonly Description: string
  readonly Condition?: string
}

function variable(template: TemplateName, name: string, declaration: ParameterDeclaration): string {
  const { meaning = '', format } = parameterMeanings[template][name] ?? {}
  const variableName = terraformNameOf(name)
  const type = typeOf(declaration, format)
  const fallback = defaultOf(declaration, type)
  const conditions = conditionsOf(`var.${variableName}`, declaration, format)
  return [
    `variable "${variableName}" {`,
    `  description = ${quoted(descriptionOf(declaration.Description ?? meaning, format))}`,
    `  type        = ${type}`,
    ...(fallback === undefined ? [] : [`  default     = ${fallback}`]),
    '  nullable    = false',
    ...conditions.flatMap(({ condition, message }) => [
      '',
      '  validation {',
      `    condition     = ${condition}`,
      `    error_message = ${quoted(`${variableName} ${message}.`)}`,
      '  }',
    ]),
    '}',
  ].join('\n')
}

/** Leaves out how the values are put into one text, which the module does; it also gives the tags to the stack. */
function descriptionOf(description: string, format: ParameterFormat | undefined): string {
  if (format === 'tags') return 'Tags of the stack and of what its custom resource makes, beside those of the provider'
  return format === undefined ? description : description.replace(/[,.] comma-separated/i, '')
}

function defaultOf({ Default }: ParameterDeclaration, type: string): string | undefined {
  if (Default === undefined) return undefined
  if (type === 'string') return quoted(String(Default))
  if (type === 'number') return String(Default)
  return type.startsWith('list') ? '[]' : '{}'
}

/** The values that CloudFormation gets: text, all of them. */
function parametersLocal(
  template: TemplateName,
  parameters: readonly (readonly [string, ParameterDeclaration])[],
): string {
  const width = Math.max(...parameters.map(([name]) => name.length))
  const lines = parameters.map(([name, declaration]) => {
    const value = textOf(template, name, declaration)
    return `    ${name.padEnd(width)} = ${value}`
  })
  return ['locals {', '  parameters = {', ...lines, '  }', '}'].join('\n')
}

function textOf(template: TemplateName, name: string, declaration: ParameterDeclaration): string {
  const { format } = parameterMeanings[template][name] ?? {}
  const value = `var.${terraformNameOf(name)}`
  if (format === 'list') return `join(",", ${value})`
  // The tags of the provider as well, which the module adds.
  if (format === 'tags') return 'join(",", [for key, value in local.tags : "${key}=${value}"])'
  return declaration.Type === 'Number' ? `tostring(${value})` : value
}

function output(name: string, { Description, Condition }: OutputDeclaration): string {
  const absent = Condition === undefined ? '' : '. Null with other parameters'
  return [
    `output "${terraformNameOf(name)}" {`,
    `  description = ${quoted(`${Description}${absent}`)}`,
    `  value       = lookup(module.stack.outputs, "${name}", null)`,
    '}',
  ].join('\n')
}
