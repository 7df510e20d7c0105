import { DescribeSpaceCommand, ListAppsCommand, ListSpacesCommand } from '@aws-sdk/client-sagemaker'
import type { DomainId, FileSystemId, SpaceName, SpaceRef, UserProfileName } from '../../model/ids.js'
import type { Space } from '../../model/studio-resource.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { callAws, retry } from '../call/call-aws.js'
import { readPages } from '../call/pages.js'
import type { SageMakerCall } from './describe-and-update.js'
import { PAGE_SIZE } from './lists.js'

/** Every space of the account in this Region, oldest first, so that new ones come on pages still to be read. */
export function listSpaces(call: SageMakerCall): AwsResult<readonly SpaceRef[]> {
  const request: AwsRequest = { service: 'sagemaker', operation: 'ListSpaces', resource: 'the spaces of this Region' }
  const readPage = (next: string | undefined) => {
    const command = new ListSpacesCommand({
      MaxResults: PAGE_SIZE,
      SortBy: 'CreationTime',
      SortOrder: 'Ascending',
      ...(next !== undefined && { NextToken: next }),
    })
    return callAws(call, request, (abortSignal) => call.sagemaker.send(command, { abortSignal })).map(
      ({ Spaces = [], NextToken }) => ({
        items: Spaces.map((space) => ({
          domainId: space.DomainId as DomainId,
          spaceName: space.SpaceName as SpaceName,
        })),
        next: NextToken,
      }),
    )
  }
  return readPages(call, { pending: `listing ${request.resource}`, readPage })
}

/** Reads the file systems of a space, which ListSpaces leaves out. */
export function describeSpace(call: SageMakerCall, ref: SpaceRef): AwsResult<Space> {
  const request = spaceRequest('DescribeSpace', ref)
  return retry(call, `reading ${request.resource}`, () => {
    const command = new DescribeSpaceCommand({ DomainId: ref.domainId, SpaceName: ref.spaceName })
    return callAws(call, request, (abortSignal) => call.sagemaker.send(command, { abortSignal })).map((reply) => {
      const owner = reply.OwnershipSettings?.OwnerUserProfileName as UserProfileName | undefined
      const mounted = reply.SpaceSettings?.CustomFileSystems ?? []
      return {
        ...ref,
        ...(owner !== undefined && { ownerUserProfileName: owner }),
        efsFileSystemIds: mounted.flatMap(({ EFSFileSystem: efs }) => (efs?.FileSystemId as FileSystemId) ?? []),
      }
    })
  })
}

/** True while the space has an app that may have its file systems mounted: one that is neither deleted nor failed. */
export function hasRunningApp(call: SageMakerCall, ref: SpaceRef): AwsResult<boolean> {
  const request = spaceRequest('ListApps', ref)
  const readPage = (next: string | undefined) => {
    const command = new ListAppsCommand({
      DomainIdEquals: ref.domainId,
      SpaceNameEquals: ref.spaceName,
      MaxResults: PAGE_SIZE,
      ...(next !== undefined && { NextToken: next }),
    })
    return callAws(call, request, (abortSignal) => call.sagemaker.send(command, { abortSignal })).map(
      ({ Apps = [], NextToken }) => ({
        items: Apps.filter(({ Status }) => Status !== 'Deleted' && Status !== 'Failed'),
        next: NextToken,
      }),
    )
  }
  const isEnough = (apps: readonly unknown[]) => apps.length > 0
  return readPages(call, { pending: `listing the apps of ${request.resource}`, readPage, isEnough }).map(isEnough)
}

function spaceRequest(operation: string, { domainId, spaceName }: SpaceRef): AwsRequest {
  return { service: 'sagemaker', operation, resource: `space ${domainId}/${spaceName}` }
}
