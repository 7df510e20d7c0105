import type { ApiModel, Shape, WireTraits } from '../api-model.js'
import { FakeAwsError } from '../errors.js'
import type { Input } from '../wire.js'

/** Parameters such as `Filter.1.Value.2` as a tree: a text, or nodes by the next part of the name. */
export interface QueryNode {
  /** Name of the parameter so far, such as `Filter.1`. */
  readonly path: string
  text?: string
  readonly children: Map<string, QueryNode>
}

export function queryTree(parameters: URLSearchParams): QueryNode {
  const root = newNode('')
  for (const [name, text] of parameters) {
    let node = root
    for (const part of name.split('.')) {
      const child = node.children.get(part) ?? newNode(join(node.path, part))
      node.children.set(part, child)
      node = child
    }
    node.text = text
  }
  return root
}

function newNode(path: string): QueryNode {
  return { path, children: new Map() }
}

/** Reads an input from its parameters, in the types of the shapes; refuses a parameter that belongs to no member. */
export function readStructure(model: ApiModel, shape: Shape, node: QueryNode): Input {
  const value: Record<string, unknown> = {}
  const left = new Set(node.children.keys())
  for (const [member, shapeName] of Object.entries(shape.members ?? {})) {
    const name = parameterName(member, shape.wire?.[member])
    const child = node.children.get(name)
    if (child === undefined || !left.delete(name)) continue
    value[member] = readValue(model, model.shapes[shapeName], child)
  }
  for (const name of left) throw unknownParameter(join(node.path, name))
  return value
}

// The protocol capitalizes names, except where the model has a `queryName`.
function parameterName(member: string, { queryName, locationName = member }: WireTraits = {}): string {
  return queryName ?? locationName.charAt(0).toUpperCase() + locationName.slice(1)
}

function readValue(model: ApiModel, shape: Shape | undefined, node: QueryNode): unknown {
  switch (shape?.type) {
    case 'structure':
      return readStructure(model, shape, node)
    case 'list':
      return readList(model, shape, node)
    case 'integer':
    case 'long':
      return readInteger(node)
    case 'boolean':
      return readBoolean(node)
    default:
      return readText(node)
  }
}

function readList(model: ApiModel, shape: Shape, node: QueryNode): unknown[] {
  const member = model.shapes[shape.member ?? '']
  const items = [...node.children].map(([name, child]) => {
    if (!/^\d{1,9}$/.test(name)) throw unknownParameter(child.path)
    return { position: Number(name), value: readValue(model, member, child) }
  })
  return items.sort((a, b) => a.position - b.position).map(({ value }) => value)
}

function readInteger(node: QueryNode): number {
  const text = readText(node)
  if (/^-?\d{1,15}$/.test(text)) return Number(text)
  throw new FakeAwsError('InvalidParameterValue', `Value (${text}) for parameter ${node.path} is invalid.`)
}

function readBoolean(node: QueryNode): boolean {
  const text = readText(node).toLowerCase()
  if (text === 'true' || text === 'false') return text === 'true'
  throw new FakeAwsError('InvalidParameterValue', `Value (${text}) for parameter ${node.path} is invalid.`)
}

function readText(node: QueryNode): string {
  const [nested] = node.children.keys()
  if (nested !== undefined) throw unknownParameter(join(node.path, nested))
  return node.text ?? ''
}

function unknownParameter(path: string): FakeAwsError {
  return new FakeAwsError('UnknownParameter', `The parameter ${path} is not recognized`)
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`
}
