import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import type { OnboardProfileError } from './onboard-profile.js'

/** Reason for which there is nothing to onboard. */
export type SkipReason =
  /** The profile does not exist, or not any more. */
  | 'not-found'
  /** It is being deleted, its deletion failed, or its creation did. */
  | 'unusable'
  /** Its domain does not exist, or is in one of those states. */
  | 'domain-unusable'

/**
 * The reason for which an error of `onboardProfile` leaves nothing to do, and another try would neither; undefined for every
 * other error. Operations wait while a profile may only be too young to be visible, so one that is not found is gone.
 */
export function skipReasonOf(error: OnboardProfileError | ReadinessError): SkipReason | undefined {
  if (error.name === 'UnusableStatusError') return error.resource.startsWith('domain ') ? 'domain-unusable' : 'unusable'
  if (error.name !== 'ResourceNotFoundError' || error.service !== 'sagemaker') return undefined
  return error.operation === 'DescribeDomain' ? 'domain-unusable' : 'not-found'
}
