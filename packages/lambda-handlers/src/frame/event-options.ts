import { InvalidInputError } from '@studio-efs/core/driver-kit'
import { err, ok, type Result } from 'neverthrow'
import type { Fields } from './recording.js'

/**
 * What an event says besides "now": an object with some of the `known` options. An event of EventBridge, from a schedule
 * or a rule, and an empty one say nothing more.
 */
export function optionsIn(event: unknown, known: readonly string[]): Result<Fields, InvalidInputError> {
  if (event === undefined || event === null || isEventBridgeEvent(event)) return ok({})
  const allowed = `an object with any of ${known.join(', ')}`
  if (typeof event !== 'object' || Array.isArray(event))
    return err(new InvalidInputError('event', allowed, Array.isArray(event) ? 'an array' : typeof event))
  const unknown = Object.keys(event).find((name) => !known.includes(name))
  return unknown === undefined ? ok(event as Fields) : err(new InvalidInputError(unknown, allowed, 'an unknown option'))
}

function isEventBridgeEvent(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'detail-type' in event && 'source' in event
}
