import { ListUserProfilesCommand, type SageMakerClient } from '@aws-sdk/client-sagemaker'
import type { ResultAsync } from 'neverthrow'
import type { OutOfPatienceError, Patience } from '../../call.js'
import type { DomainId, UserProfileName, UserProfileRef } from '../../model/ids.js'
import type { AwsCall, AwsError } from '../call/aws-error.js'
import { callAws } from '../call/call-aws.js'
import type { Page } from '../call/pages.js'

/** The most that SageMaker gives on one page; by default it gives 10. */
export const PAGE_SIZE = 100

/** How the user profiles of a domain, or of all of the Region, are called in messages. */
export function userProfilesOf(domainId: DomainId | undefined): string {
  return `the user profiles of ${domainId === undefined ? 'this Region' : `domain ${domainId}`}`
}

/**
 * One page, of up to 100, of the user profiles of a domain, or of all domains of the Region: oldest first, so that new
 * ones come on pages still to be read.
 */
export function readUserProfilePage(
  sagemaker: SageMakerClient,
  domainId: DomainId | undefined,
  next: string | undefined,
  patience: Patience,
): ResultAsync<Page<UserProfileRef>, AwsError | OutOfPatienceError> {
  const call: AwsCall = { service: 'sagemaker', operation: 'ListUserProfiles', resource: userProfilesOf(domainId) }
  const command = new ListUserProfilesCommand({
    MaxResults: PAGE_SIZE,
    SortBy: 'CreationTime',
    SortOrder: 'Ascending',
    ...(domainId !== undefined && { DomainIdEquals: domainId }),
    ...(next !== undefined && { NextToken: next }),
  })
  return callAws(patience, call, (abortSignal) => sagemaker.send(command, { abortSignal })).map(
    ({ UserProfiles = [], NextToken }) => ({
      items: UserProfiles.map((profile) => ({
        domainId: domainId ?? (profile.DomainId as DomainId),
        userProfileName: profile.UserProfileName as UserProfileName,
      })),
      next: NextToken,
    }),
  )
}
