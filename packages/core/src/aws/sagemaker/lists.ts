import { ListDomainsCommand, ListUserProfilesCommand } from '@aws-sdk/client-sagemaker'
import type { DomainId, UserProfileName, UserProfileRef } from '../../model/ids.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { callAws, retry } from '../call/call-aws.js'
import { nameCredentialsErrors } from '../call/credentials.js'
import { type Page, readPages } from '../call/pages.js'
import type { SageMakerCall } from './describe-and-update.js'

/** The most that SageMaker puts on one page; its default is 10. */
export const PAGE_SIZE = 100

/** Label for messages. Undefined: all domains of the Region. */
function userProfilesOf(domainId: DomainId | undefined): string {
  return `the user profiles of ${domainId === undefined ? 'this Region' : `domain ${domainId}`}`
}

/** Every domain of the account in this Region. */
export function listDomains(call: SageMakerCall): AwsResult<readonly DomainId[]> {
  const request: AwsRequest = { service: 'sagemaker', operation: 'ListDomains', resource: 'the domains of this Region' }
  const readPage = (next: string | undefined) => {
    const command = new ListDomainsCommand({
      MaxResults: PAGE_SIZE,
      ...(next === undefined ? {} : { NextToken: next }),
    })
    return callAws(call, request, (abortSignal) =>
      call.sagemaker.send(nameCredentialsErrors(command), { abortSignal }),
    ).map(({ Domains = [], NextToken }) => ({
      items: Domains.map(({ DomainId: id }) => id as DomainId),
      next: NextToken,
    }))
  }
  return readPages(call, { pending: `listing ${request.resource}`, readPage })
}

/** Every user profile of one domain, or of all domains of the account in this Region. */
export function listUserProfiles(call: SageMakerCall, domainId?: DomainId): AwsResult<readonly UserProfileRef[]> {
  const readPage = (next: string | undefined) => sendListUserProfiles(call, { domainId, next })
  return readPages(call, { pending: `listing ${userProfilesOf(domainId)}`, readPage })
}

export interface UserProfilePage {
  /** Undefined: all domains of the Region. */
  readonly domainId: DomainId | undefined
  readonly next: string | undefined
}

/** One page, of up to 100, oldest profiles first, so that new ones come on pages still to be read. */
export function readUserProfilePage(call: SageMakerCall, page: UserProfilePage): AwsResult<Page<UserProfileRef>> {
  return retry(call, `listing ${userProfilesOf(page.domainId)}`, () => sendListUserProfiles(call, page))
}

function sendListUserProfiles(
  call: SageMakerCall,
  { domainId, next }: UserProfilePage,
): AwsResult<Page<UserProfileRef>> {
  const request: AwsRequest = {
    service: 'sagemaker',
    operation: 'ListUserProfiles',
    resource: userProfilesOf(domainId),
  }
  const command = new ListUserProfilesCommand({
    MaxResults: PAGE_SIZE,
    SortBy: 'CreationTime',
    SortOrder: 'Ascending',
    ...(domainId !== undefined && { DomainIdEquals: domainId }),
    ...(next !== undefined && { NextToken: next }),
  })
  return callAws(call, request, (abortSignal) =>
    call.sagemaker.send(nameCredentialsErrors(command), { abortSignal }),
  ).map(({ UserProfiles = [], NextToken }) => ({
    items: UserProfiles.map((profile) => ({
      domainId: domainId ?? (profile.DomainId as DomainId),
      userProfileName: profile.UserProfileName as UserProfileName,
    })),
    next: NextToken,
  }))
}
