import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { cdkNameOf, terraformNameOf } from './parameter-names.js'
import { type TemplateName, templateNames } from './template-policies.js'

const file = (path: string) => readFileSync(new URL(`../cloudformation/${path}`, import.meta.url), 'utf8')

/** Text that holds several values, separated by commas: items, or tags as `Key=value`. */
export type ParameterFormat = 'list' | 'tags'

/** Description of a parameter for people, besides its default and its allowed values, which the template has. */
interface ParameterMeaning {
  /** Markdown; links are relative to docs/. */
  readonly meaning: string
  /** The effect of another value on a stack that exists. */
  readonly change: string
  /** Absent for a single value. The construct and the Terraform module take the values apart. */
  readonly format?: ParameterFormat
}

/** The table of all parameters, by template, in the order of the template. */
export const parameterMeanings: Readonly<Record<TemplateName, Readonly<Record<string, ParameterMeaning>>>> = JSON.parse(
  file('parameters.json'),
)

/** A parameter as the template declares it. */
export interface ParameterDeclaration {
  readonly Type: 'String' | 'Number'
  readonly Description?: string
  readonly AllowedPattern?: string
  readonly MaxLength?: number
  readonly Default?: string | number
  readonly AllowedValues?: readonly (string | number)[]
  readonly MinValue?: number
  readonly MaxValue?: number
}

export function parametersOf(template: TemplateName): Readonly<Record<string, ParameterDeclaration>> {
  return sectionOf(template, 'Parameters')
}

/** A section of a template, without the functions of CloudFormation in it. */
export function sectionOf<Section>(template: TemplateName, name: string): Section {
  const [section = ''] = new RegExp(`^${name}:\\n(?: .*\\n|\\n)+`, 'm').exec(file(template)) ?? []
  // The short forms of functions are tags, which the parser does not know and warns of.
  return parse(section, { logLevel: 'error' })[name]
}

const BLOCK = /(<!-- parameters: (\S+) -->\n)[\s\S]*?(<!-- \/parameters -->)/g

/** Writes the tables of a page anew: what is between `<!-- parameters: studio-efs.yaml -->` and `<!-- /parameters -->`. */
export function withParameterTables(text: string): string {
  return text.replace(BLOCK, (_, begin: string, name: string, end: string) => {
    const template = templateNames.find((known) => known === name)
    if (template === undefined) throw new Error(`There is no template ${name}.`)
    return `${begin}\n${tableOf(template)}\n\n${end}`
  })
}

function tableOf(template: TemplateName): string {
  const rows = Object.entries(parametersOf(template)).map(([name, declaration]) => {
    const { meaning, change } = parameterMeanings[template][name] ?? { meaning: '', change: '' }
    const cells = [namesOf(template, name), defaultOf(declaration), allowedBy(declaration), meaning, change]
    return `| ${cells.join(' | ')} |`
  })
  const heading = template === 'studio-efs.yaml' ? 'parameter, CDK, Terraform' : 'parameter, Terraform'
  return [
    `| ${heading} | default | allowed | meaning | a change later |`,
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
}

/** The names of a parameter in the template, in the construct of the CDK, and in the Terraform module. */
function namesOf(template: TemplateName, name: string): string {
  const names =
    template === 'studio-efs.yaml' ? [name, cdkNameOf(name), terraformNameOf(name)] : [name, terraformNameOf(name)]
  return names.map((one) => `\`${one}\``).join('<br>')
}

function defaultOf({ Default }: ParameterDeclaration): string {
  if (Default === undefined) return 'required'
  return Default === '' ? 'none' : `\`${Default}\``
}

const MAX_LISTED = 4

function allowedBy({ AllowedValues, MinValue, MaxValue }: ParameterDeclaration): string {
  if (AllowedValues !== undefined) {
    const some = AllowedValues.length > MAX_LISTED ? [AllowedValues[0], '…', AllowedValues.at(-1)] : AllowedValues
    return some.map((value) => `\`${value}\``).join(', ')
  }
  if (MinValue === undefined) return ''
  return MaxValue === undefined ? `from ${MinValue}` : `${MinValue} to ${MaxValue}`
}
