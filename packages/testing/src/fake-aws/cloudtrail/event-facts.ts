import type { CloudTrailRecord } from '../../events/cloud-trail-record.js'

export interface EventResource {
  readonly ResourceType: string
  readonly ResourceName: string
}

const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  domainId: 'AWS::SageMaker::Domain',
  userProfileName: 'AWS::SageMaker::UserProfile',
  spaceName: 'AWS::SageMaker::Space',
  fileSystemId: 'AWS::EFS::FileSystem',
  mountTargetId: 'AWS::EFS::MountTarget',
  accessPointId: 'AWS::EFS::AccessPoint',
  groupId: 'AWS::EC2::SecurityGroup',
}

/** What a call was about, by the names in its input and output. */
export function resourcesOf({ requestParameters, responseElements }: CloudTrailRecord): readonly EventResource[] {
  const named = { ...responseElements, ...requestParameters }
  return Object.entries(RESOURCE_TYPES).flatMap(([key, ResourceType]) => {
    const ResourceName = named[key]
    return typeof ResourceName === 'string' ? [{ ResourceType, ResourceName }] : []
  })
}

/** A user's name, or the session's when a role was assumed. */
export function usernameOf({ userIdentity }: CloudTrailRecord): string | undefined {
  const { userName, arn } = userIdentity
  if (typeof userName === 'string') return userName
  return typeof arn === 'string' ? arn.slice(arn.lastIndexOf('/') + 1) : undefined
}
