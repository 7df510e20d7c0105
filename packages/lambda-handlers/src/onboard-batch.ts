import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import { createDomainCache } from '@studio-efs/core'
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
export type OnboardBatchReply =
  | { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] }
  | OnboardBatchCounts

export interface OnboardBatchOptions extends Observers {
  readonly context: BatchContext
  readonly configuration: Pick<OnboardingConfiguration, 'fileSystemId' | 'domainIds' | 'layout'>
}

export type OnboardBatch = Handler<OnboardBatchReply>

const NAME = 'onboard-batch'

/**
 * Onboards the profiles of a batch: SQS messages, each a CreateUserProfile event or `{ domainId, userProfileName }`, or
 * the `Items` of a Distributed Map, each such an object or, where one domain is configured, a name. Messages that failed
 * are reported by their ids; a map's batch in which something failed is thrown as `ItemsFailedError`.
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
      const failures = settled.flatMap((item) => (item.outcome === 'failed' ? [item] : []))
      note({ ...countsOf(settled), failures: failures.slice(0, SHOWN_FAILURES).map(({ failure }) => failure) })
      return source === 'queue'
        ? { batchItemFailures: failures.map(({ id }) => ({ itemIdentifier: id })) }
        : unless(failures, settled)
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

const SHOWN_FAILURES = 20

function unless(
  failures: readonly { readonly failure: Failure }[],
  settled: readonly SettledItem[],
): OnboardBatchCounts {
  if (failures.length === 0) return countsOf(settled)
  throw new ItemsFailedError(
    failures.map(({ failure }) => failure),
    settled.length,
  )
}

function countsOf(settled: readonly SettledItem[]): OnboardBatchCounts {
  const counts = { onboarded: 0, unchanged: 0, skipped: 0, ignored: 0, failed: 0 }
  for (const { outcome } of settled) counts[outcome] += 1
  return counts
}

function summaryOf(reply: OnboardBatchReply): Summary {
  const failed = 'batchItemFailures' in reply && reply.batchItemFailures.length > 0
  return { outcome: failed ? 'partial' : 'complete', fields: {}, level: failed ? 'warn' : 'info' }
}
