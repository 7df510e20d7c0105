import Builder from 'fast-xml-builder'
import type { ApiModel, Shape, ShapeRef } from '../api-model.js'

export interface XmlRoot {
  readonly name: string
  readonly xmlns?: string
  /** Elements in front of those of the structure. */
  readonly first?: Readonly<Record<string, string>>
}

const builder = new Builder({ ignoreAttributes: false, attributeNamePrefix: '@' })

/** Writes a value as an XML document; with a shape, members are named and nested as the service model says. */
export function xmlDocument(root: XmlRoot, value: object, shape?: ShapeRef): string {
  const content = shape === undefined ? value : toElements(shape.model, shape.name, value)
  const attributes = root.xmlns === undefined ? {} : { '@xmlns': root.xmlns }
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'
  return declaration + builder.build({ [root.name]: { ...attributes, ...root.first, ...(content as object) } })
}

export function toElements(model: ApiModel, shapeName: string, value: unknown): unknown {
  const shape = model.shapes[shapeName]
  if (shape === undefined) throw new Error(`The service model has no shape ${shapeName}.`)
  if (shape.type === 'structure') return fromStructure(model, shape, value as Readonly<Record<string, unknown>>)
  if (shape.type === 'list') return fromList(model, shape, value as readonly unknown[])
  return shape.type === 'timestamp' ? new Date((value as { readonly ms: number }).ms).toISOString() : value
}

function fromStructure(model: ApiModel, shape: Shape, value: Readonly<Record<string, unknown>>): object {
  const elements = Object.entries(value).flatMap(([name, item]) => {
    if (item === undefined || item === null) return []
    const member = shape.members?.[name]
    if (member === undefined) throw new Error(`The service model has no member ${name}.`)
    return [[shape.wire?.[name]?.locationName ?? name, toElements(model, member, item)]]
  })
  return Object.fromEntries(elements)
}

function fromList(model: ApiModel, shape: Shape, items: readonly unknown[]): unknown {
  const elements = items.map((item) => toElements(model, shape.member ?? '', item))
  return shape.flattened ? elements : { [shape.memberName ?? 'member']: elements }
}
