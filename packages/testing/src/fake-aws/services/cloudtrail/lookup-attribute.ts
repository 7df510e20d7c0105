import type { CloudTrailRecord } from '../../../events/cloud-trail-record.js'
import { FakeAwsError } from '../../wire/errors.js'

export interface EventResource {
  readonly ResourceType: string
  readonly ResourceName: string
}

const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  domainId: 'AWS::SageMaker::Domain',
  userProfileName: 'AWS::SageMaker::UserProfile',
  spaceName: 'AWS::SageMaker::Space',
  appName: 'AWS::SageMaker::App',
  studioLifecycleConfigName: 'AWS::SageMaker::StudioLifecycleConfig',
  fileSystemId: 'AWS::EFS::FileSystem',
  mountTargetId: 'AWS::EFS::MountTarget',
  accessPointId: 'AWS::EFS::AccessPoint',
  groupId: 'AWS::EC2::SecurityGroup',
}

/** The resources of a call, by the names and ids in its input and output. */
export function resourcesOf({ requestParameters, responseElements }: CloudTrailRecord): readonly EventResource[] {
  const named = { ...responseElements, ...requestParameters }
  return Object.entries(RESOURCE_TYPES).flatMap(([key, ResourceType]) => {
    const ResourceName = named[key]
    return typeof ResourceName === 'string' ? [{ ResourceType, ResourceName }] : []
  })
}

/** The name of the IAM user, or of the session of an assumed role. */
export function usernameOf({ userIdentity }: CloudTrailRecord): string | undefined {
  const { userName, arn } = userIdentity
  if (typeof userName === 'string') return userName
  return typeof arn === 'string' ? arn.slice(arn.lastIndexOf('/') + 1) : undefined
}

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

/** Filters by the one attribute of the request, or not at all without one. Refuses a second attribute. */
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
