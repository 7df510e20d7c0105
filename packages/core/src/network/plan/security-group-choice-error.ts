import { StudioEfsError } from '../../errors.js'
import type { DomainId } from '../../model/ids.js'
import type { SecurityGroupId } from '../../model/network.js'
import { SAGEMAKER_TAG } from './ownership.js'

const WHAT_TO_PASS =
  "Pass securityGroupId, a group that admits TCP 2049 from the domain's spaces, or missingSecurityGroup: 'create'."

/** The domain has no security group that admits NFS, and nothing was said about what to use instead. */
export class NfsSecurityGroupMissingError extends StudioEfsError {
  readonly name = 'NfsSecurityGroupMissingError'
  constructor(
    readonly domainId: DomainId,
    readonly groupName: string,
    /** A group of that name that SageMaker did not make. */
    readonly foreignGroupId: SecurityGroupId | undefined,
    whatToDo = WHAT_TO_PASS,
  ) {
    const found =
      foreignGroupId === undefined
        ? `Domain ${domainId} has no security group ${groupName}.`
        : `${foreignGroupId} is called ${groupName}, but has no tag ${SAGEMAKER_TAG} for domain ${domainId}.`
    super(found, {
      retryable: foreignGroupId === undefined,
      hint: `${whatToDo} SageMaker makes the group with the home file system; a domain without one may never get it.`,
    })
  }
}

/** The security group that the caller names is not in the domain's VPC. */
export class SecurityGroupNotInVpcError extends StudioEfsError {
  readonly name = 'SecurityGroupNotInVpcError'
  constructor(readonly securityGroupId: SecurityGroupId) {
    super(`${securityGroupId} is not in the domain's VPC.`, {
      retryable: false,
      hint: 'Pass as securityGroupId a group of the VPC of the subnets.',
    })
  }
}

/** A group has the name that ours would have, and somebody else made it. It is not touched. */
export class ForeignSecurityGroupError extends StudioEfsError {
  readonly name = 'ForeignSecurityGroupError'
  constructor(
    readonly groupId: SecurityGroupId,
    readonly groupName: string,
  ) {
    super(`${groupId} is called ${groupName} and was not made here.`, {
      retryable: false,
      hint: 'Pass it as securityGroupId to use it as it is, or delete it: a group cannot be renamed.',
    })
  }
}
