import type { InvalidInputError } from '../errors.js'
import { type DomainId, parseDomainId, parseUserProfileName } from '../model/ids.js'
import { show } from '../model/parse/parse-text.js'
import { type DecodedEvent, type EventOrigin, type IgnoredReason, MalformedEventError } from './decoded-event.js'

export interface DecodeOptions {
  /** Events of other domains are ignored. Default: every domain is allowed. */
  readonly allowedDomainIds?: readonly DomainId[] | undefined
}

const EVENT_SOURCE = 'sagemaker.amazonaws.com'
const EVENT_NAME = 'CreateUserProfile'

export type Fields = Readonly<Record<string, unknown>>

/**
 * Reads an EventBridge event "AWS API Call via CloudTrail". The names in it were typed by whoever made the call, so they
 * are parsed like any other input; settings in it are not read at all, because DescribeUserProfile is the truth.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function decodeCreateUserProfileEvent(event: unknown, options: DecodeOptions = {}): DecodedEvent {
  if (!isFields(event)) return malformed('event', 'an EventBridge event: an object', event)
  if (!isFields(event['detail'])) return malformed('detail', 'a CloudTrail record: an object', event['detail'])
  return decodeCreateUserProfileRecord(event['detail'], options, 'detail.')
}

/** Reads a CloudTrail record, the way LookupEvents, a log file or an event's `detail` holds it. */
export function decodeCreateUserProfileRecord(record: unknown, options: DecodeOptions = {}, at = ''): DecodedEvent {
  return decodeRecord(record, EVENT_NAME, options, at)
}

/** The same for another event whose parameters name a user profile. `at`: where the record is, for messages. */
export function decodeRecord(record: unknown, eventName: string, options: DecodeOptions, at: string): DecodedEvent {
  if (!isFields(record))
    return malformed(at === '' ? 'record' : at.slice(0, -1), 'a CloudTrail record: an object', record)
  const origin = { eventId: token(record['eventID']), eventTime: token(record['eventTime']) }
  for (const field of ['eventSource', 'eventName'])
    if (text(record[field]) === undefined) return malformed(`${at}${field}`, 'a string', record[field], origin)
  if (record['eventSource'] !== EVENT_SOURCE)
    return ignored('other-event', `eventSource ${show(record['eventSource'])}`, origin)
  if (record['eventName'] !== eventName) return ignored('other-event', `eventName ${show(record['eventName'])}`, origin)
  const { errorCode } = record
  if (errorCode !== undefined && errorCode !== null)
    return ignored('failed-call', `errorCode ${show(errorCode)}`, origin)
  return decodeParameters(record['requestParameters'], options, `${at}requestParameters`, origin)
}

function decodeParameters(parameters: unknown, options: DecodeOptions, at: string, origin: EventOrigin): DecodedEvent {
  if (!isFields(parameters)) return malformed(at, 'an object with domainId and userProfileName', parameters, origin)
  const domainId = parseDomainId(parameters['domainId'], `${at}.domainId`)
  if (domainId.isErr()) return malformedField(domainId.error, origin)
  const { allowedDomainIds } = options
  if (allowedDomainIds !== undefined && !allowedDomainIds.includes(domainId.value))
    return ignored('other-domain', `domain ${domainId.value}`, origin)
  const userProfileName = parseUserProfileName(parameters['userProfileName'], `${at}.userProfileName`)
  if (userProfileName.isErr()) return malformedField(userProfileName.error, origin)
  return { kind: 'decoded', profile: { domainId: domainId.value, userProfileName: userProfileName.value }, ...origin }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Ids and times are quoted in logs and errors, so whatever does not look like one is dropped. */
function token(value: unknown): string | undefined {
  return typeof value === 'string' && /^[-:.\w]{1,64}$/.test(value) ? value : undefined
}

function ignored(reason: IgnoredReason, detail: string, origin: EventOrigin): DecodedEvent {
  return { kind: 'ignored', reason, detail, ...origin }
}

function malformed(field: string, allowed: string, received: unknown, origin?: EventOrigin): DecodedEvent {
  return { kind: 'malformed', error: new MalformedEventError(field, allowed, show(received), origin?.eventId) }
}

function malformedField({ field, allowed, received }: InvalidInputError, origin: EventOrigin): DecodedEvent {
  return { kind: 'malformed', error: new MalformedEventError(field, allowed, received, origin.eventId) }
}
