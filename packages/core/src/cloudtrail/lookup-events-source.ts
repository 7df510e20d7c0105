import { type CloudTrailCall, type CloudTrailClient, createLookupGuard, lookupEventsPage } from '../aws/cloudtrail.js'
import { withReplyTimeout } from '../aws/pace/reply-timer.js'
import { requireParts } from '../context.js'
import { boundedLogger, type Logger, silentLogger } from '../logger.js'
import { type FieldParser, optional, type ParsedFields, parseInput, parseTime } from '../model/parse/parse-input.js'
import { parseJson } from '../model/parse/parse-json.js'
import { type Clock, systemClock, wallTimeOf } from '../time/clock.js'
import { abortedOnReturn, type CloudTrailSource, type SourceRun } from './cloud-trail-source.js'
import { MalformedEventError } from './decode-event.js'
import { type DecodedRecord, decodeUserProfileRecord, USER_PROFILE_EVENTS } from './decode-user-profile-record.js'

/** Clients of {@link lookupEventsSource}. */
export interface LookupEventsContext {
  readonly cloudTrail: CloudTrailClient
  /** Default: the computer's own clock. */
  readonly clock?: Clock
  /** Gets a record of every request that is sent again, at `debug`. Default: none. */
  readonly logger?: Logger
}

/** Input of {@link lookupEventsSource}. */
export interface LookupEventsSourceInput {
  /** Earliest event: a `Date`, or a string in ISO 8601. Default: 90 days ago, as far back as the history goes. */
  readonly from?: Date | string
  /** Latest event. Default: when the iteration begins. */
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
  { cloudTrail, clock = systemClock, logger = silentLogger }: LookupEventsContext,
  input: LookupEventsSourceInput = {},
): CloudTrailSource {
  return abortedOnReturn((run) => lookUp({ cloudTrail, clock, logger: boundedLogger(logger) }, input, run))
}

const fields = {
  from: optional(parseTime, undefined),
  to: optional(parseTime, undefined),
} satisfies Record<keyof Required<LookupEventsSourceInput>, FieldParser<unknown>>

const HISTORY_MS = 90 * 86_400_000
/** Outlasts other callers that use up the account's request rate, as a rule. */
const MAX_RETRY_MS = 300_000

async function* lookUp(
  { cloudTrail, clock, logger }: Required<LookupEventsContext>,
  input: LookupEventsSourceInput,
  { signal, report }: SourceRun,
): AsyncGenerator<DecodedRecord, void, undefined> {
  const parsed = parseInput(input, fields).andThen(requireParts({ cloudTrail }, ['cloudTrail']))
  if (parsed.isErr()) throw parsed.error
  const { from, to } = windowOf(parsed.value, wallTimeOf(clock))
  const call: CloudTrailCall = {
    cloudTrail: withReplyTimeout(cloudTrail, clock),
    clock,
    logger,
    signal,
    deadline: Number.POSITIVE_INFINITY,
    maxRetryMs: MAX_RETRY_MS,
  }
  let [pages, records] = [0, 0]
  const time = { from: from.toISOString(), to: to.toISOString() }
  report(() => ({ what: 'event-history', ...time, pages, records }))
  for (const eventName of USER_PROFILE_EVENTS) {
    const guard = createLookupGuard(eventName)
    let next: string | undefined
    do {
      const page = await lookupEventsPage(call, { eventName, from, to, next, guard })
      if (page.isErr()) throw page.error
      pages += 1
      records += page.value.items.length
      for (const record of page.value.items) yield decodeText(record)
      next = page.value.next
    } while (next !== undefined)
  }
}

function windowOf({ from, to }: ParsedFields<typeof fields>, now: number): { readonly from: Date; readonly to: Date } {
  return { from: from ?? new Date(now - HISTORY_MS), to: to ?? new Date(now) }
}

function decodeText(text: string): DecodedRecord {
  const record = parseJson(text)
  if (record !== undefined) return decodeUserProfileRecord(record)
  const error = { field: 'CloudTrailEvent', allowed: 'JSON', received: 'other text', eventId: undefined }
  return { kind: 'malformed', error: new MalformedEventError(error) }
}
