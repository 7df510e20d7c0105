import { isMap, isScalar, isSeq, parseDocument } from 'yaml'

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** The template of a YAML text, with the short forms of its functions written out, such as `{ "Fn::GetAtt": "A.Arn" }`. */
export function templateJson(text: string): Json {
  // The short forms are tags, which the parser does not know and warns of.
  const { contents, errors } = parseDocument(text, { logLevel: 'error' })
  if (errors[0] !== undefined) throw errors[0]
  return jsonOf(contents)
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
