import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import type { ResultAsync } from 'neverthrow'
import type { OutOfPatienceError, Patience } from '../call.js'
import type { Clock } from '../time/clock.js'
import type { AwsCall, AwsError } from './call/aws-error.js'
import { callAws, retrying } from './call/call-aws.js'
import type { Page } from './call/pages.js'
import { singleAttempt } from './call/single-attempt.js'
import { lookupTurn } from './lookup-turn.js'

export type { CloudTrailClient } from '@aws-sdk/client-cloudtrail'

export interface EventLookup {
  readonly eventName: string
  /** Both fixed for all pages of a look-up: the pages would shift otherwise. */
  readonly from: Date
  readonly to: Date
}

/**
 * One page, of up to 50, of the Region's event history, newest first: CloudTrail records as JSON text. Every request of
 * this process waits for its turn.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
export function lookupEventsPage(
  { cloudTrail, clock }: { readonly cloudTrail: CloudTrailClient; readonly clock: Clock },
  { eventName, from, to }: EventLookup,
  next: string | undefined,
  patience: Patience,
): ResultAsync<Page<string>, AwsError | OutOfPatienceError> {
  const call: AwsCall = { service: 'cloudtrail', operation: 'LookupEvents', resource: `events ${eventName}` }
  const send = async (abortSignal: AbortSignal) => {
    const { LookupEventsCommand } = await import('@aws-sdk/client-cloudtrail')
    const command = new LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }],
      StartTime: from,
      EndTime: to,
      MaxResults: 50,
      ...(next === undefined ? {} : { NextToken: next }),
    })
    await lookupTurn(cloudTrail, clock, abortSignal)
    return cloudTrail.send(singleAttempt(command), { abortSignal })
  }
  return retrying(clock, patience, `looking up ${call.resource}`, () => callAws(patience, call, send)).map(
    ({ Events = [], NextToken }) => ({
      items: Events.map(({ CloudTrailEvent = '' }) => CloudTrailEvent),
      next: NextToken,
    }),
  )
}
