import { boundedText } from '@studio-efs/core/driver-kit'
import { InvalidInputError } from '@studio-efs/core/errors'
import type { Fields } from './json-logger.js'

/** Fields of EventBridge's events. */
const EVENT_FIELDS: readonly string[] = [
  ...['version', 'id', 'source', 'account', 'time', 'region', 'resources'],
  ...['detail-type', 'detail', 'replay-name'],
]
const MAX_SHOWN = 80

/**
 * Reads options from an event: an object with some of the `known` ones. An empty event and one of EventBridge, from a
 * schedule or a rule, have none; an option beside EventBridge's fields is refused. Throws `InvalidInputError`.
 */
export function optionsIn(event: unknown, known: readonly string[]): Fields {
  if (event === undefined || event === null) return {}
  const fromEventBridge = isEventBridgeEvent(event)
  const allowed = fromEventBridge
    ? `an EventBridge event without further fields, or an object with any of ${known.join(', ')}`
    : `an object with any of ${known.join(', ')}`
  if (typeof event !== 'object' || Array.isArray(event))
    throw new InvalidInputError({ field: 'event', allowed, received: Array.isArray(event) ? 'an array' : typeof event })
  const accepted = fromEventBridge ? EVENT_FIELDS : known
  const unknown = Object.keys(event).find((name) => !accepted.includes(name))
  if (unknown !== undefined)
    throw new InvalidInputError({
      field: boundedText(unknown, MAX_SHOWN),
      allowed,
      received: fromEventBridge ? "beside EventBridge's fields" : 'an unknown option',
    })
  return fromEventBridge ? {} : (event as Fields)
}

/** The error for a `dryRun` in what a function without that option is asked for: without the error, it would run for real. */
export function unknownDryRun(asked: unknown, field: string): InvalidInputError | undefined {
  if (typeof asked !== 'object' || asked === null || !('dryRun' in asked) || asked.dryRun === false) return undefined
  const allowed = 'left out: this function has no dry run'
  return new InvalidInputError({ field: `${field}.dryRun`, allowed, received: 'given' })
}

function isEventBridgeEvent(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'detail-type' in event && 'source' in event
}
