import {
  type CloudTrailRecord,
  type CloudTrailRecordInput,
  cloudTrailRecord,
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  stableUuid,
} from './cloud-trail-record.js'

/** An `AWS API Call via CloudTrail` event, in the form that a rule's target gets. */
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

/** Puts a record into EventBridge's envelope. `id`: default derived from the record, so that a redelivery repeats it. */
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

/** Time, place, caller and success of a call. Every member has a default. */
export interface ApiCallOrigin
  extends Pick<
    CloudTrailRecordInput,
    'time' | 'account' | 'region' | 'eventID' | 'requestID' | 'userIdentity' | 'errorCode' | 'errorMessage'
  > {
  /** EventBridge's id of the event. Default: derived from the record. */
  readonly id?: string
}

export interface ApiCall {
  readonly eventName: string
  /** Default `sagemaker.amazonaws.com`. */
  readonly eventSource?: string
  readonly requestParameters: Readonly<Record<string, unknown>>
  /** Output of the call if it succeeds. */
  readonly responseElements?: Readonly<Record<string, unknown>>
}

/** Builds the event of a call, by default of SageMaker; of a refused one when the origin has an `errorCode`. */
export function apiCallEvent(origin: ApiCallOrigin, { responseElements, ...call }: ApiCall): ApiCallEvent {
  // The id is the delivery's, not the record's: two deliveries of one record may have different ids.
  const { id, errorCode, errorMessage = 'The request was refused.', ...from } = origin
  const success = responseElements === undefined ? {} : { responseElements }
  const outcome = errorCode === undefined ? success : { errorCode, errorMessage }
  return eventBridgeEvent(cloudTrailRecord({ ...from, ...call, ...outcome }), id === undefined ? {} : { id })
}

export function sagemakerArn(origin: ApiCallOrigin, resource: string): string {
  const { account = DEFAULT_ACCOUNT, region = DEFAULT_REGION } = origin
  return `arn:aws:sagemaker:${region}:${account}:${resource}`
}

/** Returns a copy without the undefined members. */
export function definedMembers(parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined))
}
