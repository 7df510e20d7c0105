import type { DomainId, SpaceRef, UserProfileRef } from '../../model/ids.js'
import type { Space } from '../../model/space.js'
import type { Domain, StudioState, UserProfile } from '../../model/studio-resource.js'
import type { AwsResult } from '../call/aws-error.js'
import { type Probe, pollUntil } from '../call/poll.js'
import { describeDomain, describeUserProfile, type SageMakerCall } from './describe-and-update.js'
import { readVisible, type VisibleReading } from './read-visible.js'
import { readinessOf, UnusableStatusError } from './readiness.js'
import { describeSpace } from './spaces.js'
import type { CreatedAt } from './visibility-plan.js'

/** Resolves when the profile may be updated: `InService` or `Update_Failed`. Waits first until it is visible. */
export function waitForUserProfile(
  call: SageMakerCall,
  ref: UserProfileRef,
  createdAt: CreatedAt,
): AwsResult<UserProfile, UnusableStatusError> {
  return waitUntilReady(call, {
    resource: `user profile ${ref.domainId}/${ref.userProfileName}`,
    createdAt,
    read: () => describeUserProfile(call, ref),
  })
}

/** Resolves when the domain may be updated: `InService` or `Update_Failed`. Waits first until it is visible. */
export function waitForDomain(
  call: SageMakerCall,
  domainId: DomainId,
  createdAt: CreatedAt,
): AwsResult<Domain, UnusableStatusError> {
  return waitUntilReady(call, {
    resource: `domain ${domainId}`,
    createdAt,
    read: () => describeDomain(call, domainId),
  })
}

/** Resolves when the space may be updated: `InService` or `Update_Failed`. Waits first until it is visible. */
export function waitForSpace(
  call: SageMakerCall,
  ref: SpaceRef,
  createdAt: CreatedAt,
): AwsResult<Space, UnusableStatusError> {
  return waitUntilReady(call, {
    resource: `space ${ref.domainId}/${ref.spaceName}`,
    createdAt,
    read: () => describeSpace(call, ref),
  })
}

/** Reads the domain once, whatever its status. Waits first until it is visible. */
export function describeVisibleDomain(
  call: SageMakerCall,
  domainId: DomainId,
  createdAt: CreatedAt,
): AwsResult<Domain> {
  return readVisible(call, {
    resource: `domain ${domainId}`,
    createdAt,
    read: () => describeDomain(call, domainId),
  })
}

// AWS ships no waiter for domains, profiles and spaces.
function waitUntilReady<T extends StudioState>(
  call: SageMakerCall,
  reading: VisibleReading<T>,
): AwsResult<T, UnusableStatusError> {
  const { resource, read } = reading
  let isSeen = false
  return pollUntil(call, {
    resource,
    firstProbe: 'at-once',
    read: () => (isSeen ? read() : readVisible(call, reading)),
    evaluate: (seen): Probe<T, UnusableStatusError> => {
      isSeen = true
      const { status, failureReason } = seen
      const readiness = readinessOf(status)
      if (readiness === 'ready') return { kind: 'done', value: seen }
      if (readiness === 'settling') return { kind: 'pending', status }
      return { kind: 'failed', error: new UnusableStatusError({ resource, status, failureReason }) }
    },
  })
}
