import {
  ListDomainsCommand,
  ListUserProfilesCommand,
  type ListUserProfilesCommandOutput,
} from '@aws-sdk/client-sagemaker'
import { type DomainId, parseDomainId, parseUserProfileName, type UserProfileRef } from '../../model/ids.js'
import { type FieldParser, unparsed } from '../../model/parse/parse-input.js'
import { membersOf } from '../../model/parse/parse-member.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { retry } from '../call/call-aws.js'
import type { Page } from '../call/page.js'
import { createPageGuard, type PageGuard } from '../call/page-guard.js'
import { readList, readListPage } from '../call/read-list.js'
import type { SageMakerCall } from './describe-and-update.js'

/** The most that SageMaker puts on one page; its default is 10. */
export const PAGE_SIZE = 100

/** Label for messages. Undefined: all domains of the Region. */
function userProfilesOf(domainId: DomainId | undefined): string {
  return `the user profiles of ${domainId === undefined ? 'this Region' : `domain ${domainId}`}`
}

/** Every domain of the account in this Region. */
export function listDomains(call: SageMakerCall): AwsResult<readonly DomainId[]> {
  return readDomainList(call, parseDomain)
}

/** Every domain of the account in this Region, each entry as `parse` reads it. */
export function readDomainList<Value>(call: SageMakerCall, parse: FieldParser<Value>): AwsResult<readonly Value[]> {
  const request: AwsRequest = { service: 'sagemaker', operation: 'ListDomains', resource: 'the domains of this Region' }
  return readList(call, {
    request,
    pending: `listing ${request.resource}`,
    command: (next) =>
      new ListDomainsCommand({ MaxResults: PAGE_SIZE, ...(next !== undefined && { NextToken: next }) }),
    send: (command, abortSignal) => call.sagemaker.send(command, { abortSignal }),
    items: ({ Domains }) => ['Domains', Domains],
    next: ({ NextToken }) => NextToken,
    parse,
  })
}

const parseDomainEntry = membersOf({ DomainId: parseDomainId })
const parseDomain: FieldParser<DomainId> = (value, field) =>
  parseDomainEntry(value, field).map(({ DomainId: id }) => id)

/** Every user profile of one domain, or of all domains of the account in this Region. */
export function listUserProfiles(call: SageMakerCall, domainId?: DomainId): AwsResult<readonly UserProfileRef[]> {
  return readProfileList(call, { domainId, parse: profileIn(domainId) })
}

/** Every user profile of one domain or of the Region, each entry as `parse` reads it. */
export function readProfileList<Value>(call: SageMakerCall, list: ProfileList<Value>): AwsResult<readonly Value[]> {
  return readList(call, { ...userProfileList(call, list), pending: `listing ${userProfilesOf(list.domainId)}` })
}

export interface UserProfilePage {
  /** Undefined: all domains of the Region. */
  readonly domainId: DomainId | undefined
  readonly next: string | undefined
}

/** For all pages of one list: {@link readUserProfilePage} has none of its own. */
export function createProfilePageGuard(domainId: DomainId | undefined): PageGuard {
  return createPageGuard(userProfilesRequest(domainId))
}

/** One page, of up to 100, oldest profiles first, so that new ones come on pages still to be read. */
export function readUserProfilePage(
  call: SageMakerCall,
  { domainId, next }: UserProfilePage,
): AwsResult<Page<UserProfileRef>> {
  const list = userProfileList(call, { domainId, parse: profileIn(domainId) })
  return retry(call, `listing ${userProfilesOf(domainId)}`, () => readListPage(call, list, next))
}

function userProfilesRequest(domainId: DomainId | undefined): AwsRequest {
  return { service: 'sagemaker', operation: 'ListUserProfiles', resource: userProfilesOf(domainId) }
}

const parseProfileEntry = membersOf({ DomainId: unparsed, UserProfileName: parseUserProfileName })

const profileIn =
  (domainId: DomainId | undefined): FieldParser<UserProfileRef> =>
  (value, field) =>
    parseProfileEntry(value, field).andThen(({ DomainId: listed, UserProfileName: userProfileName }) =>
      parseDomainId(domainId ?? listed, `${field}.DomainId`).map((id) => ({ domainId: id, userProfileName })),
    )

interface ProfileList<Value> {
  /** Undefined: all domains of the Region. */
  readonly domainId: DomainId | undefined
  readonly parse: FieldParser<Value>
}

function userProfileList<Value>(call: SageMakerCall, { domainId, parse }: ProfileList<Value>) {
  return {
    request: userProfilesRequest(domainId),
    command: (next: string | undefined) =>
      new ListUserProfilesCommand({
        MaxResults: PAGE_SIZE,
        SortBy: 'CreationTime',
        SortOrder: 'Ascending',
        ...(domainId !== undefined && { DomainIdEquals: domainId }),
        ...(next !== undefined && { NextToken: next }),
      }),
    send: (command: ListUserProfilesCommand, abortSignal: AbortSignal) => call.sagemaker.send(command, { abortSignal }),
    items: ({ UserProfiles }: ListUserProfilesCommandOutput) => ['UserProfiles', UserProfiles] as const,
    next: ({ NextToken }: ListUserProfilesCommandOutput) => NextToken,
    parse,
  }
}
