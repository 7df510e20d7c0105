import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { type TemplateName, templateNames } from './template-policies.js'

const file = (path: string) => readFileSync(new URL(`../cloudformation/${path}`, import.meta.url), 'utf8')

/** Description of a parameter for people, besides its default and its allowed values, which the template has. */
interface ParameterMeaning {
  /** Markdown; links are relative to docs/. */
  readonly meaning: string
  /** The effect of another value on a stack that exists. */
  readonly change: string
}

/** The table of all parameters, by template, in the order of the template. */
export const parameterMeanings: Readonly<Record<TemplateName, Readonly<Record<string, ParameterMeaning>>>> = JSON.parse(
  file('parameters.json'),
)

/** A parameter as the template declares it. */
interface ParameterDeclaration {
  readonly Default?: string | number
  readonly AllowedValues?: readonly (string | number)[]
  readonly MinValue?: number
  readonly MaxValue?: number
}

function parametersOf(template: TemplateName): Readonly<Record<string, ParameterDeclaration>> {
  const [section = ''] = /^Parameters:\n(?: .*\n|\n)+/m.exec(file(template)) ?? []
  return parse(section).Parameters
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
    return `| \`${name}\` | ${defaultOf(declaration)} | ${allowedBy(declaration)} | ${meaning} | ${change} |`
  })
  return [
    '| parameter | default | allowed | meaning | a change later |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n')
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
