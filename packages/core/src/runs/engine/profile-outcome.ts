import type { ReadinessError } from '../../aws/sagemaker/readiness.js'
import type { UserProfileRef } from '../../model/ids.js'
import type { OnboardChange, OnboardError } from '../../profiles/onboard-profile.js'
import type { SkipReason } from '../../profiles/skip-reason.js'
import type { FileSystemCheckError } from '../../studio/file-system-check.js'

/**
 * Result for one profile, whose name is spelled as SageMaker stores it, or as in the input if it was not read. `Done` is the
 * word for a profile that was changed.
 */
export type OutcomeOf<Done extends string, ProfileChange, Failure> =
  | {
      /** Changed, or with `dryRun` to be changed, as `changes` lists. */
      readonly outcome: Done
      readonly profile: UserProfileRef
      readonly changes: readonly ProfileChange[]
    }
  | { readonly outcome: 'unchanged'; readonly profile: UserProfileRef }
  | {
      readonly outcome: 'skipped'
      readonly profile: UserProfileRef
      readonly reason: SkipReason
      /** For people. */
      readonly detail: string
      /** Changes made before that turned out: a directory, when the profile was deleted in the meantime. */
      readonly changes: readonly ProfileChange[]
    }
  | {
      readonly outcome: 'failed'
      readonly profile: UserProfileRef
      readonly error: Failure
      /** Changes made before it failed. */
      readonly changes: readonly ProfileChange[]
    }

/** Result of onboarding one profile: `onboarded`, `unchanged`, `skipped` or `failed`. */
export type ProfileOutcome = OutcomeOf<'onboarded', OnboardChange, ProfileError>

/** A profile that was changed when the run ended, in part or altogether, and of which the caller got no outcome. */
export interface InterruptedProfile<ProfileChange = OnboardChange> {
  readonly profile: UserProfileRef
  readonly changes: readonly ProfileChange[]
}

/** Errors of one profile in a run. */
export type ProfileError = OnboardError | FileSystemCheckError | ReadinessError

/** Number of profiles by outcome. */
export type CountsOf<Done extends string> = Readonly<Record<Done | 'unchanged' | 'skipped' | 'failed', number>>

/** Number of profiles that were onboarded, unchanged, skipped or failed. */
export type OutcomeCounts = CountsOf<'onboarded'>
