import { FakeAwsError } from '../fake-aws-error.js'

/** A token is good for this query alone. */
export interface LookupQuery {
  readonly LookupAttributes?: unknown
  readonly StartTime?: unknown
  readonly EndTime?: unknown
  readonly EventCategory?: unknown
  readonly MaxResults?: unknown
}

// Counted from the oldest event, so that events which happen between two pages shift nothing.
export function tokenFor(left: number, query: LookupQuery): string {
  return Buffer.from(JSON.stringify([left, keyOf(query)])).toString('base64')
}

/** How many of the events, from the oldest on, are still to be returned. */
export function endOfToken(token: string, query: LookupQuery): number {
  const [left, key] = parse(token)
  if (typeof left === 'number' && Number.isSafeInteger(left) && left > 0 && key === keyOf(query)) return left
  const message = 'The NextToken is not valid, or the request differs from the one that it was returned for.'
  throw new FakeAwsError('InvalidNextTokenException', message)
}

function keyOf({ LookupAttributes, StartTime, EndTime, EventCategory, MaxResults }: LookupQuery): string {
  return JSON.stringify([LookupAttributes, StartTime, EndTime, EventCategory, MaxResults])
}

function parse(token: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64').toString())
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
