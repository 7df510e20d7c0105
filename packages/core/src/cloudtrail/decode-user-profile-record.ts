import type { UserProfileRef } from '../model/ids.js'
import { isJsonObject } from '../model/parse/parse-json.js'
import { quoteForMessage } from '../model/parse/parse-text.js'
import {
  type DecodeOptions,
  decodeRecord,
  type EventOrigin,
  type IgnoredReason,
  MalformedEventError,
} from './decode-event.js'

/** A user profile was created or deleted, according to a CloudTrail record. */
export interface UserProfileEvent {
  readonly what: 'created' | 'deleted'
  /** The name in the spelling of the call, which may differ from the profile's in case. */
  readonly profile: UserProfileRef
  /** CloudTrail's `eventID`. */
  readonly eventId: string
  /** When the call was made: milliseconds since the epoch, to the second. */
  readonly at: number
  readonly region: string | undefined
  readonly account: string | undefined
}

/** CloudTrail record after decoding. */
export type DecodedRecord =
  | ({ readonly kind: 'decoded' } & UserProfileEvent)
  | ({ readonly kind: 'ignored'; readonly reason: IgnoredReason; readonly detail: string } & EventOrigin)
  | { readonly kind: 'malformed'; readonly error: MalformedEventError }

const EFFECTS = { CreateUserProfile: 'created', DeleteUserProfile: 'deleted' } as const

export const USER_PROFILE_EVENTS = Object.keys(EFFECTS) as readonly (keyof typeof EFFECTS)[]

/**
 * Decodes a CloudTrail record of CreateUserProfile or DeleteUserProfile, for a source of your own. Any other record is
 * `ignored` or `malformed`.
 */
export function decodeUserProfileRecord(record: unknown, options: DecodeOptions = {}): DecodedRecord {
  const fields = isJsonObject(record) ? record : {}
  const eventName = fields['eventName'] === 'DeleteUserProfile' ? 'DeleteUserProfile' : 'CreateUserProfile'
  const decoded = decodeRecord(record, { ...options, eventName })
  if (decoded.kind !== 'decoded') return decoded
  const { profile, eventId, eventTime } = decoded
  const at = Date.parse(eventTime ?? '')
  const malformed = (field: string, allowed: string): DecodedRecord => ({
    kind: 'malformed',
    error: new MalformedEventError({ field, allowed, received: quoteForMessage(fields[field]), eventId }),
  })
  if (eventId === undefined) return malformed('eventID', 'an id')
  if (Number.isNaN(at)) return malformed('eventTime', 'a time in ISO 8601')
  return {
    kind: 'decoded',
    what: EFFECTS[eventName],
    profile,
    eventId,
    at,
    region: wordOf(fields['awsRegion']),
    account: wordOf(fields['recipientAccountId']),
  }
}

function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[-\w]{1,64}$/.test(value) ? value : undefined
}
