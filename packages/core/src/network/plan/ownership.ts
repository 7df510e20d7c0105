import { createHash } from 'node:crypto'
import type { DomainId, FileSystemId } from '../../model/ids.js'
import type { Tags } from '../../model/tags.js'

/** On everything that this package creates, with {@link OWNER} as its value. */
export const OWNER_TAG = 'studio-efs:owner'
export const OWNER = 'studio-efs'
/** Domain that a file system is for. Tag your own file system with it to have it adopted. */
export const DOMAIN_TAG = 'studio-efs:domain-id'
/** File system that a security group of this package was created for. */
export const FILE_SYSTEM_TAG = 'studio-efs:file-system-id'
/** SageMaker's tag on the resources that it creates in the account; its value is an ARN. */
export const SAGEMAKER_TAG = 'ManagedByAmazonSageMakerResource'

const MAX_TOKEN = 64

/** Same token in every run, so that EFS itself keeps two runs from creating two file systems. */
export function creationTokenFor(domainId: DomainId): string {
  const token = `studio-efs-${domainId}`
  if (token.length <= MAX_TOKEN) return token
  return `studio-efs-${createHash('sha256').update(domainId).digest('hex').slice(0, 40)}`
}

/** Same token in every run. It carries the file system's id, since EFS keeps client tokens per account. */
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

export function domainNfsGroupTags(domainId: DomainId, fileSystemId: FileSystemId, tags: Tags): Tags {
  const groupName = domainNfsGroupName(domainId)
  return { Name: groupName, [OWNER_TAG]: OWNER, [DOMAIN_TAG]: domainId, [FILE_SYSTEM_TAG]: fileSystemId, ...tags }
}

/** `Name` tag of a new file system. */
export function fileSystemNameFor(domain: {
  readonly domainId: DomainId
  readonly domainName: string | undefined
}): string {
  return `sagemaker-studio-${domain.domainName ?? domain.domainId}`
}

/** Group that SageMaker creates for a domain, for its mount targets. */
export function inboundGroupName(domainId: DomainId): string {
  return `security-group-for-inbound-nfs-${domainId}`
}

/** Group that SageMaker creates for a domain and puts on its spaces. */
export function outboundGroupName(domainId: DomainId): string {
  return `security-group-for-outbound-nfs-${domainId}`
}

/** Group that this package creates for a domain that SageMaker created none for. */
export function domainNfsGroupName(domainId: DomainId): string {
  return `studio-efs-inbound-nfs-${domainId}`
}

/** Patterns for EC2's filter by name: the three groups above, of any domain. */
export const DOMAIN_GROUP_NAMES = [inboundGroupName, outboundGroupName, domainNfsGroupName].map((nameFor) =>
  nameFor('*' as DomainId),
)

export function isOwn(tags: Tags): boolean {
  return tags[OWNER_TAG] === OWNER
}

/** True for a resource that SageMaker created for this domain. A name proves nothing, because any user can choose it. */
export function isManagedFor(domainId: DomainId, tags: Tags): boolean {
  return tags[SAGEMAKER_TAG]?.endsWith(`:domain/${domainId}`) === true
}

const SHARED_NFS_GROUP_PREFIX = 'studio-efs-nfs-'
/** Pattern for EC2's filter by name: the groups of {@link sharedNfsGroupName}, of any file system. */
export const SHARED_NFS_GROUP_NAMES = `${SHARED_NFS_GROUP_PREFIX}fs-*`

/** Groups that admit several domains, where a mount target has no room for a group per domain. `ordinal` counts from 0. */
export function sharedNfsGroupName(fileSystemId: FileSystemId, ordinal: number): string {
  return `${SHARED_NFS_GROUP_PREFIX}${fileSystemId}${ordinal === 0 ? '' : `-${ordinal + 1}`}`
}

export function isSharedNfsGroup({ groupName, tags }: { readonly groupName: string; readonly tags: Tags }): boolean {
  return isOwn(tags) && groupName.startsWith(SHARED_NFS_GROUP_PREFIX)
}

export function sharedNfsGroupTags(groupName: string, fileSystemId: FileSystemId, tags: Tags): Tags {
  return { Name: groupName, [OWNER_TAG]: OWNER, [FILE_SYSTEM_TAG]: fileSystemId, ...tags }
}
