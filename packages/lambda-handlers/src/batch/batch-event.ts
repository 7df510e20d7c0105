import { type DomainId, parseDomainId, parseUserProfileName, type UserProfileRef } from '@studio-efs/core'
import type { DecodedEvent, DecodeOptions, EventOrigin, IgnoredReason, Origin } from '@studio-efs/core/cloudtrail'
import { InvalidInputError, type StudioEfsError } from '@studio-efs/core/errors'
import { err, ok, Result } from 'neverthrow'
import { unknownDryRun } from '../handler/event-options.js'
import { fieldsOf, sqsMessagesIn } from '../handler/sqs-messages.js'

/** Content of one item of a batch; a reference has no origin. `ignored` asks for nothing: a failed call, or another domain, account or Region. */
export type Asked =
  | ({ readonly kind: 'profile'; readonly profile: UserProfileRef } & Partial<EventOrigin>)
  | ({ readonly kind: 'ignored'; readonly reason: IgnoredReason; readonly detail: string } & Partial<EventOrigin>)
  | { readonly kind: 'malformed'; readonly error: StudioEfsError }

export interface BatchItem {
  /** Id of the SQS message; in a map, the item's index. */
  readonly id: string
  readonly asked: Asked
}

/** The source decides how failures are reported. */
export interface Batch {
  readonly source: 'queue' | 'map'
  readonly items: readonly BatchItem[]
}

type DomainIds = readonly DomainId[] | undefined

export interface BatchRule {
  /** Other domains are ignored. Default: none is. */
  readonly allowedDomainIds: DomainIds
  readonly origin?: Origin | undefined
  /** Decodes the events of the handler's kind. */
  readonly decode: (event: unknown, options: DecodeOptions) => DecodedEvent
}

/** Parses a batch of SQS messages, or the `Items` of a Distributed Map. */
export function batchIn(event: unknown, rule: BatchRule): Result<Batch, InvalidInputError> {
  const { Records: records, Items: items } = fieldsOf(event)
  const refused = unknownDryRun(event, 'event')
  if (refused !== undefined) return err(refused)
  if (Array.isArray(records)) return messagesIn(records, rule).map((all) => ({ source: 'queue', items: all }))
  if (Array.isArray(items))
    return ok({
      source: 'map',
      items: items.map((item, at) => ({ id: `${at}`, asked: askedBy(item, `Items[${at}]`, rule) })),
    })
  const allowed = 'Records, a batch of SQS messages, or Items, an item batch of a Distributed Map'
  return err(new InvalidInputError({ field: 'event', allowed, received: 'neither' }))
}

/** Parses a batch of SQS messages. */
export function messagesIn(
  records: readonly unknown[],
  rule: BatchRule,
): Result<readonly BatchItem[], InvalidInputError> {
  return sqsMessagesIn(records, (content, field) => askedBy(content, field, rule))
}

/** Parses one event, or one reference: `{ domainId, userProfileName }` or, with one domain, a name. */
export function askedBy(content: unknown, field: string, rule: BatchRule): Asked {
  const { allowedDomainIds: domainIds } = rule
  const refused = unknownDryRun(content, field)
  if (refused !== undefined) return { kind: 'malformed', error: refused }
  if ('detail' in fieldsOf(content)) return askedByEvent(content, rule)
  const ref =
    typeof content === 'string' ? { domainId: onlyOne(domainIds), userProfileName: content } : fieldsOf(content)
  return Result.combine([
    parseDomainId(ref['domainId'], `${field}.domainId`),
    parseUserProfileName(ref['userProfileName'], `${field}.userProfileName`),
  ]).match(
    ([domainId, userProfileName]): Asked =>
      domainIds?.includes(domainId) === false
        ? { kind: 'ignored', reason: 'other-domain', detail: `domain ${domainId}` }
        : { kind: 'profile', profile: { domainId, userProfileName } },
    (error) => ({ kind: 'malformed', error }),
  )
}

function askedByEvent(event: unknown, { decode, ...options }: BatchRule): Asked {
  const decoded = decode(event, options)
  return decoded.kind === 'decoded' ? { ...decoded, kind: 'profile' } : decoded
}

/** The domain of a bare name, if only one domain is configured. */
function onlyOne(domainIds: DomainIds): DomainId | undefined {
  return domainIds?.length === 1 ? domainIds[0] : undefined
}
