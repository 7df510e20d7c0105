import { StudioEfsError } from '../errors.js'
import type { UserProfileRef } from '../model/ids.js'

/** Something that claims to be a record of CreateUserProfile and is not fit to be acted on. */
export class MalformedEventError extends StudioEfsError {
  readonly name = 'MalformedEventError'
  constructor(
    /** The field, as a path from the event's root. */
    readonly field: string,
    readonly allowed: string,
    readonly received: string,
    /** CloudTrail's id of the event, when it has one. */
    readonly eventId: string | undefined,
    /** The log file that it was found in, when it is known. */
    readonly file?: string,
  ) {
    super(
      `The event${eventId === undefined ? '' : ` ${eventId}`}${file === undefined ? '' : ` in ${file}`} is malformed: ${field} is ${received}; allowed: ${allowed}.`,
      {
        retryable: false,
        hint: 'Nothing was read or written for it. If AWS sent it, please report it with its fields.',
      },
    )
  }

  /** The same, of an event in that file. */
  in(file: string): MalformedEventError {
    return new MalformedEventError(this.field, this.allowed, this.received, this.eventId, file)
  }
}

/** What is known of the event itself. */
export interface EventOrigin {
  /** CloudTrail's `eventID`: equal for two deliveries of one event. */
  readonly eventId: string | undefined
  /** When the call was made, as CloudTrail writes it: ISO 8601 in UTC. */
  readonly eventTime: string | undefined
}

export type IgnoredReason =
  /** The call failed: no profile was made. */
  | 'failed-call'
  /** A call to another service, or of another operation. */
  | 'other-event'
  /** A domain that is not on the list of allowed ones. */
  | 'other-domain'

export type DecodedEvent =
  | ({ readonly kind: 'decoded'; readonly profile: UserProfileRef } & EventOrigin)
  | ({ readonly kind: 'ignored'; readonly reason: IgnoredReason; readonly detail: string } & EventOrigin)
  | { readonly kind: 'malformed'; readonly error: MalformedEventError }
