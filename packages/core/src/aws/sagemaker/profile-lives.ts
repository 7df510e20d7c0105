import { ListDomainsCommand, ListUserProfilesCommand } from '@aws-sdk/client-sagemaker'
import { ok } from 'neverthrow'
import { parseDomainId, parseUserProfileName, type UserProfileRef } from '../../model/ids.js'
import { type FieldParser, unparsed } from '../../model/parse/parse-input.js'
import { membersOf } from '../../model/parse/parse-member.js'
import type { AwsRequest, AwsResult } from '../call/aws-error.js'
import { readList } from '../call/read-list.js'
import type { SageMakerCall } from './describe-and-update.js'
import { PAGE_SIZE } from './lists.js'

/** Account and Region that SageMaker answered for. */
export interface Place {
  readonly accountId: string
  readonly region: string
}

/** A profile as the list shows it. */
export interface ListedProfile extends UserProfileRef {
  /** ISO 8601; undefined where the list does not say. */
  readonly createdAt: string | undefined
}

const ARN = /^arn:[-a-z]+:sagemaker:([a-z0-9-]+):(\d{12}):domain\//

const parsePlace: FieldParser<Place | undefined> = (value, field) =>
  membersOf({ DomainArn: unparsed })(value, field).map(({ DomainArn: arn }) => {
    const [, region, accountId] = ARN.exec(String(arn)) ?? []
    return region === undefined || accountId === undefined ? undefined : { region, accountId }
  })

/** Reads the account and Region of the caller from its domains. Undefined where the Region has none. */
export function readPlace(call: SageMakerCall): AwsResult<Place | undefined> {
  const request: AwsRequest = { service: 'sagemaker', operation: 'ListDomains', resource: 'the domains of this Region' }
  return readList(call, {
    request,
    pending: `listing ${request.resource}`,
    command: (next) =>
      new ListDomainsCommand({ MaxResults: PAGE_SIZE, ...(next !== undefined && { NextToken: next }) }),
    send: (command, abortSignal) => call.sagemaker.send(command, { abortSignal }),
    items: ({ Domains }) => ['Domains', Domains],
    next: ({ NextToken }) => NextToken,
    parse: parsePlace,
  }).map((places) => places.find((place) => place !== undefined))
}

const parseEntry = membersOf({ DomainId: parseDomainId, UserProfileName: parseUserProfileName, CreationTime: unparsed })
const parseListed: FieldParser<ListedProfile> = (value, field) =>
  parseEntry(value, field).andThen(({ DomainId: domainId, UserProfileName: userProfileName, CreationTime: time }) =>
    ok({ domainId, userProfileName, createdAt: time instanceof Date ? time.toISOString() : undefined }),
  )

/** Every user profile of the Region, with its creation time. */
export function listProfileLives(call: SageMakerCall): AwsResult<readonly ListedProfile[]> {
  const resource = 'the user profiles of this Region'
  return readList(call, {
    request: { service: 'sagemaker', operation: 'ListUserProfiles', resource },
    pending: `listing ${resource}`,
    command: (next) =>
      new ListUserProfilesCommand({ MaxResults: PAGE_SIZE, ...(next !== undefined && { NextToken: next }) }),
    send: (command, abortSignal) => call.sagemaker.send(command, { abortSignal }),
    items: ({ UserProfiles }) => ['UserProfiles', UserProfiles],
    next: ({ NextToken }) => NextToken,
    parse: parseListed,
  })
}
