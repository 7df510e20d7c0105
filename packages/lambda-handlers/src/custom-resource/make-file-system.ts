import {
  type EnsureFileSystemChange,
  type EnsureFileSystemForDomainInput,
  type EnsureFileSystemForDomainOutput,
  ensureFileSystemForDomain,
  type FileSystemId,
  type FileSystemProgress,
  type StudioEfsContext,
} from '@studio-efs/core'
import { systemClock } from '@studio-efs/core/directories'
import { StudioEfsError } from '@studio-efs/core/errors'
import type { CustomResourceCall } from './answer-custom-resource.js'
import { attributesOf, physicalIdFor } from './file-system-answer.js'
import { ensureInput, type FileSystemProperties, parseFileSystemProperties } from './file-system-properties.js'
import { type Answer, reasonOf } from './response.js'

export type FileSystemContext = Pick<StudioEfsContext, 'sagemaker' | 'efs' | 'ec2' | 'clock' | 'logger'>

/** The VPC no longer has SageMaker's group that the mount targets admit, so no function could mount the file system. */
export class OutboundGroupMissingError extends StudioEfsError {
  readonly name = 'OutboundGroupMissingError'
  readonly groupName: string
  readonly vpcId: string

  constructor({ groupName, vpcId }: Pick<OutboundGroupMissingError, 'groupName' | 'vpcId'>) {
    super({
      message: `${vpcId} has no security group ${groupName} any more, whose members the mount targets admit.`,
      retryable: false,
      hint: "Make it again, with SageMaker's tag ManagedByAmazonSageMakerResource, and have the domain's inbound group admit it on TCP 2049.",
    })
    this.groupName = groupName
    this.vpcId = vpcId
  }
}

/** SageMaker takes no default for the domain's shared spaces, since they have no role. */
export class SpaceRoleMissingError extends StudioEfsError {
  readonly name = 'SpaceRoleMissingError'
  readonly domainId: string

  constructor({ domainId }: Pick<SpaceRoleMissingError, 'domainId'>) {
    super({
      message: `The default space settings of domain ${domainId} have no execution role.`,
      retryable: false,
      hint: "Give ExecutionRoleArn, which then becomes the role of the domain's shared spaces for good.",
    })
    this.domainId = domainId
  }
}

/** The parameters leave no subnet of the domain for the directory function. */
export class SubnetsLeftOutError extends StudioEfsError {
  readonly name = 'SubnetsLeftOutError'
  readonly domainId: string
  /** Ids of subnets and zones that were left out. */
  readonly leftOut: readonly string[]

  constructor({ domainId, leftOut }: Pick<SubnetsLeftOutError, 'domainId' | 'leftOut'>) {
    super({
      message: `Without ${leftOut.join(', ')}, domain ${domainId} has no subnet for the directory function.`,
      retryable: false,
      hint: 'Name fewer subnets and zones in ExcludedSubnets: one with a mount target must be left, in a zone that AWS Lambda has.',
    })
    this.domainId = domainId
    this.leftOut = leftOut
  }
}

/** Kept back so that a creation that runs out of time is answered with its file system, before the frame gives up. */
const ANSWERING_MS = 5000

/** Creates or updates the resource. Refuses a domain that the stack could not use before anything is made. */
export async function makeFileSystem(context: FileSystemContext, call: CustomResourceCall): Promise<Answer> {
  const { requestType, properties: given, stackId } = call.request
  const properties = parseFileSystemProperties(given)
  if (properties.isErr()) throw properties.error
  const { clock = systemClock } = context
  const until = clock.now() + call.timeoutMs - ANSWERING_MS
  const ensure = (options: Partial<EnsureFileSystemForDomainInput>) => {
    const timeoutMs = Math.max(1, until - clock.now())
    return ensureFileSystemForDomain(context, { ...ensureInput(properties.value), timeoutMs, ...options })
  }
  const plan = await ensure({ dryRun: true })
  if (plan.isErr()) throw plan.error
  const refusal = refusalOf(plan.value, properties.value)
  if (refusal !== undefined) throw refusal
  const { domainId } = plan.value
  let changes = 0
  let made: FileSystemId | undefined
  const onProgress = (progress: FileSystemProgress<EnsureFileSystemChange>) => {
    if (progress.step !== 'changed') return
    changes += 1
    made ??= progress.fileSystemId
  }
  // The dry run has waited for SageMaker's group already.
  const tags = { ...properties.value.tags, ...tagsOf(stackId) }
  const done = await ensure({ tags, securityGroupWaitMs: 0, onProgress })
  call.note({ findings: plan.value.findings, changes })
  if (done.isOk()) {
    const data = attributesOf(done.value, properties.value)
    return { status: 'SUCCESS', physicalResourceId: physicalIdFor(domainId, data.FileSystemId), data }
  }
  // A failed update keeps the resource's id.
  if (made === undefined || requestType !== 'Create') throw done.error
  // CloudFormation rolls back by deleting the resource with the answer's id.
  return { status: 'FAILED', physicalResourceId: physicalIdFor(domainId, made), reason: reasonOf(done.error) }
}

/** Tags of everything that a stack makes, so that no other stack deletes it. */
export function tagsOf(stackId: string): Readonly<Record<string, string>> {
  return { 'cloudformation:stack-id': stackId }
}

/** A reason for which the stack could not use the domain, found by the plan. */
export function refusalOf(
  { domainId, vpcId, lambda, spaceExecutionRole }: EnsureFileSystemForDomainOutput,
  { executionRole, spaceRole, lambdaExclusions: leftOut }: FileSystemProperties,
): OutboundGroupMissingError | SpaceRoleMissingError | SubnetsLeftOutError | undefined {
  const { missingGroupName: groupName, subnetIds } = lambda
  if (groupName !== undefined) return new OutboundGroupMissingError({ groupName, vpcId })
  if (leftOut.length > 0 && subnetIds.length === 0) return new SubnetsLeftOutError({ domainId, leftOut })
  const hasRole = spaceExecutionRole !== undefined || executionRole !== undefined
  return spaceRole === 'required' && !hasRole ? new SpaceRoleMissingError({ domainId }) : undefined
}
