import type { DomainId } from '@studio-efs/core'
import { type DecodedSpaceEvent, decodeCreateSpaceEvent, type Origin } from '@studio-efs/core/cloudtrail'
import { parseJson } from '@studio-efs/core/driver-kit'
import { InvalidInputError } from '@studio-efs/core/errors'
import { err, ok, Result } from 'neverthrow'

/** One event of a batch. */
export interface SpaceItem {
  /** Id of the SQS message; of an event that came alone, `event`. */
  readonly id: string
  readonly asked: DecodedSpaceEvent
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
    return ok({ source: 'event', items: [{ id: 'event', asked: decodeCreateSpaceEvent(event, rule) }] })
  return Result.combine(records.map((record, at) => messageIn(record, at, rule))).map((items) => ({
    source: 'queue',
    items,
  }))
}

function messageIn(record: unknown, at: number, rule: SpaceEventRule): Result<SpaceItem, InvalidInputError> {
  const { messageId, body } = fieldsOf(record)
  if (typeof messageId !== 'string' || messageId === '') {
    const field = `Records[${at}].messageId`
    return err(new InvalidInputError({ field, allowed: "the message's id", received: typeof messageId }))
  }
  const content = typeof body === 'string' ? parseJson(body) : undefined
  return ok({ id: messageId, asked: decodeCreateSpaceEvent(content, rule) })
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {}
}
