import { createHash } from 'node:crypto'
import type { DomainId, FileSystemId } from '../../model/ids.js'
import type { Tags } from '../../model/tags.js'

/** On everything that this package makes, with {@link OWNER} as its value. */
export const OWNER_TAG = 'studio-efs:owner'
export const OWNER = 'studio-efs'
/** The domain that a file system is for. Whoever puts it on a file system of his own has that one adopted. */
export const DOMAIN_TAG = 'studio-efs:domain-id'
/** The file system that a security group of ours was made for. */
export const FILE_SYSTEM_TAG = 'studio-efs:file-system-id'
/** What SageMaker puts on what it makes in the account; its value is an ARN. */
export const SAGEMAKER_TAG = 'ManagedByAmazonSageMakerResource'

const MAX_TOKEN = 64

/** The same for every run, so that EFS itself sees to it that two runs make one file system. */
export function creationTokenFor(domainId: DomainId): string {
  const token = `studio-efs-${domainId}`
  if (token.length <= MAX_TOKEN) return token
  return `studio-efs-${createHash('sha256').update(domainId).digest('hex').slice(0, 40)}`
}

/** The same for every run; EFS keeps access points' tokens per account, so it carries the file system's id. */
export function rootAccessPointTokenFor(fileSystemId: FileSystemId): string {
  return `studio-efs-root-${fileSystemId}`
}

export const ROOT_ACCESS_POINT_NAME = 'studio-efs-root'

export function fileSystemTags(domainId: DomainId, name: string, tags: Tags): Tags {
  return { Name: name, [OWNER_TAG]: OWNER, [DOMAIN_TAG]: domainId, ...tags }
}

export function rootAccessPointTags(tags: Tags): Tags {
  return { Name: ROOT_ACCESS_POINT_NAME, [OWNER_TAG]: OWNER, ...tags }
}

export function securityGroupTags(domainId: DomainId, fileSystemId: FileSystemId, tags: Tags): Tags {
  const groupName = ownGroupName(domainId)
  return { Name: groupName, [OWNER_TAG]: OWNER, [DOMAIN_TAG]: domainId, [FILE_SYSTEM_TAG]: fileSystemId, ...tags }
}

/** What people see in the console's list. */
export function fileSystemNameFor(domain: {
  readonly domainId: DomainId
  readonly domainName: string | undefined
}): string {
  return `sagemaker-studio-${domain.domainName ?? domain.domainId}`
}

export function inboundGroupName(domainId: DomainId): string {
  return `security-group-for-inbound-nfs-${domainId}`
}

export function outboundGroupName(domainId: DomainId): string {
  return `security-group-for-outbound-nfs-${domainId}`
}

/** The group that we make for a domain that has none of SageMaker's. */
export function ownGroupName(domainId: DomainId): string {
  return `studio-efs-inbound-nfs-${domainId}`
}

/** For EC2's filter by name: these three, of any domain. */
export const DOMAIN_GROUP_NAMES = [inboundGroupName, outboundGroupName, ownGroupName].map((nameFor) =>
  nameFor('*' as DomainId),
)

export function isOwn(tags: Tags): boolean {
  return tags[OWNER_TAG] === OWNER
}

/** Whether SageMaker made it for this domain; anybody can make a group with such a name. */
export function isManagedFor(domainId: DomainId, tags: Tags): boolean {
  return tags[SAGEMAKER_TAG]?.endsWith(`:domain/${domainId}`) === true
}

const SHARING_GROUP_PREFIX = 'studio-efs-nfs-'
/** For EC2's filter by name: the groups of {@link sharingGroupName}, of any file system. */
export const SHARING_GROUP_NAMES = `${SHARING_GROUP_PREFIX}fs-*`

/** The groups that we make where a mount target cannot carry the group of every domain: the first, the second ... */
export function sharingGroupName(fileSystemId: FileSystemId, ordinal: number): string {
  return `${SHARING_GROUP_PREFIX}${fileSystemId}${ordinal === 0 ? '' : `-${ordinal + 1}`}`
}

export function isSharingGroup({ groupName, tags }: { readonly groupName: string; readonly tags: Tags }): boolean {
  return isOwn(tags) && groupName.startsWith(SHARING_GROUP_PREFIX)
}

export function sharingGroupTags(groupName: string, fileSystemId: FileSystemId): Tags {
  return { Name: groupName, [OWNER_TAG]: OWNER, [FILE_SYSTEM_TAG]: fileSystemId }
}
