import type { CloudTrailRecord } from '../../events/cloud-trail-record.js'
import { FakeAwsError } from '../fake-aws-error.js'
import { resourcesOf, usernameOf } from './event-facts.js'

export interface LookupAttribute {
  readonly AttributeKey: AttributeKey
  readonly AttributeValue: string
}

type AttributeKey =
  | 'EventId'
  | 'EventName'
  | 'ReadOnly'
  | 'Username'
  | 'ResourceType'
  | 'ResourceName'
  | 'EventSource'
  | 'AccessKeyId'

type Reading = (record: CloudTrailRecord) => readonly (string | undefined)[]

const READINGS: Readonly<Record<AttributeKey, Reading>> = {
  EventId: ({ eventID }) => [eventID],
  EventName: ({ eventName }) => [eventName],
  ReadOnly: ({ readOnly }) => [String(readOnly)],
  Username: (record) => [usernameOf(record)],
  ResourceType: (record) => resourcesOf(record).map(({ ResourceType }) => ResourceType),
  ResourceName: (record) => resourcesOf(record).map(({ ResourceName }) => ResourceName),
  EventSource: ({ eventSource }) => [eventSource],
  AccessKeyId: ({ userIdentity }) => [userIdentity['accessKeyId'] as string | undefined],
}

/** Whether a record has the attribute that the request asks for; a request may ask for one, or for none. */
export function attributeFilter(
  attributes: readonly LookupAttribute[] | null | undefined,
): (record: CloudTrailRecord) => boolean {
  const [attribute, second] = attributes ?? []
  if (second !== undefined) {
    throw new FakeAwsError('InvalidLookupAttributesException', 'You can specify only one lookup attribute.')
  }
  if (attribute === undefined) return () => true
  const { AttributeKey, AttributeValue } = attribute
  return (record) => READINGS[AttributeKey](record).includes(AttributeValue)
}
