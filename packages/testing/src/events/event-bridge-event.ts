import type { CloudTrailRecord } from './cloud-trail-record.js'
import { stableUuid } from './stable-uuid.js'

/** An `AWS API Call via CloudTrail` event, as a rule's target gets it. */
export interface ApiCallEvent {
  readonly version: string
  /** EventBridge's own id, not the record's `eventID`. */
  readonly id: string
  readonly 'detail-type': 'AWS API Call via CloudTrail'
  readonly source: string
  readonly account: string
  readonly time: string
  readonly region: string
  readonly resources: readonly string[]
  readonly detail: CloudTrailRecord
}

/** The envelope around a record. `id`: default derived from the record, so that a redelivery has the same one. */
export function eventBridgeEvent(record: CloudTrailRecord, options: { readonly id?: string } = {}): ApiCallEvent {
  return {
    version: '0',
    id: options.id ?? stableUuid('delivery', record.eventID),
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${record.eventSource.split('.')[0]}`,
    account: record.recipientAccountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  }
}
