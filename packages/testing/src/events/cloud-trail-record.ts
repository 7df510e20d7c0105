import { createHash } from 'node:crypto'

/** A CloudTrail record of one API call: the `detail` of an EventBridge event, an item of `Records` in a log file. */
export interface CloudTrailRecord {
  readonly eventVersion: string
  readonly userIdentity: Readonly<Record<string, unknown>>
  /** ISO 8601, to the second. */
  readonly eventTime: string
  readonly eventSource: string
  readonly eventName: string
  readonly awsRegion: string
  readonly sourceIPAddress: string
  readonly userAgent: string
  /** Only on failed calls. */
  readonly errorCode?: string
  readonly errorMessage?: string
  readonly requestParameters: Readonly<Record<string, unknown>> | null
  readonly responseElements: Readonly<Record<string, unknown>> | null
  readonly requestID: string
  readonly eventID: string
  readonly readOnly: boolean
  readonly eventType: string
  readonly managementEvent: boolean
  readonly recipientAccountId: string
  readonly eventCategory: string
  /** Reason for a late delivery, in log files only. */
  readonly addendum?: { readonly reason: 'DELIVERY_DELAY' | 'UPDATED_DATA' | 'SERVICE_OUTAGE' }
}

/** Fields of {@link cloudTrailRecord}; all others have the values of an ordinary call. */
export interface CloudTrailRecordInput {
  readonly eventName: string
  /** Default `sagemaker.amazonaws.com`. */
  readonly eventSource?: string
  /** Keys in camelCase. Default `null`. */
  readonly requestParameters?: Readonly<Record<string, unknown>> | null
  /** Keys in camelCase. Default `null`. */
  readonly responseElements?: Readonly<Record<string, unknown>> | null
  /** Makes it the record of a failed call. */
  readonly errorCode?: string
  readonly errorMessage?: string
  /** Default 2026-01-01T00:00:00Z. */
  readonly time?: Date
  /** Default `111122223333`. */
  readonly account?: string
  /** Default `eu-west-1`. */
  readonly region?: string
  /** Default: derived from the rest, so equal inputs give equal records. */
  readonly eventID?: string
  readonly requestID?: string
  /** Default: the role `Admin`. */
  readonly userIdentity?: Readonly<Record<string, unknown>>
}

export const DEFAULT_ACCOUNT = '111122223333'
export const DEFAULT_REGION = 'eu-west-1'
const DEFAULT_TIME = new Date(Date.UTC(2026, 0, 1))

/** Builds a CloudTrail record. */
export function cloudTrailRecord(input: CloudTrailRecordInput): CloudTrailRecord {
  const account = input.account ?? DEFAULT_ACCOUNT
  return {
    eventVersion: '1.11',
    userIdentity: input.userIdentity ?? adminRole(account),
    eventTime: toSeconds(input.time ?? DEFAULT_TIME),
    eventSource: input.eventSource ?? 'sagemaker.amazonaws.com',
    eventName: input.eventName,
    awsRegion: input.region ?? DEFAULT_REGION,
    sourceIPAddress: '203.0.113.10',
    userAgent: 'aws-cli/2.31.0',
    ...(input.errorCode !== undefined && { errorCode: input.errorCode }),
    ...(input.errorMessage !== undefined && { errorMessage: input.errorMessage }),
    requestParameters: input.requestParameters ?? null,
    responseElements: input.responseElements ?? null,
    requestID: input.requestID ?? stableUuid('request', input),
    eventID: input.eventID ?? stableUuid('event', input),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  }
}

/** The caller of every call: a session of the role `Admin`. */
export function adminRole(account: string) {
  const principalId = 'AROAEXAMPLEADMIN00000'
  const sessionIssuer = {
    type: 'Role',
    principalId,
    arn: `arn:aws:iam::${account}:role/Admin`,
    accountId: account,
    userName: 'Admin',
  }
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:admin`,
    arn: `arn:aws:sts::${account}:assumed-role/Admin/admin`,
    accountId: account,
    accessKeyId: 'ASIAEXAMPLE0000000000',
    sessionContext: {
      sessionIssuer,
      attributes: { creationDate: '2026-01-01T00:00:00Z', mfaAuthenticated: 'false' },
    },
  }
}

export function toSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}

/** Derives a UUID from the value: equal values give equal UUIDs. */
export function stableUuid(purpose: string, value: unknown): string {
  const hex = createHash('sha256')
    .update(`${purpose}:${JSON.stringify(value)}`)
    .digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
