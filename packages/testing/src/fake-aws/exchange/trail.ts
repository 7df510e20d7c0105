import { type CloudTrailRecord, cloudTrailRecord } from '../../events/cloud-trail-record.js'
import { trimOldest } from '../state/record.js'
import type { FakeAwsError } from '../wire/errors.js'
import type { Input, Output, ReplyContext } from '../wire/wire.js'
import type { World } from '../world/world.js'

export interface RecordedCall {
  readonly context: ReplyContext
  /** CloudTrail's name of the service, such as `sagemaker.amazonaws.com`. */
  readonly eventSource: string
  readonly input: Input
  readonly output: Output | undefined
  readonly error?: FakeAwsError | undefined
}

/** Writes CloudTrail's records of the calls into `state.trail`. */
export interface Trail {
  record(call: RecordedCall): void
  /** Calls the listener with every record from now on; returns the function that ends that. */
  follow(listener: (record: CloudTrailRecord) => void): () => void
}

// CloudTrail truncates longer messages.
const MAX_MESSAGE = 1024

export function createTrail(world: World): Trail {
  const { account, region, trailLimit, undocumented } = world.settings
  const acronyms: Acronyms = undocumented.cloudTrailAcronyms
  const listeners = new Set<(record: CloudTrailRecord) => void>()

  return {
    record({ context, eventSource, input, output, error }) {
      if (trailLimit === 0 && listeners.size === 0) return
      const record = cloudTrailRecord({
        account,
        region,
        eventSource,
        eventName: context.operation ?? '',
        time: new Date(world.now()),
        eventID: world.ids.uuid(),
        requestID: context.requestId,
        requestParameters: toCamelCase(input, acronyms),
        responseElements: output === undefined ? null : toCamelCase(output, acronyms),
        ...(error && { errorCode: error.code, errorMessage: error.message.slice(0, MAX_MESSAGE) }),
      })
      world.state.trail.push(record)
      trimOldest(world.state.trail, trailLimit)
      for (const listener of listeners) listener(record)
    },
    follow(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Turns `EFSFileSystemConfig` into `eFSFileSystemConfig`, or into `efsFileSystemConfig`. */
export type Acronyms = 'first-letter' | 'whole-acronym'

/** A copy with every key in camelCase, as CloudTrail writes inputs and outputs; values stay as they are. */
export function toCamelCase(value: Readonly<Record<string, unknown>>, acronyms: Acronyms): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [lowerStart(key, acronyms), convert(item, acronyms)]),
  )
}

function convert(value: unknown, acronyms: Acronyms): unknown {
  if (Array.isArray(value)) return value.map((item) => convert(item, acronyms))
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value
  return toCamelCase(value as Record<string, unknown>, acronyms)
}

function lowerStart(key: string, acronyms: Acronyms): string {
  if (acronyms === 'first-letter') return key.charAt(0).toLowerCase() + key.slice(1)
  return key.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]+$|^[A-Z]/, (start) => start.toLowerCase())
}
