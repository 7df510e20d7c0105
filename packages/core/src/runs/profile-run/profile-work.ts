import type { ResultAsync } from 'neverthrow'
import type { ProfileReading } from '../../studio/profile-turn.js'
import type { RunCall } from '../engine/run-context.js'
import type { OutcomeOf, ProfileError } from './profile-outcome.js'

/** The work of a run on each of its profiles. */
export interface ProfileWork<Done extends string, ProfileChange, Failure extends ProfileError> {
  /** Word for a profile that was changed. */
  readonly done: Done
  /** Word for the work, in the progress. */
  readonly step: string
  /** Begins the work on one profile, before the profile is read. */
  begin(): ProfileTask<ProfileChange, Failure>
}

/** The work on one profile. */
export interface ProfileTask<ProfileChange, Failure> {
  /** Works on the profile, which is ready, while holding its turn. Resolves with the changes made. */
  work(
    call: RunCall,
    reading: ProfileReading,
  ): ResultAsync<readonly ProfileChange[], WorkFailure<ProfileChange, Failure>>
  /**
   * Sends nothing more for the profile. With `reported: 'none'` resolves with the changes that were under way, as far as
   * known when `giveUp` fires.
   */
  end(giveUp: AbortSignal, reported: 'all' | 'none'): Promise<readonly ProfileChange[]>
}

/** The error, and the changes that were made before it. */
export interface WorkFailure<ProfileChange, Failure> {
  readonly error: Failure
  readonly changes: readonly ProfileChange[]
}

/** Outcome of one profile, by whatever word its changes are called outside. */
export type Settled<ProfileChange, Failure> = OutcomeOf<'changed', ProfileChange, Failure>
