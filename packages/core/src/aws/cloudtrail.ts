import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import type { Call } from '../call.js'
import type { Clock } from '../time/clock.js'
import type { AwsRequest, AwsResult } from './call/aws-error.js'
import { callAws, retry } from './call/call-aws.js'
import { rethrow } from './call/late-client.js'
import type { Page } from './call/page.js'
import { createPageGuard, type PageGuard } from './call/page-guard.js'
import { listIn } from './call/read-list.js'
import { readBody } from './call/reply-body.js'
import { singleAttempt } from './call/single-attempt.js'

export type { CloudTrailClient } from '@aws-sdk/client-cloudtrail'

export interface CloudTrailCall extends Call {
  readonly cloudTrail: CloudTrailClient
}

export interface EventLookup {
  readonly eventName: string
  /** The same on every page of a look-up: the pages would shift otherwise. */
  readonly from: Date
  /** The same on every page, too. */
  readonly to: Date
  readonly next: string | undefined
  /** The same for all pages of a look-up. */
  readonly guard: PageGuard
}

/** Bytes of one page: 50 records of 256 KB each take less, however they are escaped. */
const PAGE_RULE = { maxBytes: 64_000_000 }

export function createLookupGuard(eventName: string): PageGuard {
  return createPageGuard(requestFor(eventName))
}

function requestFor(eventName: string): AwsRequest {
  return { service: 'cloudtrail', operation: 'LookupEvents', resource: `events ${eventName}` }
}

/**
 * One page, of up to 50, of the Region's event history, newest first: CloudTrail records as JSON text. All requests of this
 * process together keep to CloudTrail's rate.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function lookupEventsPage(
  call: CloudTrailCall,
  { eventName, from, to, next, guard }: EventLookup,
): AwsResult<Page<string>> {
  const { cloudTrail, clock } = call
  const request = requestFor(eventName)
  const send = async (abortSignal: AbortSignal) => {
    const { LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail').catch(rethrow)
    const command = new LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }],
      StartTime: from,
      EndTime: to,
      MaxResults: 50,
      ...(next === undefined ? {} : { NextToken: next }),
    })
    await waitForTurn(cloudTrail, clock, abortSignal)
    return cloudTrail.send(readBody(singleAttempt(command), PAGE_RULE), { abortSignal })
  }
  return retry(call, `looking up ${request.resource}`, () => callAws(call, request, send))
    .andThen(({ Events, NextToken }) =>
      listIn(request, 'Events', Events).map((events) => ({
        items: events.map(({ CloudTrailEvent = '' }) => CloudTrailEvent),
        next: NextToken,
      })),
    )
    .andThen(guard)
}

/** CloudTrail takes two requests a second per account and Region, and the limit cannot be raised. */
const INTERVAL_MS = 505

/**
 * Time of the next request, by account and Region. All clients and contexts of the process share the limit, so this
 * belongs to the module. It is kept per clock, because the clock of a test has a time of its own.
 */
const nextTurns = new WeakMap<Clock, Map<string, number>>()

async function waitForTurn(cloudTrail: CloudTrailClient, clock: Clock, signal: AbortSignal): Promise<void> {
  const key = await accountAndRegionOf(cloudTrail)
  const turns = nextTurns.get(clock) ?? new Map<string, number>()
  nextTurns.set(clock, turns)
  const now = clock.now()
  const turn = Math.max(now, turns.get(key) ?? now)
  turns.set(key, turn + INTERVAL_MS)
  if (turn > now) await clock.sleep(turn - now, signal)
}

/**
 * Only some credentials name their account; all others count as one account. A provider that fails is left to the request,
 * which says so.
 */
async function accountAndRegionOf({ config }: CloudTrailClient): Promise<string> {
  const [region, credentials] = await Promise.allSettled([config.region(), config.credentials()])
  const accountId = credentials.status === 'fulfilled' ? credentials.value.accountId : undefined
  return `${accountId ?? 'unknown'} ${region.status === 'fulfilled' ? region.value : 'unknown'}`
}
