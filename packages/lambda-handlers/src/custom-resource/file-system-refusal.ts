import type { EnsureFileSystemForDomainOutput } from '@studio-efs/core'
import { StudioEfsError } from '@studio-efs/core/driver-kit'
import type { FileSystemProperties } from './file-system-properties.js'

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

/** Why the domain is refused: what a stack could not use is not made. */
export function refusalOf(
  { domainId, vpcId, lambda, spaceExecutionRole }: EnsureFileSystemForDomainOutput,
  { executionRole, spaceRole }: Pick<FileSystemProperties, 'executionRole' | 'spaceRole'>,
): OutboundGroupMissingError | SpaceRoleMissingError | undefined {
  if (lambda.missingGroupName !== undefined) return new OutboundGroupMissingError(lambda.missingGroupName, vpcId)
  const hasRole = spaceExecutionRole !== undefined || executionRole !== undefined
  return spaceRole === 'required' && !hasRole ? new SpaceRoleMissingError(domainId) : undefined
}
