import { createDomainCache } from '@studio-efs/core'
import { decodeCreateUserProfileEvent } from '@studio-efs/core/cloudtrail'
import { StudioEfsError } from '@studio-efs/core/errors'
import { batchIn } from './batch/batch-event.js'
import { type BatchContext, onboardAll, type SettledItem } from './batch/onboard-all.js'
import { controlContext, controlObservers } from './handler/control-context.js'
import { profileCounts } from './handler/counts.js'
import { defineHandler } from './handler/define-handler.js'
import { type Failure, ItemsFailedError } from './handler/failures.js'
import { type ForeignEvents, type Handler, type Observers, originOf, timeForWork } from './handler/handler.js'
import {
  type OnboardingConfiguration,
  type PrivateDirectoryConfiguration,
  parseOnboardingConfiguration,
  privateDirectoryInput,
} from './settings/configurations.js'

export { type Failure, ItemsFailedError } from './handler/failures.js'
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
export { type OnboardingConfiguration, parseOnboardingConfiguration } from './settings/configurations.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/parse-settings.js'

/** Number of items by outcome. */
export type OnboardBatchCounts = Readonly<Record<SettledItem['outcome'], number>>

/** For a queue, the messages to deliver again; for a map, the counts of the batch. */
export type OnboardBatchReply = OnboardQueueReply | OnboardMapReply

/** Reply to SQS: the messages to deliver again. */
export interface OnboardQueueReply {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[]
}

/** Reply to a Distributed Map: the number of items by outcome, and those that failed for good. */
export interface OnboardMapReply extends OnboardBatchCounts {
  /** Number of `ignored` and `skipped` items by reason. */
  readonly reasons: Readonly<Record<string, number>>
  /** The first 100 profiles that failed for good. */
  readonly failures: readonly Failure[]
}

/** Clients, configuration and observers of the function `onboard-batch`. */
export interface OnboardBatchOptions extends Observers {
  readonly context: BatchContext
  readonly configuration: PrivateDirectoryConfiguration & Pick<OnboardingConfiguration, 'domainIds'>
  /** Default `take`: the client may be one of another account or Region. The drop-in handler ignores them. */
  readonly foreignEvents?: ForeignEvents
}

/** Handler of the function `onboard-batch`. */
export type OnboardBatch = Handler<OnboardBatchReply>

const MAX_LOGGED = 20
/** A reply passes through Step Functions, which takes 256 KiB. */
const MAX_REPLIED = 100

const definition = defineHandler({
  name: 'onboard-batch',
  settings: parseOnboardingConfiguration,
  dropIn: async (configuration): Promise<OnboardBatchOptions> => ({
    context: await controlContext(configuration),
    configuration,
    ...controlObservers(configuration),
    foreignEvents: 'ignore',
  }),
  work: (options) => {
    const { domainIds: allowedDomainIds } = options.configuration
    const { foreignEvents = 'take' } = options
    const context = { domainCache: createDomainCache(), ...options.context }
    const configured = privateDirectoryInput(options.configuration)
    return async (event, invocation, note): Promise<OnboardBatchReply> => {
      const batch = batchIn(event, {
        allowedDomainIds,
        origin: foreignEvents === 'ignore' ? originOf(invocation) : undefined,
        decode: decodeCreateUserProfileEvent,
      })
      if (batch.isErr()) throw batch.error
      const { source, items } = batch.value
      const timeoutMs = timeForWork(invocation)
      const settled = await onboardAll(context, { configured, items, timeoutMs })
      const failed = settled.flatMap((item) => (item.outcome === 'failed' ? [item] : []))
      const failures = failed.map(({ failure }) => failure)
      const leftOut = settled.flatMap((item) => ('reason' in item ? [item] : [])).slice(0, MAX_LOGGED)
      note({ ...countsOf(settled), failures: failures.slice(0, MAX_LOGGED), ...(leftOut.length > 0 && { leftOut }) })
      return source === 'queue'
        ? { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) }
        : mapReply(settled, failures)
    }
  },
  countsOf: profileCounts,
  summaryOf: (reply) => {
    const { length } = 'batchItemFailures' in reply ? reply.batchItemFailures : reply.failures
    return { outcome: length > 0 ? 'partial' : 'complete', level: length > 0 ? 'warn' : 'info' }
  },
})

/**
 * Onboards the profiles of a batch: SQS messages, each a CreateUserProfile event or `{ domainId, userProfileName }`, or
 * the `Items` of a Distributed Map, each an object of the same kind or, with one domain configured, a name. Replies to a
 * queue with the ids of the messages that failed. For a map, throws `ItemsFailedError` if another try may do more, and
 * `BatchFailedError` if every item failed for good; a reply names those that failed for good among others.
 *
 * @example
 * export const handler = createOnboardBatch({ context, configuration: { fileSystemId, domainIds, layout } })
 */
export const createOnboardBatch: (options: OnboardBatchOptions) => OnboardBatch = definition.create

/** The drop-in handler, configured by the environment at its first event. */
export const handler: OnboardBatch = definition.handler

/** Every item of a batch failed, and another try would fail again. */
export class BatchFailedError extends StudioEfsError {
  readonly name = 'BatchFailedError'
  readonly failures: readonly Failure[]

  constructor({ failures }: Pick<BatchFailedError, 'failures'>) {
    super({ message: new ItemsFailedError({ failures, of: failures.length }).message, retryable: false })
    this.failures = failures
  }
}

function mapReply(settled: readonly SettledItem[], failures: readonly Failure[]): OnboardMapReply {
  if (failures.some(({ retryable }) => retryable)) throw new ItemsFailedError({ failures, of: settled.length })
  if (failures.length > 0 && failures.length === settled.length) throw new BatchFailedError({ failures })
  return { ...countsOf(settled), reasons: reasonsOf(settled), failures: failures.slice(0, MAX_REPLIED) }
}

function countsOf(settled: readonly SettledItem[]): OnboardBatchCounts {
  const counts = { onboarded: 0, unchanged: 0, skipped: 0, ignored: 0, failed: 0 }
  for (const { outcome } of settled) counts[outcome] += 1
  return counts
}

function reasonsOf(settled: readonly SettledItem[]): OnboardMapReply['reasons'] {
  const counts: Record<string, number> = {}
  for (const item of settled) if ('reason' in item) counts[item.reason] = (counts[item.reason] ?? 0) + 1
  return counts
}
