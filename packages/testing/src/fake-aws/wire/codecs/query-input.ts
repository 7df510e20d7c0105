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

/** Names of parameters, in which the two query protocols differ. */
export interface QueryDialect {
  readonly parameterName: (member: string, traits: WireTraits | undefined) => string
  /** Part of the name between a list and its items' numbers; undefined when there is none. */
  readonly itemName: (list: Shape) => string | undefined
}

/** EC2 capitalizes names, except where the model has a `queryName`, and numbers the items of a list directly. */
export const ec2Dialect: QueryDialect = {
  parameterName: (member, { queryName, locationName = member } = {}) =>
    queryName ?? locationName.charAt(0).toUpperCase() + locationName.slice(1),
  itemName: () => undefined,
}

/** `MetricDataQueries.member.1.Id`. */
export const queryDialect: QueryDialect = {
  parameterName: (member, { locationName = member } = {}) => locationName,
  itemName: ({ flattened, memberName = 'member' }) => (flattened ? undefined : memberName),
}

/** Model and dialect, which every step of reading needs. */
export interface QuerySchema {
  readonly model: ApiModel
  readonly dialect: QueryDialect
}

/** Reads an input from its parameters, in the types of the shapes; refuses a parameter that belongs to no member. */
export function readStructure(schema: QuerySchema, shape: Shape, node: QueryNode): Input {
  const { model, dialect } = schema
  const value: Record<string, unknown> = {}
  const left = new Set(node.children.keys())
  for (const [member, shapeName] of Object.entries(shape.members ?? {})) {
    const name = dialect.parameterName(member, shape.wire?.[member])
    const child = node.children.get(name)
    if (child === undefined || !left.delete(name)) continue
    value[member] = readValue(schema, model.shapes[shapeName], child)
  }
  for (const name of left) throw unknownParameter(join(node.path, name))
  return value
}

function readValue(schema: QuerySchema, shape: Shape | undefined, node: QueryNode): unknown {
  switch (shape?.type) {
    case 'structure':
      return readStructure(schema, shape, node)
    case 'list':
      return readList(schema, shape, node)
    case 'integer':
    case 'long':
      return readInteger(node)
    case 'boolean':
      return readBoolean(node)
    default:
      return readText(node)
  }
}

function readList(schema: QuerySchema, shape: Shape, node: QueryNode): unknown[] {
  const member = schema.model.shapes[shape.member ?? '']
  const items = [...numbered(node, schema.dialect.itemName(shape))].map(([name, child]) => {
    if (!/^\d{1,9}$/.test(name)) throw unknownParameter(child.path)
    return { position: Number(name), value: readValue(schema, member, child) }
  })
  return items.sort((a, b) => a.position - b.position).map(({ value }) => value)
}

function numbered({ children }: QueryNode, itemName: string | undefined): Iterable<[string, QueryNode]> {
  if (itemName === undefined) return children
  for (const [name, child] of children) if (name !== itemName) throw unknownParameter(child.path)
  return children.get(itemName)?.children ?? []
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
