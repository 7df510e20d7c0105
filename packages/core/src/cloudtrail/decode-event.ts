import { type DomainId, parseDomainId, parseUserProfileName, type UserProfileRef } from '../model/ids.js'
import { isJsonObject } from '../model/parse/parse-json.js'
import { quoteForMessage } from '../model/parse/parse-text.js'
import { type InvalidInputError, StudioEfsError } from '../studio-efs-error.js'

/** A record about a user profile that lacks a field or has a wrong one. Nothing was read or written for it. */
export class MalformedEventError extends StudioEfsError {
  readonly name = 'MalformedEventError'
  /** The field, as a path from the event's root. */
  readonly field: string
  readonly allowed: string
  readonly received: string
  /** CloudTrail's `eventID`, if the event has one. */
  readonly eventId: string | undefined
  /** The log file that holds the event, where it is known. */
  readonly file: string | undefined

  constructor({
    field,
    allowed,
    received,
    eventId,
    file,
  }: Pick<MalformedEventError, 'field' | 'allowed' | 'received' | 'eventId'> &
    Partial<Pick<MalformedEventError, 'file'>>) {
    const event = `event${eventId === undefined ? '' : ` ${eventId}`}${file === undefined ? '' : ` in ${file}`}`
    super({
      message: `The ${event} is malformed: ${field} is ${received}; allowed: ${allowed}.`,
      retryable: false,
      hint: 'Nothing was read or written for it. If AWS sent it, please report it with its fields.',
    })
    this.field = field
    this.allowed = allowed
    this.received = received
    this.eventId = eventId
    this.file = file
  }

  /** A copy that names the log file. */
  in(file: string): MalformedEventError {
    const { field, allowed, received, eventId } = this
    return new MalformedEventError({ field, allowed, received, eventId, file })
  }
}

/** Account, Region and time of an event. */
export interface EventOrigin {
  /** CloudTrail's `eventID`: equal for two deliveries of one event. */
  readonly eventId: string | undefined
  /** When the call was made, as CloudTrail writes it: ISO 8601 in UTC. */
  readonly eventTime: string | undefined
}

/** Reason why an event asks for nothing. */
export type IgnoredReason =
  /** The call failed, so no profile was created or deleted. */
  | 'failed-call'
  /** A call to another service, or of another operation. */
  | 'other-event'
  /** A domain that is not in `allowedDomainIds`. */
  | 'other-domain'
  /** Another account or Region than that of `origin`. */
  | 'other-account'
  | 'other-region'

/** Event after decoding: a profile, or the reason why it is ignored or malformed. */
export type DecodedEvent =
  | ({ readonly kind: 'decoded'; readonly profile: UserProfileRef } & EventOrigin)
  | ({ readonly kind: 'ignored'; readonly reason: IgnoredReason; readonly detail: string } & EventOrigin)
  | { readonly kind: 'malformed'; readonly error: MalformedEventError }

/** Options of the decoders. */
export interface DecodeOptions {
  /** Events of other domains are ignored. Default: every domain is allowed. */
  readonly allowedDomainIds?: readonly DomainId[] | undefined
  /** Events that name another account or Region are ignored. Default: those of every account and Region are taken. */
  readonly origin?: Origin | undefined
}

/** Account and Region; a member that is absent is not compared. */
export interface Origin {
  /** 12 digits. */
  readonly account?: string | undefined
  readonly region?: string | undefined
}

const EVENT_SOURCE = 'sagemaker.amazonaws.com'

/**
 * Decodes an EventBridge event "AWS API Call via CloudTrail" of CreateUserProfile. Its names come from the caller of
 * CreateUserProfile, so they are parsed like any other input; its settings are ignored, since DescribeUserProfile has the
 * current ones.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function decodeCreateUserProfileEvent(event: unknown, options: DecodeOptions = {}): DecodedEvent {
  return decodeEvent(event, { ...options, eventName: 'CreateUserProfile' })
}

/**
 * Decodes an EventBridge event "AWS API Call via CloudTrail" of DeleteUserProfile. It says that the deletion began, so
 * DescribeUserProfile decides if the profile is gone.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function decodeDeleteUserProfileEvent(event: unknown, options: DecodeOptions = {}): DecodedEvent {
  return decodeEvent(event, { ...options, eventName: 'DeleteUserProfile' })
}

/** Decodes a CloudTrail record of CreateUserProfile, as LookupEvents, a log file or an event's `detail` holds it. */
export function decodeCreateUserProfileRecord(record: unknown, options: DecodeOptions = {}): DecodedEvent {
  return decodeRecord(record, { ...options, eventName: 'CreateUserProfile' })
}

export interface RecordRule extends DecodeOptions {
  readonly eventName: string
  /** The record's place in the event, for errors. Default: the record is the event. */
  readonly at?: string
  /** Names account and Region where the record does not. */
  readonly envelope?: Fields
}

type Fields = Readonly<Record<string, unknown>>

function decodeEvent(event: unknown, rule: RecordRule): DecodedEvent {
  if (!isJsonObject(event))
    return malformed({ field: 'event', allowed: 'an EventBridge event: an object', received: quoteForMessage(event) })
  return decodeRecord(event['detail'], { ...rule, at: 'detail', envelope: event })
}

/** Decodes a record whose request parameters name a domain and a user profile. */
export function decodeRecord(record: unknown, rule: RecordRule): DecodedEvent {
  const { eventName, at } = rule
  const place = at === undefined ? '' : `${at}.`
  if (!isJsonObject(record))
    return malformed({
      field: at ?? 'record',
      allowed: 'a CloudTrail record: an object',
      received: quoteForMessage(record),
    })
  const origin = { eventId: token(record['eventID']), eventTime: token(record['eventTime']) }
  for (const field of ['eventSource', 'eventName'])
    if (typeof record[field] !== 'string' || record[field] === '')
      return malformed({ field: place + field, allowed: 'a string', received: quoteForMessage(record[field]) }, origin)
  if (record['eventSource'] !== EVENT_SOURCE)
    return ignored('other-event', `eventSource ${quoteForMessage(record['eventSource'])}`, origin)
  if (record['eventName'] !== eventName)
    return ignored('other-event', `eventName ${quoteForMessage(record['eventName'])}`, origin)
  const elsewhere = placeElsewhere(record, rule)
  if (elsewhere !== undefined) return ignored(...elsewhere, origin)
  const { errorCode, requestParameters } = record
  if (errorCode !== undefined && errorCode !== null)
    return ignored('failed-call', `errorCode ${quoteForMessage(errorCode)}`, origin)
  return decodeParameters(requestParameters, { ...rule, at: `${place}requestParameters` }, origin)
}

function placeElsewhere(
  record: Fields,
  { envelope, origin = {} }: RecordRule,
): readonly [IgnoredReason, string] | undefined {
  const account = record['recipientAccountId'] ?? envelope?.['account']
  const region = record['awsRegion'] ?? envelope?.['region']
  if (isOther(account, origin.account)) return ['other-account', `account ${quoteForMessage(account)}`]
  return isOther(region, origin.region) ? ['other-region', `Region ${quoteForMessage(region)}`] : undefined
}

function isOther(named: unknown, own: string | undefined): boolean {
  return own !== undefined && named !== undefined && named !== null && named !== own
}

function decodeParameters(
  parameters: unknown,
  { at, allowedDomainIds }: DecodeOptions & { readonly at: string },
  origin: EventOrigin,
): DecodedEvent {
  if (!isJsonObject(parameters))
    return malformed(
      { field: at, allowed: 'an object with domainId and userProfileName', received: quoteForMessage(parameters) },
      origin,
    )
  const domainId = parseDomainId(parameters['domainId'], `${at}.domainId`)
  if (domainId.isErr()) return malformed(domainId.error, origin)
  if (allowedDomainIds !== undefined && !allowedDomainIds.includes(domainId.value))
    return ignored('other-domain', `domain ${domainId.value}`, origin)
  const userProfileName = parseUserProfileName(parameters['userProfileName'], `${at}.userProfileName`)
  if (userProfileName.isErr()) return malformed(userProfileName.error, origin)
  return { kind: 'decoded', profile: { domainId: domainId.value, userProfileName: userProfileName.value }, ...origin }
}

/** Logs and errors quote ids and times, so text that cannot be one is dropped. */
function token(value: unknown): string | undefined {
  return typeof value === 'string' && /^[-:.\w]{1,64}$/.test(value) ? value : undefined
}

function ignored(reason: IgnoredReason, detail: string, origin: EventOrigin): DecodedEvent {
  return { kind: 'ignored', reason, detail, ...origin }
}

function malformed(
  { field, allowed, received }: Pick<InvalidInputError, 'field' | 'allowed' | 'received'>,
  origin?: EventOrigin,
): DecodedEvent {
  return { kind: 'malformed', error: new MalformedEventError({ field, allowed, received, eventId: origin?.eventId }) }
}
