import { type EnsureFileSystemForDomainOutput, StudioEfsError } from '@studio-efs/core'
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
  'SpaceRoleArn',
  'Findings',
] as const

export type FileSystemAttributes = Readonly<Record<(typeof FILE_SYSTEM_ATTRIBUTES)[number], string>>

/** SageMaker's group that the mount targets admit is gone from the VPC, so no function could mount the file system. */
export class OutboundGroupMissingError extends StudioEfsError {
  readonly name = 'OutboundGroupMissingError'
  constructor(
    readonly groupName: string,
    readonly vpcId: string,
  ) {
    super(`${vpcId} has no security group ${groupName} any more, whose members the mount targets admit.`, {
      retryable: false,
      hint: "Make it again, with SageMaker's tag ManagedByAmazonSageMakerResource, and have the domain's inbound group admit it on TCP 2049.",
    })
  }
}

/** The domain's shared spaces have no role, without which SageMaker takes no default for them. */
export class SpaceRoleMissingError extends StudioEfsError {
  readonly name = 'SpaceRoleMissingError'
  constructor(readonly domainId: string) {
    super(`The default space settings of domain ${domainId} have no execution role.`, {
      retryable: false,
      hint: "Give ExecutionRoleArn, which then becomes the role of the domain's shared spaces for good.",
    })
  }
}

const FINDINGS_BYTES = 600

export function attributesOf(
  output: EnsureFileSystemForDomainOutput,
  { executionRole = '', spaceRole }: FileSystemProperties,
): FileSystemAttributes {
  const { domainId, fileSystem, accessPoint, vpcId, lambda, spaceExecutionRole = executionRole } = output
  if (fileSystem === undefined || accessPoint === undefined) throw new Error('The file system was not made.')
  if (lambda.missingGroupName !== undefined) throw new OutboundGroupMissingError(lambda.missingGroupName, vpcId)
  if (spaceExecutionRole === '' && spaceRole === 'required') throw new SpaceRoleMissingError(domainId)
  return {
    FileSystemId: fileSystem.fileSystemId,
    FileSystemArn: fileSystem.fileSystemArn,
    AccessPointId: accessPoint.accessPointId,
    AccessPointArn: accessPoint.accessPointArn,
    VpcId: vpcId,
    SubnetIds: lambda.subnetIds.join(','),
    SecurityGroupIds: lambda.securityGroupIds.join(','),
    SpaceRoleArn: spaceExecutionRole,
    Findings: shortened(output.findings.map(({ message }) => message).join(' '), FINDINGS_BYTES) || 'none',
  }
}
