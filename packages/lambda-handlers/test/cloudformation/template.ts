import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isMap, isScalar, isSeq, parseDocument } from 'yaml'
import type { ParameterDeclaration } from '../../build/parameter-table.js'
import type { TemplateName } from '../../build/template-policies.js'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }
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
  const template = templates.get(name) ?? parseTemplate(name)
  templates.set(name, template)
  return template
}

function parseTemplate(name: TemplateName): Template {
  // The short forms are tags, which the parser does not know and warns of.
  const { contents, errors } = parseDocument(templateText(name), { logLevel: 'error' })
  if (errors[0] !== undefined) throw errors[0]
  return jsonOf(contents) as unknown as Template
}

function jsonOf(node: unknown): Json {
  if (isMap(node))
    return tagged(node.tag, Object.fromEntries(node.items.map(({ key, value }) => [String(key), jsonOf(value)])))
  if (isSeq(node)) return tagged(node.tag, node.items.map(jsonOf))
  return isScalar(node) ? tagged(node.tag, node.value as Json) : null
}

function tagged(tag: string | undefined, value: Json): Json {
  if (tag === undefined || !tag.startsWith('!')) return value
  const name = tag.slice(1)
  return { [name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`]: value }
}

/** Finds every argument of a function, for example of `Fn::GetAtt`, at any depth. */
export function usesOf(name: string, value: Json): readonly Json[] {
  if (Array.isArray(value)) return value.flatMap((item) => usesOf(name, item))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [...(key === name ? [inner] : []), ...usesOf(name, inner)])
}
