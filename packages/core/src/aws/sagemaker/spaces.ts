import { DescribeSpaceCommand, ListAppsCommand, ListSpacesCommand } from '@aws-sdk/client-sagemaker'
import { Result } from 'neverthrow'
import {
  parseDomainId,
  parseFileSystemId,
  parseSpaceName,
  parseUserProfileName,
  type SpaceRef,
} from '../../model/ids.js'
import { type FieldParser, listOf, optional } from '../../model/parse/parse-input.js'
import { membersOf, shownText } from '../../model/parse/parse-member.js'
import type { Space } from '../../model/studio-resource.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { callAws, retry } from '../call/call-aws.js'
import { parseReply, readList } from '../call/read-list.js'
import type { SageMakerCall } from './describe-and-update.js'
import { PAGE_SIZE } from './lists.js'

/** Every space of the account in this Region, oldest first, so that new ones come on pages still to be read. */
export function listSpaces(call: SageMakerCall): AwsResult<readonly SpaceRef[]> {
  const request: AwsRequest = { service: 'sagemaker', operation: 'ListSpaces', resource: 'the spaces of this Region' }
  return readList(call, {
    request,
    pending: `listing ${request.resource}`,
    command: (next) =>
      new ListSpacesCommand({
        MaxResults: PAGE_SIZE,
        SortBy: 'CreationTime',
        SortOrder: 'Ascending',
        ...(next !== undefined && { NextToken: next }),
      }),
    send: (command, abortSignal) => call.sagemaker.send(command, { abortSignal }),
    items: ({ Spaces }) => ['Spaces', Spaces],
    next: ({ NextToken }) => NextToken,
    parse: parseSpace,
  })
}

const parseSpaceEntry = membersOf({ DomainId: parseDomainId, SpaceName: parseSpaceName })
const parseSpace: FieldParser<SpaceRef> = (value, field) =>
  parseSpaceEntry(value, field).map(({ DomainId: domainId, SpaceName: spaceName }) => ({ domainId, spaceName }))

/** Reads the file systems of a space, which ListSpaces leaves out. */
export function describeSpace(call: SageMakerCall, ref: SpaceRef): AwsResult<Space> {
  const request = spaceRequest('DescribeSpace', ref)
  return retry(call, `reading ${request.resource}`, () => {
    const command = new DescribeSpaceCommand({ DomainId: ref.domainId, SpaceName: ref.spaceName })
    return callAws(call, request, (abortSignal) => call.sagemaker.send(command, { abortSignal })).andThen((reply) => {
      const owner = optional(parseUserProfileName, undefined)(
        reply.OwnershipSettings?.OwnerUserProfileName,
        'OwnershipSettings.OwnerUserProfileName',
      )
      const mounted = (reply.SpaceSettings?.CustomFileSystems ?? []).flatMap(({ EFSFileSystem: efs }) => efs ?? [])
      const ids = listOf(parseFileSystemId)(
        mounted.map(({ FileSystemId: id }) => id),
        'SpaceSettings.CustomFileSystems',
      )
      const space = Result.combine([owner, ids]).map(([ownerUserProfileName, efsFileSystemIds]) => ({
        ...ref,
        ...(ownerUserProfileName !== undefined && { ownerUserProfileName }),
        efsFileSystemIds,
      }))
      return parseReply(request, space)
    })
  })
}

/** True while the space has an app that may have its file systems mounted: one that is neither deleted nor failed. */
export function hasRunningApp(call: SageMakerCall, ref: SpaceRef): AwsResult<boolean> {
  const request = spaceRequest('ListApps', ref)
  const isRunning = (apps: readonly string[]) => apps.some((status) => status !== 'Deleted' && status !== 'Failed')
  return readList(call, {
    request,
    pending: `listing the apps of ${request.resource}`,
    command: (next) =>
      new ListAppsCommand({
        DomainIdEquals: ref.domainId,
        SpaceNameEquals: ref.spaceName,
        MaxResults: PAGE_SIZE,
        ...(next !== undefined && { NextToken: next }),
      }),
    send: (command, abortSignal) => call.sagemaker.send(command, { abortSignal }),
    items: ({ Apps }) => ['Apps', Apps],
    next: ({ NextToken }) => NextToken,
    parse: parseAppStatus,
    isEnough: isRunning,
  }).map(isRunning)
}

const parseApp = membersOf({ Status: shownText })
const parseAppStatus: FieldParser<string> = (value, field) =>
  parseApp(value, field).map(({ Status: status = 'unknown' }) => status)

function spaceRequest(operation: string, { domainId, spaceName }: SpaceRef): AwsRequest {
  return { service: 'sagemaker', operation, resource: `space ${domainId}/${spaceName}` }
}
