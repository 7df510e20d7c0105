import { readFileSync } from 'node:fs'
import { type Json, templateJson } from '../../lambda-handlers/build/template-json.js'
import type { Template } from '../src/template/template.js'

const file = new URL('../../lambda-handlers/cloudformation/studio-efs.yaml', import.meta.url)

/** The template of lambda-handlers, with the arguments of `Fn::GetAtt` as JSON has them. */
export function shippedTemplate(): Template {
  return withListsOfGetAtt(templateJson(readFileSync(file, 'utf8'))) as unknown as Template
}

function withListsOfGetAtt(value: Json): Json {
  if (Array.isArray(value)) return value.map(withListsOfGetAtt)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => {
    if (key !== 'Fn::GetAtt' || typeof inner !== 'string') return [key, withListsOfGetAtt(inner)]
    const [logicalId, ...attribute] = inner.split('.')
    return [key, [logicalId, attribute.join('.')]]
  })
  return Object.fromEntries(entries)
}
