import { parseSpaceName, type SpaceRef } from '../model/ids.js'
import { isJsonObject } from '../model/parse/parse-json.js'
import { quoteForMessage } from '../model/parse/parse-text.js'
import {
  type DecodeOptions,
  decodeRecordOf,
  type EventOrigin,
  MalformedEventError,
  type UndecodedEvent,
} from './decode-event.js'

/** Event after decoding: a space, or the reason why it is ignored or malformed. */
export type DecodedSpaceEvent = ({ readonly kind: 'decoded'; readonly space: SpaceRef } & EventOrigin) | UndecodedEvent

/**
 * Decodes an EventBridge event "AWS API Call via CloudTrail" of CreateSpace. `repostspace.amazonaws.com` has calls of that
 * name too; they are ignored. Names come from the caller of CreateSpace, so they are parsed like any other input; its
 * settings are ignored, since DescribeSpace has the current ones.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function decodeCreateSpaceEvent(event: unknown, options: DecodeOptions = {}): DecodedSpaceEvent {
  if (!isJsonObject(event)) {
    const allowed = 'an EventBridge event: an object'
    const problem = { field: 'event', allowed, received: quoteForMessage(event), eventId: undefined }
    return { kind: 'malformed', error: new MalformedEventError(problem) }
  }
  const rule = { ...options, eventName: 'CreateSpace', at: 'detail', envelope: event }
  const decoded = decodeRecordOf(event['detail'], rule, {
    names: 'domainId and spaceName',
    refOf: (domainId, parameters, at) =>
      parseSpaceName(parameters['spaceName'], `${at}.spaceName`).map((spaceName) => ({ domainId, spaceName })),
  })
  if (decoded.kind !== 'decoded') return decoded
  const { ref: space, ...rest } = decoded
  return { ...rest, space }
}
