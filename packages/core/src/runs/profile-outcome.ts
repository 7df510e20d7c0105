import type { ReadinessError } from '../aws/sagemaker/readiness.js'
import type { UserProfileRef } from '../model/ids.js'
import type { OnboardChange, OnboardError } from '../profiles/onboard-profile.js'
import type { SkipReason } from '../profiles/skip-reason.js'

/** Result for one profile, whose name is spelled as SageMaker stores it, or as in the input if it was not read. */
export type ProfileOutcome =
  | {
      /** Changed, or with `dryRun` to be changed, as `changes` lists. */
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
      /** Changes made before that turned out: a directory, when the profile was deleted in the meantime. */
      readonly changes: readonly OnboardChange[]
    }
  | {
      readonly outcome: 'failed'
      readonly profile: UserProfileRef
      readonly error: ProfileError
      /** Changes made before it failed. */
      readonly changes: readonly OnboardChange[]
    }

/** A profile that was changed when the run ended, in part or altogether, and of which the caller got no outcome. */
export interface InterruptedProfile {
  readonly profile: UserProfileRef
  readonly changes: readonly OnboardChange[]
}

export type ProfileError = OnboardError | ReadinessError

/** Number of profiles by outcome. */
export type OutcomeCounts = Readonly<Record<ProfileOutcome['outcome'], number>>
