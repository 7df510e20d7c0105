import { ListDomainsCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker'
import type { ResultAsync } from 'neverthrow'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { DomainId, UserProfileRef } from '../../model/ids.js'
import type { Clock } from '../../time/clock.js'
import type { AwsCall, AwsError } from '../call/aws-error.js'
import { callAws } from '../call/call-aws.js'
import { readPages } from '../call/pages.js'
import { PAGE_SIZE, readUserProfilePage, userProfilesOf } from './profile-pages.js'

interface ListContext {
  readonly sagemaker: SageMakerClient
  readonly clock: Clock
}

/** Every domain of the account in this Region. */
export function listDomains(
  { sagemaker, clock }: ListContext,
  patience: Patience,
): ResultAsync<readonly DomainId[], AwsError | OutOfPatienceError> {
  const call: AwsCall = { service: 'sagemaker', operation: 'ListDomains', resource: 'the domains of this Region' }
  const readPage = (next: string | undefined) =>
    callAws(patience, call, (abortSignal) =>
      sagemaker.send(
        new ListDomainsCommand({ MaxResults: PAGE_SIZE, ...(next === undefined ? {} : { NextToken: next }) }),
        {
          abortSignal,
        },
      ),
    ).map(({ Domains = [], NextToken }) => ({
      items: Domains.map(({ DomainId: id }) => id as DomainId),
      next: NextToken,
    }))
  return readPages({ clock, patience, pending: `listing ${call.resource}` }, readPage)
}

/** Every user profile of one domain, or of all domains of the account in this Region. */
export function listUserProfiles(
  { sagemaker, clock }: ListContext,
  patience: Patience,
  domainId?: DomainId,
): ResultAsync<readonly UserProfileRef[], AwsError | OutOfPatienceError> {
  const pending = `listing ${userProfilesOf(domainId)}`
  return readPages({ clock, patience, pending }, (next) => readUserProfilePage(sagemaker, domainId, next, patience))
}
