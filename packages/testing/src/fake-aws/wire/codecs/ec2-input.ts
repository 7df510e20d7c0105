import type { ApiModel, Shape, WireTraits } from '../api-model.js'
import { FakeAwsError } from '../errors.js'
import type { Input } from '../wire.js'

/** Parameters such as `Filter.1.Value.2` as a tree: a text, or nodes by the next part of the name. */
export interface QueryNode {
  text?: string
  readonly children: Map<string, QueryNode>
}

export function queryTree(parameters: URLSearchParams): QueryNode {
  const root = newNode()
  for (const [name, text] of parameters) {
    let node = root
    for (const part of name.split('.')) {
      const child = node.children.get(part) ?? newNode()
      node.children.set(part, child)
      node = child
    }
    node.text = text
  }
  return root
}

function newNode(): QueryNode {
  return { children: new Map() }
}

/** An input from its parameters, in the types that the shapes state; a parameter that no member has is refused. */
export function readStructure(model: ApiModel, shape: Shape, node: QueryNode, path: string): Input {
  const value: Record<string, unknown> = {}
  const left = new Set(node.children.keys())
  for (const [member, shapeName] of Object.entries(shape.members ?? {})) {
    const name = parameterName(member, shape.wire?.[member])
    const child = node.children.get(name)
    if (child === undefined || !left.delete(name)) continue
    value[member] = readValue(model, model.shapes[shapeName], child, join(path, name))
  }
  for (const name of left) throw unknownParameter(join(path, name))
  return value
}

// The protocol writes names with a capital, except where the model says otherwise.
function parameterName(member: string, { queryName, locationName = member }: WireTraits = {}): string {
  return queryName ?? locationName.charAt(0).toUpperCase() + locationName.slice(1)
}

function readValue(model: ApiModel, shape: Shape | undefined, node: QueryNode, path: string): unknown {
  switch (shape?.type) {
    case 'structure':
      return readStructure(model, shape, node, path)
    case 'list':
      return readList(model, shape, node, path)
    case 'integer':
    case 'long':
      return readInteger(node, path)
    case 'boolean':
      return readBoolean(node, path)
    default:
      return readText(node, path)
  }
}

function readList(model: ApiModel, shape: Shape, node: QueryNode, path: string): unknown[] {
  const member = model.shapes[shape.member ?? '']
  const items = [...node.children].map(([name, child]) => {
    if (!/^\d{1,9}$/.test(name)) throw unknownParameter(join(path, name))
    return { position: Number(name), value: readValue(model, member, child, join(path, name)) }
  })
  return items.sort((a, b) => a.position - b.position).map(({ value }) => value)
}

function readInteger(node: QueryNode, path: string): number {
  const text = readText(node, path)
  if (/^-?\d{1,15}$/.test(text)) return Number(text)
  throw new FakeAwsError('InvalidParameterValue', `Value (${text}) for parameter ${path} is invalid.`)
}

function readBoolean(node: QueryNode, path: string): boolean {
  const text = readText(node, path).toLowerCase()
  if (text === 'true' || text === 'false') return text === 'true'
  throw new FakeAwsError('InvalidParameterValue', `Value (${text}) for parameter ${path} is invalid.`)
}

function readText(node: QueryNode, path: string): string {
  const [nested] = node.children.keys()
  if (nested !== undefined) throw unknownParameter(join(path, nested))
  return node.text ?? ''
}

function unknownParameter(path: string): FakeAwsError {
  return new FakeAwsError('UnknownParameter', `The parameter ${path} is not recognized`)
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
