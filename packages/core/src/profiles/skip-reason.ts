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

/** A profile or domain that is not found may be too new to be seen, for this long after its creation, in milliseconds. */
export const VISIBLE_AFTER_MS = 60_000

/**
 * The reason for which an error of `onboardProfile` leaves nothing to do, and another try would neither; undefined for every
 * other error. `ageMs`: milliseconds since the profile was created, if they are known. A younger one than a minute that is
 * not found may only not be visible yet, so it has no such reason.
 */
export function skipReasonOf(
  error: OnboardProfileError | ReadinessError,
  ageMs = Number.POSITIVE_INFINITY,
): SkipReason | undefined {
  if (error.name === 'UnusableStatusError') return error.resource.startsWith('domain ') ? 'domain-unusable' : 'unusable'
  if (error.name !== 'ResourceNotFoundError' || error.service !== 'sagemaker' || ageMs < VISIBLE_AFTER_MS)
    return undefined
  return error.operation === 'DescribeDomain' ? 'domain-unusable' : 'not-found'
}
