import type { Shape } from '../api-model.js'
import type { Output, ReplyContext } from '../wire.js'

/** The parts of a REST reply's output that do not travel in its body, and the members that do. */
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
