import type { DomainId } from '@studio-efs/core'
import { type DecodedSpaceEvent, decodeCreateSpaceEvent, type Origin } from '@studio-efs/core/cloudtrail'
import type { InvalidInputError } from '@studio-efs/core/errors'
import { ok, type Result } from 'neverthrow'
import { unknownDryRun } from '../handler/event-options.js'
import { fieldsOf, sqsMessagesIn } from '../handler/sqs-messages.js'

/** One event of a batch. */
export interface SpaceItem {
  /** Id of the SQS message; of an event that came alone, `event`. */
  readonly id: string
  readonly asked: DecodedSpaceEvent | { readonly kind: 'malformed'; readonly error: InvalidInputError }
}

/** The source decides how failures are reported. */
export interface SpaceEvents {
  readonly source: 'queue' | 'event'
  readonly items: readonly SpaceItem[]
}

export interface SpaceEventRule {
  /** Other domains are ignored. Undefined: none is. */
  readonly allowedDomainIds: readonly DomainId[] | undefined
  readonly origin?: Origin | undefined
}

/** Parses a batch of SQS messages, each a CreateSpace event, or one such event. */
export function spaceEventsIn(event: unknown, rule: SpaceEventRule): Result<SpaceEvents, InvalidInputError> {
  const { Records: records } = fieldsOf(event)
  if (!Array.isArray(records))
    return ok({ source: 'event', items: [{ id: 'event', asked: askedBy(event, 'event', rule) }] })
  return sqsMessagesIn(records, (content, field) => askedBy(content, field, rule)).map((items) => ({
    source: 'queue',
    items,
  }))
}

function askedBy(content: unknown, field: string, rule: SpaceEventRule): SpaceItem['asked'] {
  const error = unknownDryRun(content, field)
  return error === undefined ? decodeCreateSpaceEvent(content, rule) : { kind: 'malformed', error }
}
