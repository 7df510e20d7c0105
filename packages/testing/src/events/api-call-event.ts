import {
  type CloudTrailRecord,
  type CloudTrailRecordInput,
  cloudTrailRecord,
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  stableUuid,
} from './cloud-trail-record.js'

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

/** When, where, by whom and with what success a call was made: every member has a default. */
export interface ApiCallOrigin
  extends Pick<
    CloudTrailRecordInput,
    'time' | 'account' | 'region' | 'eventID' | 'requestID' | 'userIdentity' | 'errorCode' | 'errorMessage'
  > {
  /** EventBridge's id. Default: derived from the record. */
  readonly id?: string
}

export interface ApiCall {
  readonly eventName: string
  readonly requestParameters: Readonly<Record<string, unknown>>
  /** What the call returns when it succeeds. */
  readonly responseElements?: Readonly<Record<string, unknown>>
}

/** The event of a call to SageMaker, of a refused one when the origin has an `errorCode`. */
export function apiCallEvent(origin: ApiCallOrigin, { responseElements, ...call }: ApiCall): ApiCallEvent {
  // Two deliveries of one record have their own ids, so the id has no part in the record.
  const { id, errorCode, errorMessage = 'The request was refused.', ...from } = origin
  const success = responseElements === undefined ? {} : { responseElements }
  const outcome = errorCode === undefined ? success : { errorCode, errorMessage }
  return eventBridgeEvent(cloudTrailRecord({ ...from, ...call, ...outcome }), id === undefined ? {} : { id })
}

export function sagemakerArn(origin: ApiCallOrigin, resource: string): string {
  const { account = DEFAULT_ACCOUNT, region = DEFAULT_REGION } = origin
  return `arn:aws:sagemaker:${region}:${account}:${resource}`
}

/** A copy without the members that the caller left out. */
export function given(parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined))
}
