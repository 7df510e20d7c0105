import type { DomainId, UserProfileRef } from '../../model/ids.js'
import type { Domain, StudioResource, UserProfile } from '../../model/studio-resource.js'
import type { AwsResult } from '../call/aws-error.js'
import { type Probe, pollUntil } from '../call/poll.js'
import { describeDomain, describeUserProfile, type SageMakerCall } from './describe-and-update.js'
import { readinessOf, UnusableStatusError } from './readiness.js'

/** Resolves when the profile may be updated: `InService` or `Update_Failed`. */
export function waitForUserProfile(
  call: SageMakerCall,
  ref: UserProfileRef,
): AwsResult<UserProfile, UnusableStatusError> {
  return waitUntilReady(call, `user profile ${ref.domainId}/${ref.userProfileName}`, () =>
    describeUserProfile(call, ref),
  )
}

/** Resolves when the domain may be updated: `InService` or `Update_Failed`. */
export function waitForDomain(call: SageMakerCall, domainId: DomainId): AwsResult<Domain, UnusableStatusError> {
  return waitUntilReady(call, `domain ${domainId}`, () => describeDomain(call, domainId))
}

// AWS ships no waiter for domains and profiles.
function waitUntilReady<T extends StudioResource>(
  call: SageMakerCall,
  resource: string,
  read: () => AwsResult<T>,
): AwsResult<T, UnusableStatusError> {
  return pollUntil(call, {
    resource,
    firstProbe: 'at-once',
    read,
    evaluate: (seen): Probe<T, UnusableStatusError> => {
      const { status, failureReason } = seen
      const readiness = readinessOf(status)
      if (readiness === 'ready') return { kind: 'done', value: seen }
      if (readiness === 'settling') return { kind: 'pending', status }
      return { kind: 'failed', error: new UnusableStatusError({ resource, status, failureReason }) }
    },
  })
}
