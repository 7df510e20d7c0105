import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import {
  createDomainCache,
  type ReplayResult,
  type ReplaySummary,
  replayCloudTrail,
  type StudioEfsContext,
} from '@studio-efs/core'
import { type CloudTrailSource, type LookupEventsSourceInput, lookupEventsSource } from '@studio-efs/core/cloudtrail'
import { systemClock } from '@studio-efs/core/directories'
import { controlContext, controlObservers } from './handler/control-context.js'
import { profileCounts } from './handler/counts.js'
import { defineHandler } from './handler/define-handler.js'
import { optionsIn } from './handler/event-options.js'
import { type Failure, failureFrom, failuresOf } from './handler/failures.js'
import type { Observers } from './handler/handler.js'
import { type Handler, timeForWork } from './handler/handler.js'
import type { Fields } from './handler/json-logger.js'
import {
  type PrivateDirectoryConfiguration,
  parseReplayCloudTrailConfiguration,
  privateDirectoryInput,
  type ReplayCloudTrailConfiguration,
} from './settings/configurations.js'

export type { Failure } from './handler/failures.js'
export type { Counts, Handler, Invocation, Measurements, Metrics, Observers, Tracer } from './handler/handler.js'
export {
  parseReplayCloudTrailConfiguration,
  type ReplayCloudTrailConfiguration,
} from './settings/configurations.js'
export { type ConfigurationProblem, InvalidConfigurationError } from './settings/parse-settings.js'

/** Options in the event; an empty or EventBridge event goes back the configured number of days. */
export interface ReplayCloudTrailEvent {
  /** In ISO 8601, for example `2026-11-23` or `2026-11-23T10:15:30Z`. */
  readonly from?: string
  readonly to?: string
  readonly dryRun?: boolean
}

/** Reply of the function `replay-cloudtrail`. */
export interface ReplayCloudTrailReply
  extends Pick<ReplaySummary, 'onboarded' | 'unchanged' | 'skipped' | 'failed' | 'read' | 'searched'> {
  /**
   * `unfinished`: there was no time for some profiles; invoke it again. `partial`: some profiles failed, or some files or
   * records could not be read. `nothing-found`: no event of the wanted domains and Region was there.
   */
  readonly outcome: ReplayResult
  /** Number of profiles that there was no time for. */
  readonly unfinished: number
  /** The first 20 profiles that failed. */
  readonly failures: readonly Failure[]
  /** The first 20 files and records that could not be read. */
  readonly problems: readonly Failure[]
}

/** Clients, configuration and observers of the function `replay-cloudtrail`. */
export interface ReplayCloudTrailOptions extends Observers {
  readonly context: Pick<StudioEfsContext, 'sagemaker' | 'directories' | 'clock' | 'logger' | 'domainCache'>
  readonly configuration: PrivateDirectoryConfiguration & Pick<ReplayCloudTrailConfiguration, 'domainIds' | 'days'>
  /** Creates the source of the records, `lookupEventsSource` or `logFilesSource`, for the time in the event. */
  readonly sourceFor: (time: LookupEventsSourceInput) => CloudTrailSource
}

/** Handler of the function `replay-cloudtrail`. */
export type ReplayCloudTrail = Handler<ReplayCloudTrailReply>

const MAX_NAMED = 20
const DAY_MS = 86_400_000

const definition = defineHandler({
  name: 'replay-cloudtrail',
  settings: parseReplayCloudTrailConfiguration,
  dropIn: async (configuration): Promise<ReplayCloudTrailOptions> => {
    const cloudTrail = new CloudTrailClient({})
    const sourceFor = (time: LookupEventsSourceInput) => lookupEventsSource({ cloudTrail }, time)
    return {
      context: await controlContext(configuration),
      configuration,
      ...controlObservers(configuration),
      sourceFor,
    }
  },
  work: (options) => {
    const { domainIds, days } = options.configuration
    const { clock = systemClock } = options.context
    const context = { domainCache: createDomainCache(), ...options.context }
    const profiles = {
      ...privateDirectoryInput(options.configuration),
      ...(domainIds === undefined ? {} : { domainIds }),
    }
    return async (event, invocation) => {
      const now = clock.wallTime?.() ?? clock.now()
      const { from = new Date(now - days * DAY_MS), to, ...asked } = optionsIn(event, ['from', 'to', 'dryRun'])
      const source = options.sourceFor(timeOf({ from, to }))
      const timeoutMs = timeForWork(invocation)
      // A slow profile is for the next invocation and not a failure of this one, so its time ends after the run's.
      const limits = { timeoutMs, profileTimeoutMs: 2 * timeoutMs }
      const run = replayCloudTrail(context, { ...profiles, ...asked, source, ...limits })
      const failures = await failuresOf(run, MAX_NAMED)
      const summary = await run.summary()
      if (summary.isErr()) throw summary.error
      return replyOf(summary.value, failures)
    }
  },
  countsOf: profileCounts,
  summaryOf: ({ outcome, ...fields }: ReplayCloudTrailReply) => ({
    outcome,
    fields,
    level: outcome === 'complete' ? 'info' : 'warn',
  }),
})

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
export const createReplayCloudTrail: (options: ReplayCloudTrailOptions) => ReplayCloudTrail = definition.create

/** The drop-in handler, configured by the environment at its first event. */
export const handler: ReplayCloudTrail = definition.handler

/** The source parses both, and refuses a value that is no time. */
function timeOf({ from, to }: Fields): LookupEventsSourceInput {
  return { from, ...(to === undefined ? {} : { to }) } as LookupEventsSourceInput
}

function replyOf(summary: ReplaySummary, failures: readonly Failure[]): ReplayCloudTrailReply {
  const { result, onboarded, unchanged, skipped, failed, read, searched, unfinished, problems } = summary
  return {
    outcome: result,
    ...{ onboarded, unchanged, skipped, failed, read, searched },
    unfinished: unfinished.length,
    failures,
    problems: problems.slice(0, MAX_NAMED).map(problemOf),
  }
}

function problemOf(problem: ReplaySummary['problems'][number]): Failure {
  if (problem.name === 'UnreadableLogFileError') return failureFrom(problem.file, problem)
  return failureFrom(`event ${problem.eventId ?? 'without an id'}`, problem)
}
