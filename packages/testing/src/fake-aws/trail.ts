import { type CloudTrailRecord, cloudTrailRecord } from '../events/cloud-trail-record.js'
import { type Acronyms, toCamelCase } from './camel-case.js'
import type { FakeAwsError } from './fake-aws-error.js'
import { trimOldest } from './timestamp.js'
import type { Input, Output, ReplyContext } from './wire.js'
import type { World } from './world.js'

/** Writes CloudTrail's account of what was asked, into `state.trail`. */
export interface Trail {
  record(
    context: ReplyContext,
    eventSource: string,
    input: Input,
    output: Output | undefined,
    error?: FakeAwsError,
  ): void
  /** Calls the listener with every record from now on; returns what ends that. */
  follow(listener: (record: CloudTrailRecord) => void): () => void
}

// CloudTrail cuts longer messages.
const MAX_MESSAGE = 1024

export function createTrail(world: World): Trail {
  const { account, region, trailLimit, undocumented } = world.settings
  const acronyms: Acronyms = undocumented.cloudTrailAcronyms
  const listeners = new Set<(record: CloudTrailRecord) => void>()

  return {
    record(context, eventSource, input, output, error) {
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
