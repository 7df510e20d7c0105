import type { UserProfileRef } from '../model/ids.js'
import type { EventOrigin, IgnoredReason, MalformedEventError } from './decoded-event.js'
import type { UnreadableLogFileError } from './log-files/error.js'

/** A profile was created or deleted, says a CloudTrail record. */
export interface UserProfileEvent {
  readonly what: 'created' | 'deleted'
  /** The name as whoever made the call typed it. */
  readonly profile: UserProfileRef
  /** CloudTrail's `eventID`. */
  readonly eventId: string
  /** When the call was made: milliseconds since the epoch, to the second. */
  readonly at: number
  readonly region: string | undefined
  readonly account: string | undefined
}

/** What a CloudTrail record says about user profiles. */
export type DecodedRecord =
  | ({ readonly kind: 'decoded' } & UserProfileEvent)
  | ({ readonly kind: 'ignored'; readonly reason: IgnoredReason; readonly detail: string } & EventOrigin)
  | { readonly kind: 'malformed'; readonly error: MalformedEventError }

/** A log file was read, to its end unless there is an error. */
export interface LogFileRead {
  readonly kind: 'file'
  readonly file: string
  readonly error: UnreadableLogFileError | undefined
}

/**
 * CloudTrail records about user profiles, in any order and any number of times. Throws a `StudioEfsError` when it cannot
 * go on.
 */
export type CloudTrailSource = AsyncIterable<DecodedRecord | LogFileRead>
