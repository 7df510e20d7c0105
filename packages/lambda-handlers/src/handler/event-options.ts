import { InvalidInputError } from '@studio-efs/core/errors'
import type { Fields } from './json-logger.js'

/**
 * Reads options from an event: an object with some of the `known` ones. An empty event and one of EventBridge, from a
 * schedule or a rule, have none. Throws `InvalidInputError`.
 */
export function optionsIn(event: unknown, known: readonly string[]): Fields {
  if (event === undefined || event === null || isEventBridgeEvent(event)) return {}
  const allowed = `an object with any of ${known.join(', ')}`
  if (typeof event !== 'object' || Array.isArray(event))
    throw new InvalidInputError({ field: 'event', allowed, received: Array.isArray(event) ? 'an array' : typeof event })
  const unknown = Object.keys(event).find((name) => !known.includes(name))
  if (unknown !== undefined) throw new InvalidInputError({ field: unknown, allowed, received: 'an unknown option' })
  return event as Fields
}

function isEventBridgeEvent(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'detail-type' in event && 'source' in event
}
