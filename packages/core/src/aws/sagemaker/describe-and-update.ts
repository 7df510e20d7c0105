import {
  type CustomPosixUserConfig,
  DescribeDomainCommand,
  type DescribeDomainCommandOutput,
  DescribeUserProfileCommand,
  type DescribeUserProfileCommandOutput,
  type SageMakerClient,
  UpdateDomainCommand,
  UpdateUserProfileCommand,
  type CustomFileSystemConfig as WireFileSystemConfig,
} from '@aws-sdk/client-sagemaker'
import type { Call } from '../../call.js'
import type { CustomFileSystemConfig } from '../../model/custom-file-system.js'
import type { DomainId, UserProfileName, UserProfileRef } from '../../model/ids.js'
import type { SubnetId, VpcId } from '../../model/network.js'
import type { PosixOwner } from '../../model/posix-owner.js'
import type { Domain, UserProfile } from '../../model/studio-resource.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { callAws, retry } from '../call/call-aws.js'
import { singleAttempt } from '../call/single-attempt.js'

export type { SageMakerClient } from '@aws-sdk/client-sagemaker'

export interface SageMakerCall extends Call {
  readonly sagemaker: SageMakerClient
}

/** Region of the client; undefined when none is configured. */
export async function regionOf(client: SageMakerClient): Promise<string | undefined> {
  return Promise.resolve(client.config.region()).catch(() => undefined)
}

export function describeUserProfile(call: SageMakerCall, ref: UserProfileRef): AwsResult<UserProfile> {
  const { sagemaker, clock } = call
  const request = userProfileRequest('DescribeUserProfile', ref)
  return retry(call, `reading ${request.resource}`, () => {
    const command = new DescribeUserProfileCommand({ DomainId: ref.domainId, UserProfileName: ref.userProfileName })
    return callAws(call, request, (abortSignal) => sagemaker.send(command, { abortSignal })).map((reply) => ({
      ...userProfileOf(ref, reply),
      readAt: clock.now(),
    }))
  })
}

export function describeDomain(call: SageMakerCall, domainId: DomainId): AwsResult<Domain> {
  const { sagemaker, clock } = call
  const request = domainRequest('DescribeDomain', domainId)
  return retry(call, `reading ${request.resource}`, () => {
    const command = new DescribeDomainCommand({ DomainId: domainId })
    return callAws(call, request, (abortSignal) => sagemaker.send(command, { abortSignal })).map((reply) => ({
      ...domainOf(domainId, reply),
      readAt: clock.now(),
    }))
  })
}

/** Replaces the profile's list of custom file systems, and sends nothing else. Sent once; see {@link singleAttempt}. */
export function updateProfileFileSystems(
  call: SageMakerCall,
  ref: UserProfileRef,
  configs: readonly CustomFileSystemConfig[],
): AwsResult<unknown> {
  const command = new UpdateUserProfileCommand({
    DomainId: ref.domainId,
    UserProfileName: ref.userProfileName,
    UserSettings: { CustomFileSystemConfigs: configs as WireFileSystemConfig[] },
  })
  return callAws(call, userProfileRequest('UpdateUserProfile', ref), (abortSignal) =>
    call.sagemaker.send(singleAttempt(command), { abortSignal }),
  )
}

/** The lists of a domain that are to change. */
export interface DomainLists {
  /** For `DefaultUserSettings`. */
  readonly private?: readonly CustomFileSystemConfig[]
  /** For `DefaultSpaceSettings`, which SageMaker takes only together with their execution role. */
  readonly shared?: { readonly executionRole: string; readonly list: readonly CustomFileSystemConfig[] }
}

/**
 * Replaces the domain's lists of custom file systems. Nothing else is echoed back: UpdateDomain refuses some settings that
 * DescribeDomain returns. Sent once; see {@link singleAttempt}.
 */
export function updateDomainFileSystems(
  call: SageMakerCall,
  domainId: DomainId,
  lists: DomainLists,
): AwsResult<unknown> {
  const { shared } = lists
  const command = new UpdateDomainCommand({
    DomainId: domainId,
    ...(lists.private && { DefaultUserSettings: { CustomFileSystemConfigs: lists.private as WireFileSystemConfig[] } }),
    ...(shared && {
      DefaultSpaceSettings: {
        ExecutionRole: shared.executionRole,
        CustomFileSystemConfigs: shared.list as WireFileSystemConfig[],
      },
    }),
  })
  return callAws(call, domainRequest('UpdateDomain', domainId), (abortSignal) =>
    call.sagemaker.send(singleAttempt(command), { abortSignal }),
  )
}

function userProfileRequest(operation: string, ref: UserProfileRef): AwsRequest {
  return { service: 'sagemaker', operation, resource: `user profile ${ref.domainId}/${ref.userProfileName}` }
}

function domainRequest(operation: string, domainId: DomainId): AwsRequest {
  return { service: 'sagemaker', operation, resource: `domain ${domainId}` }
}

function userProfileOf(asked: UserProfileRef, reply: DescribeUserProfileCommandOutput): Omit<UserProfile, 'readAt'> {
  return {
    domainId: asked.domainId,
    userProfileName: storedSpelling(asked.userProfileName, reply.UserProfileName),
    ...statusOf(reply),
    posixOwner: ownerOf(reply.UserSettings?.CustomPosixUserConfig),
    customFileSystems: reply.UserSettings?.CustomFileSystemConfigs ?? [],
  }
}

function domainOf(domainId: DomainId, reply: DescribeDomainCommandOutput): Omit<Domain, 'readAt'> {
  return {
    domainId,
    ...statusOf(reply),
    posixOwner: ownerOf(reply.DefaultUserSettings?.CustomPosixUserConfig),
    customFileSystems: reply.DefaultUserSettings?.CustomFileSystemConfigs ?? [],
    domainName: reply.DomainName,
    vpcId: reply.VpcId as VpcId | undefined,
    subnetIds: (reply.SubnetIds ?? []) as SubnetId[],
    spaceFileSystems: reply.DefaultSpaceSettings?.CustomFileSystemConfigs ?? [],
    spacePosixOwner: ownerOf(reply.DefaultSpaceSettings?.CustomPosixUserConfig),
    spaceExecutionRole: reply.DefaultSpaceSettings?.ExecutionRole,
  }
}

function statusOf(reply: { readonly Status?: string | undefined; readonly FailureReason?: string | undefined }) {
  return { status: reply.Status ?? 'Unknown', failureReason: reply.FailureReason }
}

/** Accepts only another spelling of the requested name, because the name becomes part of a path. */
function storedSpelling(asked: UserProfileName, stored: string | undefined): UserProfileName {
  return stored?.toLowerCase() === asked.toLowerCase() ? (stored as UserProfileName) : asked
}

function ownerOf(config: CustomPosixUserConfig | undefined): PosixOwner | undefined {
  if (config?.Uid === undefined || config.Gid === undefined) return undefined
  return { uid: config.Uid, gid: config.Gid } as PosixOwner
}
