import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ParameterDeclaration } from '../../build/parameter-table.js'
import { type Json, templateJson } from '../../build/template-json.js'
import type { TemplateName } from '../../build/template-policies.js'

export type { Json } from '../../build/template-json.js'
export type JsonObject = Readonly<Record<string, Json>>

export type Parameter = ParameterDeclaration

export interface Resource {
  readonly Type: string
  readonly Condition?: string
  /** Policy for a resource that an update replaces. */
  readonly UpdateReplacePolicy?: 'Delete' | 'Retain'
  readonly DeletionPolicy?: 'Delete' | 'Retain'
  readonly Properties: JsonObject
}

export interface Template {
  readonly Metadata: {
    readonly 'AWS::CloudFormation::Interface'?: {
      readonly ParameterGroups: readonly { readonly Parameters: readonly string[] }[]
    }
  }
  readonly Parameters: Readonly<Record<string, Parameter>>
  readonly Rules?: Readonly<
    Record<string, { readonly RuleCondition: Json; readonly Assertions: readonly { readonly Assert: Json }[] }>
  >
  readonly Conditions: JsonObject
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Outputs: Readonly<
    Record<string, { readonly Value: Json; readonly Condition?: string; readonly Export?: JsonObject }>
  >
}

const folder = new URL('../../cloudformation/', import.meta.url)

export const templateFile = (name: TemplateName) => fileURLToPath(new URL(name, folder))

export const templateText = (name: TemplateName) => readFileSync(templateFile(name), 'utf8')

const templates = new Map<TemplateName, Template>()

/** The template with the short forms of its functions written out. Parsed once in a process: many tests deploy it. */
export function readTemplate(name: TemplateName): Template {
  const template = templates.get(name) ?? (templateJson(templateText(name)) as unknown as Template)
  templates.set(name, template)
  return template
}

/** Finds every argument of a function, for example of `Fn::GetAtt`, at any depth. */
export function usesOf(name: string, value: Json): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap((item) => usesOf(name, item))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [...(key === name ? [inner] : []), ...usesOf(name, inner)])
}
