import type { UserProfileRef } from '../../model/ids.js'
import type { OnboardChange } from '../../profiles/onboard-profile.js'
import type { SkipReason } from '../../profiles/skip-reason.js'
import type { Run, RunEnd } from '../engine/run-iterable.js'
import type { ProgressBy } from '../engine/run-progress.js'
import type { RunError } from '../engine/run-stop.js'
import type { CountsBy } from '../engine/run-work.js'

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
export type ProfileError = RunError

/** Words of an outcome, of which `Done` is the one for a profile that was changed. */
export type WordOf<Done extends string> = Done | 'unchanged' | 'skipped' | 'failed'

/** Number of profiles by outcome. */
export type CountsOf<Done extends string> = CountsBy<WordOf<Done>>

/** Number of profiles that were onboarded, unchanged, skipped or failed. */
export type OutcomeCounts = CountsOf<'onboarded'>

/** Result of a run over profiles. Plain data but for the errors. */
export type RunSummary<Done extends string, ProfileChange> = RunEnd<WordOf<Done>, InterruptedProfile<ProfileChange>>

/** Summary of a run that onboards profiles. */
export type OnboardingSummary = RunSummary<'onboarded', OnboardChange>

/** Progress of a run over profiles; reported four times a second, and once at its end. */
export type RunProgress<Step extends string, Done extends string> = ProgressBy<Step, WordOf<Done>>

/** Progress of a run that onboards profiles. */
export type OnboardingProgress = RunProgress<'onboarding', 'onboarded'>

/** A run over many profiles; see {@link Run}. */
export type ProfilesRun<Outcome, Summary, Failure> = Run<Outcome, Summary, Failure>
