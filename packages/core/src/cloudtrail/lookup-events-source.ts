import { type CloudTrailClient, lookupEventsPage } from '../aws/cloudtrail.js'
import { withReplyTimeout } from '../aws/pace/bounded-client.js'
import { optional, type ParsedFields, parseInput, parseTime } from '../model/parse/parse-input.js'
import { type Clock, systemClock } from '../time/clock.js'
import type { CloudTrailSource, DecodedRecord } from './cloud-trail-source.js'
import { decodeUserProfileRecord, USER_PROFILE_EVENTS } from './decode-user-profile-record.js'
import { MalformedEventError } from './decoded-event.js'
import { stoppable } from './stoppable.js'

export interface LookupEventsContext {
  readonly cloudTrail: CloudTrailClient
  /** Default: the computer's own clock. */
  readonly clock?: Clock
}

export interface LookupEventsSourceInput {
  /** Events from this time on: a `Date`, or a string in ISO 8601. Default: 90 days ago, which is as far back as it goes. */
  readonly from?: Date | string
  /** Events up to this time. Default: when the iteration begins. */
  readonly to?: Date | string
}

/**
 * Creations and deletions of user profiles from CloudTrail's event history: the last 90 days of the client's Region, with
 * or without a trail. At two requests a second for the whole process and 50 events each, 10,000 events take 100 seconds.
 * An event takes some minutes to appear there.
 *
 * @example
 * const source = lookupEventsSource({ cloudTrail: new CloudTrailClient({}) }, { from: '2026-11-01' })
 * const run = replayCloudTrail(context, { source, fileSystemId })
 */
export function lookupEventsSource(
  { cloudTrail, clock = systemClock }: LookupEventsContext,
  input: LookupEventsSourceInput = {},
): CloudTrailSource {
  return stoppable((signal) => lookUp({ cloudTrail, clock }, input, signal))
}

const fields = { from: optional(parseTime, undefined), to: optional(parseTime, undefined) }
const HISTORY_MS = 90 * 86_400_000
/** Longer than others who look up events keep an account busy, as a rule. */
const LONGEST_RETRY_MS = 300_000

async function* lookUp(
  context: Required<LookupEventsContext>,
  input: LookupEventsSourceInput,
  signal: AbortSignal,
): AsyncGenerator<DecodedRecord, void, undefined> {
  const parsed = parseInput(input, fields)
  if (parsed.isErr()) throw parsed.error
  const { from, to } = windowOf(parsed.value, context.clock.now())
  const bounded = { ...context, cloudTrail: withReplyTimeout(context.cloudTrail, context.clock) }
  const patience = { signal, deadline: Number.POSITIVE_INFINITY, longestRetryMs: LONGEST_RETRY_MS }
  for (const eventName of USER_PROFILE_EVENTS) {
    let next: string | undefined
    do {
      const page = await lookupEventsPage(bounded, { eventName, from, to }, next, patience)
      if (page.isErr()) throw page.error
      for (const record of page.value.items) yield decodeText(record)
      next = page.value.next
    } while (next !== undefined)
  }
}

function windowOf({ from, to }: ParsedFields<typeof fields>, now: number): { readonly from: Date; readonly to: Date } {
  return { from: from ?? new Date(now - HISTORY_MS), to: to ?? new Date(now) }
}

function decodeText(text: string): DecodedRecord {
  try {
    return decodeUserProfileRecord(JSON.parse(text))
  } catch {
    return { kind: 'malformed', error: new MalformedEventError('CloudTrailEvent', 'JSON', 'other text', undefined) }
  }
}
