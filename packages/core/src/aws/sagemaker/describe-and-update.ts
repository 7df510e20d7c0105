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
import type { ResultAsync } from 'neverthrow'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { CustomFileSystemConfig } from '../../model/custom-file-system.js'
import type { DomainId, UserProfileName, UserProfileRef } from '../../model/ids.js'
import type { SubnetId, VpcId } from '../../model/network.js'
import type { PosixOwner } from '../../model/posix-owner.js'
import type { Domain, UserProfile } from '../../model/studio-resource.js'
import type { Clock } from '../../time/clock.js'
import type { AwsCall, AwsError } from '../call/aws-error.js'
import { callAws } from '../call/call-aws.js'
import { singleAttempt } from '../call/single-attempt.js'

export type { SageMakerClient } from '@aws-sdk/client-sagemaker'

/** The Region that the client talks to; undefined when it does not know one. */
export async function regionOf(client: SageMakerClient): Promise<string | undefined> {
  return Promise.resolve(client.config.region()).catch(() => undefined)
}

/** What a domain or profile is read with. */
export interface DescribeContext {
  readonly sagemaker: SageMakerClient
  readonly clock: Clock
}

/** Reads a user profile. */
export function describeUserProfile(
  { sagemaker, clock }: DescribeContext,
  ref: UserProfileRef,
  patience: Patience,
): ResultAsync<UserProfile, AwsError | OutOfPatienceError> {
  const command = new DescribeUserProfileCommand({ DomainId: ref.domainId, UserProfileName: ref.userProfileName })
  return callAws(patience, userProfileCall('DescribeUserProfile', ref), (abortSignal) =>
    sagemaker.send(command, { abortSignal }),
  ).map((reply) => ({ ...userProfileOf(ref, reply), readAt: clock.now() }))
}

/** Reads a domain. */
export function describeDomain(
  { sagemaker, clock }: DescribeContext,
  domainId: DomainId,
  patience: Patience,
): ResultAsync<Domain, AwsError | OutOfPatienceError> {
  const call: AwsCall = { service: 'sagemaker', operation: 'DescribeDomain', resource: `domain ${domainId}` }
  return callAws(patience, call, (abortSignal) =>
    sagemaker.send(new DescribeDomainCommand({ DomainId: domainId }), { abortSignal }),
  ).map((reply) => ({ ...domainOf(domainId, reply), readAt: clock.now() }))
}

/** Replaces the profile's list of custom file systems, and sends nothing else. Sent once; see {@link singleAttempt}. */
export function updateProfileFileSystems(
  client: SageMakerClient,
  ref: UserProfileRef,
  configs: readonly CustomFileSystemConfig[],
  patience: Patience,
): ResultAsync<unknown, AwsError | OutOfPatienceError> {
  const command = new UpdateUserProfileCommand({
    DomainId: ref.domainId,
    UserProfileName: ref.userProfileName,
    UserSettings: { CustomFileSystemConfigs: configs as WireFileSystemConfig[] },
  })
  return callAws(patience, userProfileCall('UpdateUserProfile', ref), (abortSignal) =>
    client.send(singleAttempt(command), { abortSignal }),
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
 * Replaces the domain's lists of custom file systems. Nothing else is echoed back: some settings that DescribeDomain
 * returns are refused by UpdateDomain. Sent once; see {@link singleAttempt}.
 */
export function updateDomainFileSystems(
  client: SageMakerClient,
  domainId: DomainId,
  lists: DomainLists,
  patience: Patience,
): ResultAsync<unknown, AwsError | OutOfPatienceError> {
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
  const call: AwsCall = { service: 'sagemaker', operation: 'UpdateDomain', resource: `domain ${domainId}` }
  return callAws(patience, call, (abortSignal) => client.send(singleAttempt(command), { abortSignal }))
}

function userProfileCall(operation: string, ref: UserProfileRef): AwsCall {
  return { service: 'sagemaker', operation, resource: `user profile ${ref.domainId}/${ref.userProfileName}` }
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

/** Only another spelling of the name that was asked for is taken over: it becomes part of a path. */
function storedSpelling(asked: UserProfileName, stored: string | undefined): UserProfileName {
  return stored?.toLowerCase() === asked.toLowerCase() ? (stored as UserProfileName) : asked
}

function ownerOf(config: CustomPosixUserConfig | undefined): PosixOwner | undefined {
  if (config?.Uid === undefined || config.Gid === undefined) return undefined
  return { uid: config.Uid, gid: config.Gid } as PosixOwner
}
