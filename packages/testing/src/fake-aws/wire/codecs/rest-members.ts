import type { ApiModel, Shape, WireTraits } from '../api-model.js'
import { serializationError } from '../errors.js'
import type { Output, ReplyContext, WireRequest } from '../wire.js'
import { findRoute, pathLabels } from './rest-path.js'

type Members = Record<string, unknown>

/** Reads the members of a REST input that travel in the path, the query string and the headers. */
export function decodeRestRequest(request: WireRequest, operation: string, model: ApiModel): Members {
  const shape = inputShape(model, operation)
  const route = findRoute(request, model)
  const source = { request, labels: route === undefined ? {} : pathLabels(request, route) }
  const input: Members = {}
  for (const [name, traits] of Object.entries(shape.wire ?? {})) {
    const value = readMember(source, traits, model.shapes[shape.members?.[name] ?? ''])
    if (value !== undefined) input[name] = value
  }
  refuseUnknownQuery(request, shape, route?.query ?? new URLSearchParams())
  return input
}

export function inputShape(model: ApiModel, operation: string): Shape {
  return model.shapes[model.operations[operation]?.input ?? ''] ?? { type: 'structure' }
}

interface MemberSource {
  readonly request: WireRequest
  /** Labels of the path, still percent-encoded. */
  readonly labels: Readonly<Record<string, string>>
}

function readMember(
  { request, labels }: MemberSource,
  { location, locationName = '' }: WireTraits,
  shape: Shape | undefined,
): unknown {
  const { query, headers } = request
  if (location === 'uri') return decodeLabel(labels[locationName] ?? '')
  if (location === 'querystring') return fromQuery(query.getAll(locationName), shape)
  const header = location === 'header' ? headers[locationName.toLowerCase()] : undefined
  return header === undefined ? undefined : fromHeader(header, shape)
}

function decodeLabel(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw serializationError(`'${text}' is not percent-encoded.`)
  }
}

function fromHeader(text: string, shape: Shape | undefined): unknown {
  return shape?.type === 'list' ? text.split(',').map((item) => item.trim()) : fromText(text, shape)
}

function fromQuery(values: readonly string[], shape: Shape | undefined): unknown {
  if (values.length === 0) return undefined
  return shape?.type === 'list' ? values : fromText(values[0] ?? '', shape)
}

// Text that is not a number or a boolean stays text, which the check of its type then refuses.
function fromText(text: string, shape: Shape | undefined): unknown {
  const isNumber = shape?.type === 'integer' || shape?.type === 'long'
  if (isNumber && /^-?\d+$/.test(text)) return Number(text)
  if (shape?.type === 'boolean' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  return text
}

// The AWS SDKs add `x-id` with the operation's name. Presigned URLs have `X-Amz-` parameters, or those of version 2.
const IGNORED = /^(x-id|x-amz-.*|AWSAccessKeyId|Signature|Expires)$/i

function refuseUnknownQuery({ query }: WireRequest, { wire = {} }: Shape, fixed: URLSearchParams): void {
  const known = new Set(
    Object.values(wire).flatMap(({ location, locationName }) => (location === 'querystring' ? [locationName] : [])),
  )
  for (const name of query.keys()) {
    if (known.has(name) || fixed.has(name) || IGNORED.test(name)) continue
    throw serializationError(`The fake AWS does not know the query parameter '${name}'.`)
  }
}

/** A REST output by location: status, headers, and the members that remain for the body. */
export interface RestReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Output
}

export function splitRestOutput(
  output: Output,
  shape: Shape | undefined,
  { model, operation }: ReplyContext,
): RestReply {
  const headers: Record<string, string> = {}
  const body: Record<string, unknown> = {}
  let status = model.operations[operation ?? '']?.http?.responseCode ?? 200
  for (const [name, value] of Object.entries(output)) {
    if (value === undefined || value === null) continue
    const { location, locationName = name } = shape?.wire?.[name] ?? {}
    if (location === 'statusCode') status = Number(value)
    else if (location === 'header') headers[locationName.toLowerCase()] = toHeader(value)
    else body[name] = value
  }
  return { status, headers, body }
}

export function outputShape({ model, operation }: ReplyContext): Shape | undefined {
  return model.shapes[model.operations[operation ?? '']?.output ?? '']
}

function toHeader(value: unknown): string {
  const isTimestamp = typeof value === 'object' && value !== null && 'ms' in value
  return isTimestamp ? new Date(Number(value.ms)).toUTCString() : String(value)
}
