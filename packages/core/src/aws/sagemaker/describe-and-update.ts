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
import { Result } from 'neverthrow'
import { boundedText } from '../../bounded-text.js'
import type { Call } from '../../call.js'
import { type Generation, parseGeneration } from '../../model/claim.js'
import { type CustomFileSystemConfig, parseCustomFileSystemConfig } from '../../model/custom-file-system.js'
import type { DomainId, UserProfileName, UserProfileRef } from '../../model/ids.js'
import { parseSecurityGroupId, type SubnetId, type VpcId } from '../../model/network.js'
import { listOf } from '../../model/parse/parse-input.js'
import { parseStudioIdentity } from '../../model/posix-owner.js'
import type { Domain, StudioResource, UserProfile } from '../../model/studio-resource.js'
import type { InvalidInputError } from '../../studio-efs-error.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { callAws, retry } from '../call/call-aws.js'
import { nameCredentialsErrors } from '../call/credentials.js'
import { parseReply } from '../call/read-list.js'
import { readBody } from '../call/reply-body.js'
import { singleAttempt } from '../call/single-attempt.js'
import { createReplyLists, type ReplyLists, type SettingsName, sendWhole } from './whole-entries.js'

export type { SageMakerClient } from '@aws-sdk/client-sagemaker'

export interface SageMakerCall extends Call {
  readonly sagemaker: SageMakerClient
}

export function describeUserProfile(call: SageMakerCall, ref: UserProfileRef): AwsResult<UserProfile> {
  const { sagemaker, clock } = call
  const request = userProfileRequest('DescribeUserProfile', ref)
  return retry(call, `reading ${request.resource}`, () => {
    const command = new DescribeUserProfileCommand({ DomainId: ref.domainId, UserProfileName: ref.userProfileName })
    const lists = createReplyLists()
    return callAws(call, request, (abortSignal) => sagemaker.send(describing(command, lists), { abortSignal })).andThen(
      (reply) =>
        parseReply(request, userProfileOf(ref, reply, lists)).map((profile) => ({ ...profile, readAt: clock.now() })),
    )
  })
}

export function describeDomain(call: SageMakerCall, domainId: DomainId): AwsResult<Domain> {
  const { sagemaker, clock } = call
  const request = domainRequest('DescribeDomain', domainId)
  return retry(call, `reading ${request.resource}`, () => {
    const command = new DescribeDomainCommand({ DomainId: domainId })
    const lists = createReplyLists()
    return callAws(call, request, (abortSignal) => sagemaker.send(describing(command, lists), { abortSignal })).andThen(
      (reply) =>
        parseReply(request, domainOf(domainId, reply, lists)).map((domain) => ({ ...domain, readAt: clock.now() })),
    )
  })
}

/** Far more than settings can hold. */
const MAX_REPLY_BYTES = 4_000_000

/** Prepares a Describe command whose lists are read as they came. */
export function describing<Command extends { readonly middlewareStack: unknown }>(
  command: Command,
  { onBody }: ReplyLists,
): Command {
  return readBody(nameCredentialsErrors(command), { maxBytes: MAX_REPLY_BYTES, onBody })
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
    call.sagemaker.send(singleAttempt(sendWhole(command, { UserSettings: configs })), { abortSignal }),
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
  const sent = {
    ...(lists.private && { DefaultUserSettings: lists.private }),
    ...(shared && { DefaultSpaceSettings: shared.list }),
  }
  return callAws(call, domainRequest('UpdateDomain', domainId), (abortSignal) =>
    call.sagemaker.send(singleAttempt(sendWhole(command, sent)), { abortSignal }),
  )
}

function userProfileRequest(operation: string, ref: UserProfileRef): AwsRequest {
  return { service: 'sagemaker', operation, resource: `user profile ${ref.domainId}/${ref.userProfileName}` }
}

function domainRequest(operation: string, domainId: DomainId): AwsRequest {
  return { service: 'sagemaker', operation, resource: `domain ${domainId}` }
}

function userProfileOf(
  asked: UserProfileRef,
  reply: DescribeUserProfileCommandOutput,
  lists: ReplyLists,
): Result<Omit<UserProfile, 'readAt'>, InvalidInputError> {
  return settingsOf('UserSettings', reply.UserSettings, lists).map((settings) => ({
    domainId: asked.domainId,
    userProfileName: storedSpelling(asked.userProfileName, reply.UserProfileName),
    ...statusOf(reply),
    ...settings,
    generation: generationOf(asked, reply),
  }))
}

function domainOf(
  domainId: DomainId,
  reply: DescribeDomainCommandOutput,
  lists: ReplyLists,
): Result<Omit<Domain, 'readAt'>, InvalidInputError> {
  return Result.combine([
    settingsOf('DefaultUserSettings', reply.DefaultUserSettings, lists),
    settingsOf('DefaultSpaceSettings', reply.DefaultSpaceSettings, lists),
  ]).map(([settings, spaces]) => ({
    domainId,
    ...statusOf(reply),
    ...settings,
    domainName: reply.DomainName,
    domainArn: reply.DomainArn,
    vpcId: reply.VpcId as VpcId | undefined,
    subnetIds: (reply.SubnetIds ?? []) as SubnetId[],
    spaceFileSystems: spaces.customFileSystems,
    spacePosixOwner: spaces.posixOwner,
    spaceExecutionRole: reply.DefaultSpaceSettings?.ExecutionRole,
    isUnifiedStudio: reply.DomainSettings?.UnifiedStudioSettings !== undefined,
  }))
}

interface DecodedSettings {
  readonly ExecutionRole?: string | undefined
  readonly SecurityGroups?: readonly string[] | undefined
  readonly CustomPosixUserConfig?: CustomPosixUserConfig | undefined
  readonly CustomFileSystemConfigs?: readonly WireFileSystemConfig[] | undefined
}

function settingsOf(
  name: SettingsName,
  { CustomPosixUserConfig: identity, CustomFileSystemConfigs: decoded, ...rest }: DecodedSettings = {},
  lists: ReplyLists,
): Result<Settings, InvalidInputError> {
  const { ExecutionRole: executionRole, SecurityGroups: groups = [] } = rest
  return Result.combine([
    parseStudioIdentity(identity, `${name}.CustomPosixUserConfig`),
    listOf(parseCustomFileSystemConfig)(lists.entries(name, decoded), `${name}.CustomFileSystemConfigs`),
  ]).map(([posixOwner, customFileSystems]) => ({
    posixOwner,
    customFileSystems,
    ...(executionRole !== undefined && { executionRole }),
    securityGroupIds: [groups].flat().flatMap((id) => parseSecurityGroupId(id).unwrapOr([] as never)),
  }))
}

type Settings = Pick<StudioResource, 'posixOwner' | 'customFileSystems' | 'executionRole' | 'securityGroupIds'>

const MAX_STATUS = 100
const MAX_REASON = 1000

export function statusOf(reply: { readonly Status?: string | undefined; readonly FailureReason?: string | undefined }) {
  const { Status: status = 'Unknown', FailureReason: reason } = reply
  return {
    status: boundedText(status, MAX_STATUS),
    failureReason: reason === undefined ? undefined : boundedText(reason, MAX_REASON),
  }
}

/** Accepts only another spelling of the requested name, because the name becomes part of a path. */
function storedSpelling(asked: UserProfileName, stored: string | undefined): UserProfileName {
  const isAsked = typeof stored === 'string' && stored.toLowerCase() === asked.toLowerCase()
  return isAsked ? (stored as UserProfileName) : asked
}

/** Account and Region are those of the profile's ARN: the client's own may be an alias or unset. */
function generationOf(
  { domainId, userProfileName }: UserProfileRef,
  reply: DescribeUserProfileCommandOutput,
): Generation | undefined {
  const [, , , region, accountId] = `${reply.UserProfileArn}`.split(':')
  const parsed = parseGeneration(
    {
      accountId,
      region,
      domainId,
      userProfileName: storedSpelling(userProfileName, reply.UserProfileName),
      createdAt: reply.CreationTime,
      person: reply.SingleSignOnUserValue,
    },
    'UserProfile',
  )
  return parsed.unwrapOr(undefined)
}
