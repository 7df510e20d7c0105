import { parseDomainId, parseUserProfileName, type UserProfileRef } from '../../model/ids.js'
import { type FieldParser, unparsed } from '../../model/parse/parse-input.js'
import { membersOf } from '../../model/parse/parse-member.js'
import type { AwsResult } from '../call/aws-error.js'
import type { SageMakerCall } from './describe-and-update.js'
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

const parsePlace: FieldParser<Place | undefined> = (value, field) =>
  membersOf({ DomainArn: unparsed })(value, field).map(({ DomainArn: arn }) => {
    const [, region, accountId] = ARN.exec(String(arn)) ?? []
    return region === undefined || accountId === undefined ? undefined : { region, accountId }
  })

/** Reads the account and Region of the caller from its domains. Undefined where the Region has none. */
export function readPlace(call: SageMakerCall): AwsResult<Place | undefined> {
  return readDomainList(call, parsePlace).map((places) => places.find((place) => place !== undefined))
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
