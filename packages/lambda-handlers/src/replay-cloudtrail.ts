import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { SageMakerClient } from '@aws-sdk/client-sagemaker'
import {
  createDomainCache,
  type ReplaySummary,
  replayCloudTrail,
  type StudioEfsContext,
  systemClock,
} from '@studio-efs/core'
import { type CloudTrailSource, type LookupEventsSourceInput, lookupEventsSource } from '@studio-efs/core/cloudtrail'
import { directoriesFor } from './frame/directories.js'
import { optionsIn } from './frame/event-options.js'
import { fromEnvironment } from './frame/from-environment.js'
import { type Handler, timeForWork } from './frame/invocation.js'
import { type Failure, profileFailure } from './frame/items-failed-error.js'
import type { Observers } from './frame/observers.js'
import { type Fields, recording, type Summary } from './frame/recording.js'
import {
  parseReplayCloudTrailConfiguration,
  type ReplayCloudTrailConfiguration,
} from './settings/replay-cloudtrail-settings.js'

export type { Handler, Invocation } from './frame/invocation.js'
export type { Failure } from './frame/items-failed-error.js'
export type { Metrics, Observers, Tracer } from './frame/observers.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/invalid-configuration-error.js'
export {
  parseReplayCloudTrailConfiguration,
  type ReplayCloudTrailConfiguration,
} from './settings/replay-cloudtrail-settings.js'

/** What the event may say; an empty one, and one of EventBridge, go back as many days as is configured. */
export interface ReplayCloudTrailEvent {
  /** In ISO 8601, such as `2026-11-23` or `2026-11-23T10:15:30Z`. */
  readonly from?: string
  readonly to?: string
  readonly dryRun?: boolean
}

export interface ReplayCloudTrailReply
  extends Pick<ReplaySummary, 'onboarded' | 'unchanged' | 'skipped' | 'failed' | 'read'> {
  /** `unfinished`: there was no time for some profiles; invoke it again. `partial`: some profiles failed. */
  readonly outcome: 'complete' | 'partial' | 'unfinished'
  /** How many profiles there was no time for. */
  readonly unfinished: number
  /** Of the profiles that failed, the first 20. */
  readonly failures: readonly Failure[]
}

export interface ReplayCloudTrailOptions extends Observers {
  readonly context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>
  readonly configuration: Pick<ReplayCloudTrailConfiguration, 'fileSystemId' | 'domainIds' | 'layout' | 'days'>
  /** Where the records come from: `lookupEventsSource` or `logFilesSource`, for the time that was asked for. */
  readonly sourceFor: (time: LookupEventsSourceInput) => CloudTrailSource
}

export type ReplayCloudTrail = Handler<ReplayCloudTrailReply>

const NAME = 'replay-cloudtrail'
const SHOWN_FAILURES = 20
const DAY_MS = 86_400_000

/**
 * Onboards the profiles whose creation CloudTrail has on record, for events that were lost. Running it again does only
 * what is left.
 *
 * @example
 * export const handler = createReplayCloudTrail({
 *   context, configuration: { fileSystemId, domainIds, layout, days: 90 },
 *   sourceFor: (time) => lookupEventsSource({ cloudTrail: new CloudTrailClient({}) }, time),
 * })
 */
export function createReplayCloudTrail(options: ReplayCloudTrailOptions): ReplayCloudTrail {
  const { fileSystemId, domainIds, layout, days } = options.configuration
  const { clock = systemClock } = options.context
  const context = { domainCache: createDomainCache(), ...options.context }
  const fixed = { fileSystemId, layout, ...(domainIds === undefined ? {} : { domainIds }) }
  return recording({
    handler: NAME,
    context,
    observers: options,
    summaryOf,
    work: async (event, invocation) => {
      const asked = optionsIn(event, ['from', 'to', 'dryRun'])
      if (asked.isErr()) throw asked.error
      const { from = new Date(clock.now() - days * DAY_MS), to, ...rest } = asked.value
      const source = options.sourceFor(timeOf({ from, to }))
      const timeoutMs = timeForWork(invocation)
      const limits = { timeoutMs, profileTimeoutMs: 2 * timeoutMs }
      const run = replayCloudTrail(context, { ...fixed, ...rest, source, ...limits })
      const failures: Failure[] = []
      for await (const each of run)
        if (each.outcome === 'failed' && failures.length < SHOWN_FAILURES) failures.push(profileFailure(each))
      const summary = await run.summary()
      if (summary.isErr()) throw summary.error
      return replyOf(summary.value, failures)
    },
  })
}

/** The drop-in handler, configured by the environment at its first event. */
export const handler: ReplayCloudTrail = fromEnvironment(NAME, parseReplayCloudTrailConfiguration, (configuration) => {
  const cloudTrail = new CloudTrailClient({})
  return createReplayCloudTrail({
    context: { sagemaker: new SageMakerClient({}), directories: directoriesFor(configuration) },
    configuration,
    sourceFor: (time) => lookupEventsSource({ cloudTrail }, time),
  })
})

/** The source parses them: what is no time is refused there. */
function timeOf({ from, to }: Fields): LookupEventsSourceInput {
  return { from, ...(to === undefined ? {} : { to }) } as LookupEventsSourceInput
}

function replyOf(summary: ReplaySummary, failures: readonly Failure[]): ReplayCloudTrailReply {
  const { onboarded, unchanged, skipped, failed, read, unfinished } = summary
  const through = failed > 0 ? 'partial' : 'complete'
  return {
    outcome: unfinished.length > 0 ? 'unfinished' : through,
    ...{ onboarded, unchanged, skipped, failed, read },
    unfinished: unfinished.length,
    failures,
  }
}

function summaryOf({ outcome, ...fields }: ReplayCloudTrailReply): Summary {
  return { outcome, fields, level: outcome === 'complete' ? 'info' : 'warn' }
}
