import type { ReadinessError } from '../aws/sagemaker/wait-until-ready.js'
import type { UserProfileRef } from '../model/ids.js'
import type { OnboardChange, OnboardStepError } from '../profiles/onboard.js'

export type SkipReason =
  /** The profile is not there, or not there any more. */
  | 'not-found'
  /** It is being deleted, its deletion failed, or its creation did. */
  | 'unusable'
  /** Its domain is not there, or in one of those states. */
  | 'domain-unusable'

/** What became of one profile. The profile is spelled as SageMaker stores it, as far as it was read. */
export type ProfileOutcome =
  | {
      /** Changed, or with `dryRun` to be changed: `changes` says how. */
      readonly outcome: 'onboarded'
      readonly profile: UserProfileRef
      readonly changes: readonly OnboardChange[]
    }
  | { readonly outcome: 'unchanged'; readonly profile: UserProfileRef }
  | {
      readonly outcome: 'skipped'
      readonly profile: UserProfileRef
      readonly reason: SkipReason
      /** For people. */
      readonly detail: string
      /** What was changed before that turned out: a directory, when the profile was deleted in the meantime. */
      readonly changes: readonly OnboardChange[]
    }
  | {
      readonly outcome: 'failed'
      readonly profile: UserProfileRef
      readonly error: ProfileError
      /** What was changed before it failed. */
      readonly changes: readonly OnboardChange[]
    }

/** A profile that was cut off by the end of the run when a part of it was done. It has no outcome. */
export interface InterruptedProfile {
  readonly profile: UserProfileRef
  readonly changes: readonly OnboardChange[]
}

export type ProfileError = OnboardStepError | ReadinessError

/** How many profiles had which outcome. */
export type OutcomeCounts = Readonly<Record<ProfileOutcome['outcome'], number>>
