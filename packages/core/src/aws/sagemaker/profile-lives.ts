import { err, ok } from 'neverthrow'
import { type DomainId, parseDomainId, parseUserProfileName, type UserProfileRef } from '../../model/ids.js'
import { type FieldParser, unparsed } from '../../model/parse/parse-input.js'
import { membersOf } from '../../model/parse/parse-member.js'
import type { AwsResult } from '../call/aws-error.js'
import { describeDomain, type SageMakerCall } from './describe-and-update.js'
import { readDomainList, readProfileList } from './lists.js'

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

interface ListedDomain {
  readonly domainId: DomainId
  readonly place: Place | undefined
}

const parseDomain: FieldParser<ListedDomain> = (value, field) =>
  membersOf({ DomainId: parseDomainId, DomainArn: unparsed })(value, field).map(
    ({ DomainId: domainId, DomainArn: arn }) => {
      const [, region, accountId] = ARN.exec(String(arn)) ?? []
      return { domainId, place: region === undefined || accountId === undefined ? undefined : { region, accountId } }
    },
  )

/** The caller's domains, and its account and Region as their ARNs say: undefined where the Region has no domain. */
export interface OwnDomains {
  readonly domainIds: readonly DomainId[]
  readonly place: Place | undefined
}

export function readOwnDomains(call: SageMakerCall): AwsResult<OwnDomains> {
  return readDomainList(call, parseDomain).map((domains) => ({
    domainIds: domains.map(({ domainId }) => domainId),
    place: domains.find(({ place }) => place !== undefined)?.place,
  }))
}

/** True where SageMaker knows no domain of this id. Any other error than ResourceNotFound is one. */
export function isDomainGone(call: SageMakerCall, domainId: DomainId): AwsResult<boolean> {
  return describeDomain(call, domainId)
    .map(() => false)
    .orElse((error) => (error.name === 'ResourceNotFoundError' ? ok(true) : err(error)))
}

const parseEntry = membersOf({ DomainId: parseDomainId, UserProfileName: parseUserProfileName, CreationTime: unparsed })
const parseListed: FieldParser<ListedProfile> = (value, field) =>
  parseEntry(value, field).map(({ DomainId: domainId, UserProfileName: userProfileName, CreationTime: time }) => ({
    domainId,
    userProfileName,
    createdAt: time instanceof Date ? time.toISOString() : undefined,
  }))

/** Every user profile of the Region, with its creation time. */
export function listProfileLives(call: SageMakerCall): AwsResult<readonly ListedProfile[]> {
  return readProfileList(call, { domainId: undefined, parse: parseListed })
}
