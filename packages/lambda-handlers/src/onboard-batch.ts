import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { createDomainCache } from '@studio-efs/core'
import { StudioEfsError } from '@studio-efs/core/driver-kit'
import { batchIn } from './batch/batch-event.js'
import { type BatchContext, onboardAll, type SettledItem } from './batch/onboard-all.js'
import { directoriesFor } from './frame/directories.js'
import { fromEnvironment } from './frame/from-environment.js'
import { type Handler, timeForWork } from './frame/invocation.js'
import { type Failure, ItemsFailedError } from './frame/items-failed-error.js'
import type { Observers } from './frame/observers.js'
import { recording, type Summary } from './frame/recording.js'
import { type OnboardingConfiguration, parseOnboardingConfiguration } from './settings/onboarding-settings.js'

export type { Handler, Invocation } from './frame/invocation.js'
export { type Failure, ItemsFailedError } from './frame/items-failed-error.js'
export type { Metrics, Observers, Tracer } from './frame/observers.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/invalid-configuration-error.js'
export { type OnboardingConfiguration, parseOnboardingConfiguration } from './settings/onboarding-settings.js'

/** How many items had which outcome. */
export type OnboardBatchCounts = Readonly<Record<SettledItem['outcome'], number>>

/** To a queue, the messages that are to come again; to a map, what became of the batch. */
export type OnboardBatchReply = OnboardQueueReply | OnboardMapReply

export interface OnboardQueueReply {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[]
}

export interface OnboardMapReply extends OnboardBatchCounts {
  /** Of the profiles that failed for good, the first 100. */
  readonly failures: readonly Failure[]
}

export interface OnboardBatchOptions extends Observers {
  readonly context: BatchContext
  readonly configuration: Pick<OnboardingConfiguration, 'fileSystemId' | 'domainIds' | 'layout'>
}

export type OnboardBatch = Handler<OnboardBatchReply>

const NAME = 'onboard-batch'

/**
 * Onboards the profiles of a batch: SQS messages, each a CreateUserProfile event or `{ domainId, userProfileName }`, or
 * the `Items` of a Distributed Map, each such an object or, where one domain is configured, a name. Messages that failed
 * are reported by their ids. A map's batch is thrown as `ItemsFailedError` when another try may do more of it, and as
 * `BatchFailedError` when all of it failed for good; what failed for good among others is in the reply.
 *
 * @example
 * export const handler = createOnboardBatch({ context, configuration: { fileSystemId, domainIds, layout } })
 */
export function createOnboardBatch(options: OnboardBatchOptions): OnboardBatch {
  const { fileSystemId, domainIds, layout } = options.configuration
  const context = { domainCache: createDomainCache(), ...options.context }
  return recording({
    handler: NAME,
    context,
    observers: options,
    summaryOf,
    work: async (event, invocation, note) => {
      const batch = batchIn(event, domainIds)
      if (batch.isErr()) throw batch.error
      const { source, items } = batch.value
      const settled = await onboardAll(context, { fileSystemId, layout }, items, timeForWork(invocation))
      const failed = settled.flatMap((item) => (item.outcome === 'failed' ? [item] : []))
      const failures = failed.map(({ failure }) => failure)
      note({ ...countsOf(settled), failures: failures.slice(0, SHOWN_FAILURES) })
      return source === 'queue'
        ? { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) }
        : mapReply(settled, failures)
    },
  })
}

/** The drop-in handler, configured by the environment at its first event. */
export const handler: OnboardBatch = fromEnvironment(NAME, parseOnboardingConfiguration, (configuration) =>
  createOnboardBatch({
    context: { sagemaker: new SageMakerClient({}), directories: directoriesFor(configuration) },
    configuration,
  }),
)

/** Every item of a batch failed, and another try would end the same. */
export class BatchFailedError extends StudioEfsError {
  readonly name = 'BatchFailedError'
  constructor(readonly failures: readonly Failure[]) {
    super(new ItemsFailedError(failures, failures.length).message, { retryable: false })
  }
}

const SHOWN_FAILURES = 20
/** A reply passes through Step Functions, which takes 256 KiB. */
const TOLD_FAILURES = 100

function mapReply(settled: readonly SettledItem[], failures: readonly Failure[]): OnboardMapReply {
  if (failures.some(({ retryable }) => retryable)) throw new ItemsFailedError(failures, settled.length)
  if (failures.length > 0 && failures.length === settled.length) throw new BatchFailedError(failures)
  return { ...countsOf(settled), failures: failures.slice(0, TOLD_FAILURES) }
}

function countsOf(settled: readonly SettledItem[]): OnboardBatchCounts {
  const counts = { onboarded: 0, unchanged: 0, skipped: 0, ignored: 0, failed: 0 }
  for (const { outcome } of settled) counts[outcome] += 1
  return counts
}

function summaryOf(reply: OnboardBatchReply): Summary {
  const { length } = 'batchItemFailures' in reply ? reply.batchItemFailures : reply.failures
  return { outcome: length > 0 ? 'partial' : 'complete', fields: {}, level: length > 0 ? 'warn' : 'info' }
}
