import { show } from '../model/parse/parse-text.js'
import type { DecodedRecord } from './cloud-trail-source.js'
import { type DecodeOptions, decodeRecord, isFields } from './decode-create-user-profile.js'
import { MalformedEventError } from './decoded-event.js'

const whatHappened = { CreateUserProfile: 'created', DeleteUserProfile: 'deleted' } as const

/** The events that say that a profile was created or deleted. */
export const USER_PROFILE_EVENTS = Object.keys(whatHappened) as readonly (keyof typeof whatHappened)[]

/**
 * Reads a CloudTrail record of CreateUserProfile or DeleteUserProfile, for a source of one's own: whatever else it is, is
 * `ignored` or `malformed`.
 */
export function decodeUserProfileRecord(record: unknown, options: DecodeOptions = {}): DecodedRecord {
  const eventName = isDelete(record) ? 'DeleteUserProfile' : 'CreateUserProfile'
  const decoded = decodeRecord(record, eventName, options, '')
  if (decoded.kind !== 'decoded') return decoded
  const { profile, eventId, eventTime } = decoded
  const at = Date.parse(eventTime ?? '')
  if (eventId === undefined) return malformed('eventID', 'an id', record, undefined)
  if (Number.isNaN(at)) return malformed('eventTime', 'a time in ISO 8601', record, eventId)
  const what = whatHappened[eventName]
  return {
    kind: 'decoded',
    what,
    profile,
    eventId,
    at,
    region: textIn(record, 'awsRegion'),
    account: accountIn(record),
  }
}

function isDelete(record: unknown): boolean {
  return isFields(record) && record['eventName'] === 'DeleteUserProfile'
}

function accountIn(record: unknown): string | undefined {
  return textIn(record, 'recipientAccountId')
}

function textIn(record: unknown, field: string): string | undefined {
  const value = isFields(record) ? record[field] : undefined
  return typeof value === 'string' && /^[-\w]{1,64}$/.test(value) ? value : undefined
}

function malformed(field: string, allowed: string, record: unknown, eventId: string | undefined): DecodedRecord {
  const received = show(isFields(record) ? record[field] : record)
  return { kind: 'malformed', error: new MalformedEventError(field, allowed, received, eventId) }
}
