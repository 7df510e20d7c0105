import type { EnsureFileSystemForDomainOutput } from '@studio-efs/core'
import type { FileSystemProperties } from './file-system-properties.js'
import { shortened } from './response.js'

/** The attributes of the custom resource. */
export const FILE_SYSTEM_ATTRIBUTES = [
  'FileSystemId',
  'FileSystemArn',
  'AccessPointId',
  'AccessPointArn',
  'VpcId',
  'SubnetIds',
  'SecurityGroupIds',
  'MountTargetSecurityGroupIds',
  'SpaceRoleArn',
  'Findings',
] as const

export type FileSystemAttributes = Readonly<Record<(typeof FILE_SYSTEM_ATTRIBUTES)[number], string>>

const MAX_FINDINGS_BYTES = 600

const ID_PREFIX = 'studio-efs'

/** Physical id of the resource. Another domain or file system is another resource; everything else changes in place. */
export function physicalIdFor(domainId: string, fileSystemId: string): string {
  return `${ID_PREFIX}/${domainId}/${fileSystemId}`
}

/** Undefined for an id of another kind, or of a creation that made no file system. */
export function fileSystemIdIn(physicalResourceId: string): string | undefined {
  const [prefix, , fileSystemId] = physicalResourceId.split('/')
  return prefix === ID_PREFIX ? fileSystemId : undefined
}

export function attributesOf(
  output: EnsureFileSystemForDomainOutput,
  { executionRole = '' }: Pick<FileSystemProperties, 'executionRole'>,
): FileSystemAttributes {
  const { fileSystem, accessPoint, vpcId, lambda, spaceExecutionRole = executionRole } = output
  if (fileSystem === undefined || accessPoint === undefined) throw new Error('No file system was made')
  return {
    FileSystemId: fileSystem.fileSystemId,
    FileSystemArn: fileSystem.fileSystemArn,
    AccessPointId: accessPoint.accessPointId,
    AccessPointArn: accessPoint.accessPointArn,
    VpcId: vpcId,
    SubnetIds: lambda.subnetIds.join(','),
    SecurityGroupIds: lambda.securityGroupIds.join(','),
    MountTargetSecurityGroupIds: groupsOnAll(output),
    SpaceRoleArn: spaceExecutionRole,
    Findings: shortened(output.findings.map(({ message }) => message).join(' '), MAX_FINDINGS_BYTES) || 'none',
  }
}

/** Groups that every mount target has, between commas. */
function groupsOnAll({ mountTargets: [first, ...others] }: EnsureFileSystemForDomainOutput): string {
  const onAll = first?.securityGroupIds.filter((group) =>
    others.every(({ securityGroupIds }) => securityGroupIds.includes(group)),
  )
  return String(onAll ?? '')
}
