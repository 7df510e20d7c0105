import type { CloudTrailRecord } from '../../../events/cloud-trail-record.js'
import { timestamp } from '../../state/record.js'
import { FakeAwsError, serializationError } from '../../wire/errors.js'
import type { Output } from '../../wire/wire.js'
import type { World } from '../../world/world.js'
import { attributeFilter, type LookupAttribute, resourcesOf, usernameOf } from './lookup-attribute.js'

interface LookupEventsInput extends LookupQuery {
  readonly LookupAttributes?: readonly LookupAttribute[] | null
  readonly StartTime?: number | string | null
  readonly EndTime?: number | string | null
  readonly EventCategory?: string | null
  readonly MaxResults?: number | null
  readonly NextToken?: string | null
}

const PAGE = 50
const HISTORY_MS = 90 * 24 * 3_600_000

/** Reads the event history, newest first: 90 days back, without the events of the last `eventHistoryDelay`. */
export function lookupEvents(world: World, input: LookupEventsInput): Output {
  refuseInsights(input.EventCategory)
  const found = eventsIn(world, input)
  const size = input.MaxResults ?? PAGE
  const end = input.NextToken == null ? found.length : Math.min(found.length, endOfToken(input.NextToken, input))
  const page = found.slice(Math.max(0, end - size), end).reverse()
  const left = end - page.length
  const Events = page.map((record) => eventOf(world, record))
  return left > 0 ? { Events, NextToken: tokenFor(left, input) } : { Events }
}

/** Finds the events of the query, oldest first. */
function eventsIn(world: World, input: LookupEventsInput): readonly CloudTrailRecord[] {
  const now = world.now()
  const start = toMs(input.StartTime, 'StartTime') ?? 0
  const end = toMs(input.EndTime, 'EndTime') ?? Number.POSITIVE_INFINITY
  if (start > end) throw invalidRange()
  const from = Math.max(start, now - HISTORY_MS)
  const to = Math.min(end, now - world.settings.undocumented.eventHistoryDelay)
  const wanted = world.state.trail.filter(attributeFilter(input.LookupAttributes))
  const timed = wanted.map((record) => ({ record, time: Date.parse(record.eventTime) }))
  const found = timed.filter(({ time }) => time >= from && time <= to)
  return found.sort((a, b) => a.time - b.time).map(({ record }) => record)
}

function eventOf({ settings }: World, record: CloudTrailRecord): Output {
  const { eventID, eventName, eventSource, eventTime, readOnly, userIdentity } = record
  return {
    EventId: eventID,
    EventName: eventName,
    ReadOnly: String(readOnly),
    AccessKeyId: userIdentity['accessKeyId'],
    EventTime: timestamp(Date.parse(eventTime)),
    EventSource: eventSource,
    Username: usernameOf(record),
    Resources: settings.undocumented.eventHistoryResources === 'none' ? [] : resourcesOf(record),
    CloudTrailEvent: JSON.stringify(record),
  }
}

function refuseInsights(category: string | null | undefined): void {
  if (category == null) return
  throw new FakeAwsError('UnsupportedOperationException', 'The fake AWS does not implement Insights events.')
}

function toMs(time: number | string | null | undefined, member: string): number | undefined {
  if (time == null) return undefined
  const ms = typeof time === 'number' ? time * 1000 : Date.parse(time)
  if (Number.isFinite(ms)) return ms
  throw serializationError(`${member} is no timestamp.`)
}

function invalidRange(): FakeAwsError {
  return new FakeAwsError('InvalidTimeRangeException', 'StartTime must not be after EndTime.')
}

/** The query to which a token belongs: another query refuses it. */
interface LookupQuery {
  readonly LookupAttributes?: unknown
  readonly StartTime?: unknown
  readonly EndTime?: unknown
  readonly EventCategory?: unknown
  readonly MaxResults?: unknown
}

// Counts from the oldest event, so that events between two pages shift nothing.
function tokenFor(left: number, query: LookupQuery): string {
  return Buffer.from(JSON.stringify([left, keyOf(query)])).toString('base64')
}

/** Reads the number of events, from the oldest on, that are still to be returned. */
function endOfToken(token: string, query: LookupQuery): number {
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
