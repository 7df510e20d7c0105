import type { ResultAsync } from 'neverthrow'
import type { OutOfPatienceError, Patience } from '../../call.js'
import { StudioEfsError } from '../../errors.js'
import type { DomainId, UserProfileRef } from '../../model/ids.js'
import type { Domain, StudioResource, UserProfile } from '../../model/studio-resource.js'
import type { Clock } from '../../time/clock.js'
import type { AwsError } from '../call/aws-error.js'
import { retrying } from '../call/call-aws.js'
import { type Look, pollUntil } from '../call/poll.js'
import { type DescribeContext, describeDomain, describeUserProfile } from './describe-and-update.js'
import { readinessOf } from './readiness.js'

/** The domain or profile is in a state that no waiting mends. */
export class UnusableStatusError extends StudioEfsError {
  readonly name = 'UnusableStatusError'
  constructor(
    readonly resource: string,
    readonly status: string,
    readonly failureReason: string | undefined,
  ) {
    super(`${resource} is ${status}${failureReason === undefined ? '' : ` (${failureReason})`} and cannot be used.`, {
      retryable: false,
      hint:
        status === 'Failed'
          ? 'Its creation failed: delete it and create it again.'
          : 'It is being deleted or its deletion failed.',
    })
  }
}

export type ReadinessError = AwsError | OutOfPatienceError | UnusableStatusError

/** The profile, as soon as it may be updated: `InService` or `Update_Failed`. AWS ships no waiter for it. */
export function waitForUserProfile(
  context: DescribeContext,
  ref: UserProfileRef,
  patience: Patience,
): ResultAsync<UserProfile, ReadinessError> {
  const resource = `user profile ${ref.domainId}/${ref.userProfileName}`
  return waitUntilReady(context.clock, patience, resource, () => describeUserProfile(context, ref, patience))
}

/** The domain, as soon as it may be updated: `InService` or `Update_Failed`. AWS ships no waiter for it. */
export function waitForDomain(
  context: DescribeContext,
  domainId: DomainId,
  patience: Patience,
): ResultAsync<Domain, ReadinessError> {
  return waitUntilReady(context.clock, patience, `domain ${domainId}`, () =>
    describeDomain(context, domainId, patience),
  )
}

function waitUntilReady<T extends StudioResource>(
  clock: Clock,
  patience: Patience,
  resource: string,
  describe: () => ResultAsync<T, AwsError | OutOfPatienceError>,
): ResultAsync<T, ReadinessError> {
  return pollUntil({ clock }, patience, resource, {
    firstLook: 'at-once',
    read: () => retrying(clock, patience, `reading ${resource}`, describe),
    judge: (seen): Look<T, UnusableStatusError> => {
      const { status, failureReason } = seen
      const readiness = readinessOf(status)
      if (readiness === 'ready') return { kind: 'done', value: seen }
      if (readiness === 'settling') return { kind: 'pending', status }
      return { kind: 'failed', error: new UnusableStatusError(resource, status, failureReason) }
    },
  })
}
