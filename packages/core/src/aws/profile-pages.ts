import { ListUserProfilesCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker'
import type { ResultAsync } from 'neverthrow'
import type { Clock } from '../clock.js'
import type { DomainId } from '../model/domain-id.js'
import type { UserProfileName } from '../model/user-profile-name.js'
import type { OutOfPatienceError, Patience } from '../patience.js'
import type { AwsError } from './aws-error.js'
import { callAws, retrying } from './calls.js'
import type { Page } from './pages.js'

/** One page, of up to 100, of a domain's user profiles, oldest first, so that new ones come on pages still to be read. */
export function readUserProfilePage(
  { sagemaker, clock }: { readonly sagemaker: SageMakerClient; readonly clock: Clock },
  domainId: DomainId,
  next: string | undefined,
  patience: Patience,
): ResultAsync<Page<UserProfileName>, AwsError | OutOfPatienceError> {
  const resource = `the user profiles of domain ${domainId}`
  const command = () =>
    new ListUserProfilesCommand({
      DomainIdEquals: domainId,
      MaxResults: 100,
      SortBy: 'CreationTime',
      SortOrder: 'Ascending',
      ...(next === undefined ? {} : { NextToken: next }),
    })
  const read = () =>
    callAws(patience, { service: 'sagemaker', operation: 'ListUserProfiles', resource }, (abortSignal) =>
      sagemaker.send(command(), { abortSignal }),
    )
  return retrying(clock, patience, `listing ${resource}`, read).map(({ UserProfiles = [], NextToken }) => ({
    items: UserProfiles.map(({ UserProfileName: name }) => name as UserProfileName),
    next: NextToken,
  }))
}
