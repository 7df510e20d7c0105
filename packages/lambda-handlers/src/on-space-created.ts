import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { type AttachSpaceOutcome, createDomainCache, type SkipReason, type SpaceRef } from '@studio-efs/core'
import type { IgnoredReason } from '@studio-efs/core/cloudtrail'
import { boundedText } from '@studio-efs/core/driver-kit'
import { controlObservers } from './handler/control-observers.js'
import { attachedCounts } from './handler/counts.js'
import { defineHandler } from './handler/define-handler.js'
import { failureFrom } from './handler/failures.js'
import { type ForeignEvents, type Handler, type Observers, originOf, timeForWork } from './handler/handler.js'
import { parseSpacesConfiguration, type SpacesConfiguration } from './settings/configurations.js'
import { attachEvents, type SettledSpace, type SpacesContext } from './spaces/attach-events.js'
import { countOutcomes, spaceCounts } from './spaces/space-counts.js'
import { spaceEventsIn } from './spaces/space-event.js'

export type {
  Counts,
  ForeignEvents,
  Handler,
  Invocation,
  Measurements,
  Metrics,
  Observers,
  Tracer,
} from './handler/handler.js'
export { parseSpacesConfiguration, type SpacesConfiguration } from './settings/configurations.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/parse-settings.js'

/** Reply of the function `on-space-created`: to a queue, or to EventBridge. */
export type OnSpaceCreatedReply = OnSpaceCreatedQueueReply | OnSpaceCreatedEventReply

/** Reply to SQS: the messages to deliver again. */
export interface OnSpaceCreatedQueueReply {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[]
}

/** Reply to one event: what became of its space. */
export type OnSpaceCreatedEventReply =
  | Extract<AttachSpaceOutcome, { readonly outcome: 'attached' | 'unchanged' }>
  | {
      /** The space was started before it was attached. It mounts the file system after a later run, once it is stopped. */
      readonly outcome: 'waits-for-stop'
      readonly space: SpaceRef
      /** For people. */
      readonly detail: string
    }
  | {
      readonly outcome: 'ignored'
      /** There was nothing to do, and another try would find nothing either. */
      readonly reason: IgnoredReason | SkipReason | 'not-offered' | 'limit' | 'unsupported-app' | 'unified-studio'
      /** For people. */
      readonly detail: string
    }

/** Clients, configuration and observers of the function `on-space-created`. */
export interface OnSpaceCreatedOptions extends Observers {
  readonly context: SpacesContext
  readonly configuration: Pick<SpacesConfiguration, 'fileSystemId' | 'domainIds'>
  /** Default `take`: the client may be one of another account or Region. The drop-in handler ignores them. */
  readonly foreignEvents?: ForeignEvents
}

/** Handler of the function `on-space-created`. */
export type OnSpaceCreated = Handler<OnSpaceCreatedReply>

const MAX_DETAIL = 1000
const MAX_LOGGED = 20

const definition = defineHandler({
  name: 'on-space-created',
  settings: parseSpacesConfiguration,
  dropIn: (configuration): OnSpaceCreatedOptions => ({
    context: { sagemaker: new SageMakerClient({}) },
    configuration,
    ...controlObservers(configuration),
    foreignEvents: 'ignore',
  }),
  work: (options) => {
    const { domainIds: allowedDomainIds, fileSystemId } = options.configuration
    const { foreignEvents = 'take' } = options
    const context = { domainCache: createDomainCache(), ...options.context }
    return async (event, invocation, note): Promise<OnSpaceCreatedReply> => {
      const origin = foreignEvents === 'ignore' ? originOf(invocation) : undefined
      const events = spaceEventsIn(event, { allowedDomainIds, origin })
      if (events.isErr()) throw events.error
      const { source, items } = events.value
      const settled = await attachEvents(context, { fileSystemId, items, timeoutMs: timeForWork(invocation) })
      note(recordOf(settled))
      if (source === 'event') return eventReply(settled)
      const failed = settled.flatMap((each) => (each.kind === 'failed' ? [{ itemIdentifier: each.id }] : []))
      return { batchItemFailures: failed }
    }
  },
  countsOf: attachedCounts,
  summaryOf: (reply) => {
    if ('outcome' in reply) return { outcome: reply.outcome }
    const { length } = reply.batchItemFailures
    return { outcome: length > 0 ? 'partial' : 'complete', level: length > 0 ? 'warn' : 'info' }
  },
})

/**
 * Attaches the space of a CreateSpace event, or those of a batch of SQS messages with such events, so that it mounts the file
 * system at its first start. No app is stopped: a space that was started meanwhile is `waits-for-stop`, which is no failure.
 * Throws the error of a single event that is not done; replies to a queue with the ids of the messages that failed.
 *
 * @example
 * export const handler = createOnSpaceCreated({
 *   context: { sagemaker: new SageMakerClient({}) },
 *   configuration: { fileSystemId, domainIds: [domainId] },
 * })
 */
export const createOnSpaceCreated: (options: OnSpaceCreatedOptions) => OnSpaceCreated = definition.create

/** The drop-in handler, configured by the environment at its first event. */
export const handler: OnSpaceCreated = definition.handler

function eventReply([settled]: readonly SettledSpace[]): OnSpaceCreatedEventReply {
  if (settled === undefined) throw new TypeError('an event has one outcome')
  if (settled.kind === 'failed') throw settled.error
  if (settled.kind === 'ignored') return leftOut(settled.asked.reason, settled.asked.detail)
  const { outcome } = settled
  switch (outcome.outcome) {
    case 'attached':
    case 'unchanged':
      return outcome
    case 'waits-for-stop':
      return { outcome: 'waits-for-stop', space: outcome.space, detail: boundedText(outcome.detail, MAX_DETAIL) }
    case 'skipped':
      return leftOut(outcome.reason, outcome.detail)
    case 'failed':
      throw outcome.error
    default:
      return leftOut(outcome.outcome, outcome.detail)
  }
}

function leftOut(reason: Extract<OnSpaceCreatedEventReply, { outcome: 'ignored' }>['reason'], detail: string) {
  return { outcome: 'ignored', reason, detail: boundedText(detail, MAX_DETAIL) } as const
}

/** Fields of the log record: counts, and the first 20 spaces that wait, were left out, or failed. */
function recordOf(settled: readonly SettledSpace[]) {
  const outcomes = settled.flatMap((each) => (each.kind === 'settled' ? [each.outcome] : []))
  const failures = settled.flatMap((each) => (each.kind === 'failed' ? [failureFrom(each.what, each.error)] : []))
  const ignored = settled.flatMap((each) => (each.kind === 'ignored' ? [each.asked] : []))
  const details = outcomes.flatMap((each) =>
    'detail' in each && each.outcome !== 'waits-for-stop' ? [{ reason: each.outcome, detail: each.detail }] : [],
  )
  const leftOutItems = [...ignored.map(({ reason, detail }) => ({ reason, detail })), ...details]
  const waiting = outcomes.flatMap(({ outcome, space }) =>
    outcome === 'waits-for-stop' ? [`${space.domainId}/${space.spaceName}`] : [],
  )
  return {
    ...spaceCounts(countOutcomes(outcomes.map(({ outcome }) => outcome))),
    failed: failures.length,
    ignored: ignored.length,
    ...(waiting.length > 0 && { waiting: waiting.slice(0, MAX_LOGGED) }),
    ...(leftOutItems.length > 0 && { leftOut: leftOutItems.slice(0, MAX_LOGGED) }),
    failures: failures.slice(0, MAX_LOGGED),
  }
}
